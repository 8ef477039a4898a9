/** deepminer check: reads a data set whole and tells what is there and what is wrong; the exit code says whether it can be used. */
import path from 'node:path';
import type { Command } from 'commander';
import { writeJson } from '../project/files';
import type { DataCheck } from '../protocol/dataCheck';
import type { Call, ProjectOptions } from './call';
import { checkText, problemLines } from './checkText';

interface CheckCommandOptions extends ProjectOptions {
  again?: boolean;
  strict?: boolean;
  all?: boolean;
  lines?: boolean;
}

export function checkCommand(command: Command, call: Call): void {
  command
    .description('read every file of the data set: what there is, by class and part, and what is missing, unreadable, doubled or suspect')
    .argument(
      '[file]',
      'with --json: write the report into this file, and the tables to the terminal (- or none: the report to standard output)',
    )
    .option('--again', 'read all files, also those that have not changed since the last check')
    .option('--strict', 'warnings count as errors')
    .option('--all', 'tell every problem, not the first few of a kind')
    .option('--lines', 'tell every problem on a line of its own, with file and line first, as editors read it')
    .addHelpText('after', '\nExit codes: 0 nothing wrong, or warnings alone; 1 errors, with --strict also warnings.')
    .action(async (file: string | undefined, o: CheckCommandOptions, self: Command) => {
      const toFile = file !== undefined && file !== '-';
      if (file !== undefined && !self.optsWithGlobals<{ json?: boolean }>().json)
        self.error(`error: ${file} is given without --json`, { code: 'commander.excessArguments', exitCode: 2 });
      // The report goes to the file then, and the terminal has the tables.
      if (toFile) self.parent?.setOptionValue('json', false);
      const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;
      let report: DataCheck | undefined;
      await call(
        self,
        'checkDataset',
        { project: path.resolve(o.project), again: o.again },
        (check) => (o.lines ? problemLines(check) : checkText(check, { all: o.all, colours })),
        (check) => {
          report = check;
          if (check.errors > 0 || (o.strict && check.warnings > 0)) process.exitCode = 1;
        },
      );
      if (toFile && report) await writeJson(path.resolve(file), report);
    });
}
