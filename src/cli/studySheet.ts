/** `deepminer study sheet`: a study read on paper or in a spreadsheet. */
import path from 'node:path';
import type { Command } from 'commander';
import type { ExportedSheet, ImportedSheet } from '../protocol/studyFiles';
import { at, type Call, type ProjectOptions } from './call';
import { projectOption } from './options';

export function studySheetCommands(study: Command, call: Call): void {
  const sheet = study
    .command('sheet')
    .description('a study on paper: questions to print or to fill in as a table, and the filled table taken in');
  projectOption(
    sheet.command('export').description('write <study>-<reader>.csv to fill in and .html to print, in an order of the reader’s own'),
  )
    .requiredOption('--study <name>', 'study of the project')
    .requiredOption('--reader <name>', 'who reads')
    .argument('[dir]', 'folder to write into', '.')
    .action((dir: string, o: ProjectOptions & { study: string; reader: string }, self: Command) =>
      call(self, 'exportStudySheet', { project: at(o).project, study: o.study, reader: o.reader, out: path.resolve(dir) }, exportedText),
    );
  projectOption(sheet.command('import').description('take in a filled table; every row that cannot be used is named'))
    .requiredOption('--study <name>', 'study of the project')
    .option('--reader <name>', 'who read (default: who the table names)')
    .argument('<file>', 'the filled table (CSV)')
    .action((file: string, o: ProjectOptions & { study: string; reader?: string }, self: Command) =>
      call(self, 'importStudySheet', { project: at(o).project, study: o.study, reader: o.reader, file: path.resolve(file) }, importedText),
    );
}

function exportedText({ study, reader, csv, page, cases, notOnPaper }: ExportedSheet): string {
  return [
    `${cases} cases of ${study} for ${reader}`,
    `To fill in: ${csv}`,
    `To print:   ${page}`,
    ...(notOnPaper > 0 ? [`${notOnPaper} questions with pictures are not on paper: they are read on the page.`] : []),
  ].join('\n');
}

function importedText({ study, reader, imported, unchanged, empty, leftOut }: ImportedSheet): string {
  return [
    `${imported} answers of ${reader} to ${study}`,
    ...(unchanged > 0 ? [`${unchanged} were there already`] : []),
    ...(empty > 0 ? [`${empty} empty: those cases stay unanswered`] : []),
    ...leftOut.map(({ line, entry, reason }) => `Left out${line === undefined ? '' : `, line ${line}`}: ${entry} (${reason})`),
  ].join('\n');
}
