/** `deepminer study score`, `export` and `labels`: what readers came to, as text, JSON and tables. */
import path from 'node:path';
import type { Command } from 'commander';
import { writeFileWhole } from '../project/files';
import type { ExportedScore, LabelReport, ScoredStudy, ScoreFormat } from '../protocol/studyFiles';
import { labelReportMarkdown, labelReportText } from '../study/published/labelText';
import { studyScoreText } from '../study/score/resultWords';
import { at, type Call, type ProjectOptions } from './call';
import { projectOption } from './options';

type ScoreOptions = ProjectOptions & { study?: string; responses?: string; key?: string; labels?: string };

export function studyScoreCommands(study: Command, call: Call): void {
  scored(
    study.command('score').description('right answers, p, intervals, agreement: of a study, or of tables as the published study has them'),
  ).action((o: ScoreOptions, self: Command) => call(self, 'scoreStudy', which(o, self), studyScoreText));
  scored(study.command('export').description('write the score as JSON and as tables: a row a reader, a row a case and reader'))
    .argument('<dir>', 'folder to write into')
    .option('--json-only', 'score.json alone')
    .option('--csv-only', 'the tables alone')
    .action((dir: string, o: ScoreOptions & { jsonOnly?: boolean; csvOnly?: boolean }, self: Command) => {
      const formats: ScoreFormat[] = [...(o.csvOnly ? [] : ['json' as const]), ...(o.jsonOnly ? [] : ['csv' as const])];
      if (formats.length === 0) self.error('error: --json-only and --csv-only leave nothing to write: give one of them.', { exitCode: 2 });
      return call(self, 'exportStudyScore', { ...which(o, self), out: path.resolve(dir), formats }, ({ files }: ExportedScore) =>
        files.join('\n'),
      );
    });
  study
    .command('labels')
    .description('which labels the published look-up could never find, and whether any of their words was shown')
    .requiredOption('--labels <file>', 'JSON from unit to words, e.g. unit-labels.json')
    .option('--responses <file>', 'responses of the published study, to count the words shown')
    .option('--out <file.md>', 'write the report as a page in Markdown, too')
    .action(async (o: { labels: string; responses?: string; out?: string }, self: Command) => {
      let report: LabelReport | undefined;
      await call(
        self,
        'studyLabels',
        { labels: path.resolve(o.labels), responses: o.responses && path.resolve(o.responses) },
        labelReportText,
        (r) => {
          report = r;
        },
      );
      if (o.out && report) await writeFileWhole(path.resolve(o.out), `${labelReportMarkdown(report)}\n`);
    });
}

function scored(command: Command): Command {
  return projectOption(command)
    .option('--study <name>', 'study of the project')
    .option('--responses <file>', 'instead: table of responses (Case #, DeepMiner Explanation, Cancer or Benign (C/B)?)')
    .option('--key <file>', 'and its answer key (Case #, Image Name, GT Report, …)')
    .option('--labels <file>', 'and the labels of its units (JSON), to tell which could never appear');
}

function which(o: ScoreOptions, self: Command): ScoredStudy {
  const { study, responses, key, labels } = o;
  const tables = responses !== undefined || key !== undefined || labels !== undefined;
  if ((study !== undefined) === tables || (tables && (responses === undefined || key === undefined)))
    self.error('error: name a --study, or give --responses and --key.', { exitCode: 2 });
  if (study !== undefined) return { project: at(o).project, study };
  return { responses: path.resolve(responses!), key: path.resolve(key!), ...(labels !== undefined && { labels: path.resolve(labels) }) };
}
