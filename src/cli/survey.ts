/** `deepminer survey`: the survey in a browser, what it came to, and its answers as files. */
import path from 'node:path';
import type { Command } from 'commander';
import type { ExportedAnswers, ImportedAnswers } from '../protocol/exchange';
import { at, type Call, type ProjectOptions } from './call';
import type { Interruption } from './interruption';
import { onProject, projectOption } from './options';
import { surveyResultsText } from './surveyResultsText';
import { surveyServeCommand } from './surveyServe';

export function surveyCommand(program: Command, call: Call, interruption: Interruption): void {
  const survey = program.command('survey').description('the survey in a browser, its results, and its answers as files');
  surveyServeCommand(survey, interruption);
  resultsCommand(survey, call);
  exportCommand(survey, call);
  importCommand(survey, call);
}

function resultsCommand(survey: Command, call: Call): void {
  onProject(survey.command('results').description('units named, coverage, agreement of experts, minutes, and conflicts')).action(
    (o: ProjectOptions, self: Command) => call(self, 'surveyResults', at(o), surveyResultsText),
  );
}

function exportCommand(survey: Command, call: Call): void {
  onProject(survey.command('export').description('write the standing answers, a row a phenomenon (.csv) or as they are kept (.json)'))
    .argument('<file>', 'file to write; its name ends in .csv or .json')
    .option('--expert <name>', 'answers of this expert alone')
    .action((file: string, o: ProjectOptions & { expert?: string }, self: Command) =>
      call(self, 'exportAnswers', { ...at(o), file: path.resolve(file), expert: o.expert }, exportedText),
    );
}

function importCommand(survey: Command, call: Call): void {
  projectOption(survey.command('import').description('take in such a file, or published labels as JSON: {"unit_0003": "words", …}'))
    .option(
      '-r, --run <name>',
      'run whose network the answers are about (needed where the file does not say it and several runs are trained)',
    )
    .argument('<file>', 'file to read; told by its content')
    .option('--expert <name>', 'whose the answers are that name no expert (default for labels: published)')
    .option('--any-network', 'take answers to another network for answers to this one')
    .action((file: string, o: ProjectOptions & { expert?: string; anyNetwork?: boolean }, self: Command) =>
      call(self, 'importAnswers', { ...at(o), file: path.resolve(file), expert: o.expert, anyNetwork: o.anyNetwork }, importedText),
    );
}

export function exportedText({ file, answers, experts, run }: ExportedAnswers): string {
  return `${answers} answers of ${experts.join(', ')} to units of ${run}: ${file}`;
}

export function importedText({ run, network, imported, unchanged, older, notMined, leftOut }: ImportedAnswers): string {
  const counted = (n: number, what: string) => (n > 0 ? [`${n} ${what}`] : []);
  return [
    ...imported.map(({ expert, units }) => `${units.length} answers of ${expert} to units of ${run}, network ${network.slice(0, 12)}`),
    ...(imported.length === 0 ? [`Nothing new for ${run}.`] : []),
    ...counted(unchanged, 'were there already'),
    ...counted(older, 'are older than the standing answer and were not taken'),
    ...(notMined.length > 0 ? [`Kept, but not mined and so in no survey: ${notMined.join(', ')}`] : []),
    ...leftOut.map(({ line, entry, reason }) => `Left out${line === undefined ? '' : `, line ${line}`}: ${entry} (${reason})`),
  ].join('\n');
}
