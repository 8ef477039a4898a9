/** deepminer evaluate: how well a run's network tells the classes apart, in a short table; the whole lies in the run. */
import path from 'node:path';
import { type Command, Option } from 'commander';
import { evaluationRows } from '../evaluation/wording';
import type { EvaluatedPart, Evaluation } from '../protocol/evaluation';
import { atDevice, type Call, type ProjectOptions } from './call';
import { table } from './terminal';

export function evaluateCommand(command: Command, call: Call): void {
  command
    .description('AUC, calibration and breakdowns per class on patches, views and cases of the test part')
    .addOption(new Option('--part <part>', 'the part to evaluate on').choices(['test', 'holdout']).default('test'))
    .action((o: ProjectOptions & { part: EvaluatedPart }, self: Command) =>
      call(self, 'evaluate', { ...atDevice(o), part: o.part }, evaluationReport),
    );
}

export function evaluationReport(e: Evaluation): string {
  const { heading, header, rows, notes } = evaluationRows(e);
  // checkpoints/ lies in the run's folder.
  const folder = path.join(path.dirname(path.dirname(e.checkpoint)), 'evaluation', e.part);
  return [
    heading,
    '',
    table(header, rows),
    ...(notes.length > 0 ? ['', ...notes] : []),
    '',
    `95 % intervals by ${e.bootstrap.draws} resamples of ${e.bootstrap.cases} cases. Curves, tables and scores: ${folder}`,
  ].join('\n');
}
