/** deepminer explain: the decision for one view by named units, or a browsable report of many views. */
import path from 'node:path';
import { type Command, Option } from 'commander';
import { AGREEMENT_COLUMNS, agreementNote, rowCells, rowName } from '../explanation/report/agreementText';
import type { ExplainAllResult, ReportPart } from '../protocol/explanationReport';
import { atDevice, type Call, type ProjectOptions } from './call';
import { count } from './options';
import { explanationText } from './report';
import { duration, table } from './terminal';

interface ExplainCommandOptions extends ProjectOptions {
  png?: string;
  still?: boolean;
  class?: string;
  all?: ReportPart;
  html?: string;
  limit?: number;
}

export function explainCommand(command: Command, call: Call): void {
  command
    .description('explain the decision for one view by named units, or with --all those for a part of the data set')
    .argument('[view]', 'a view id (deepminer views lists them) or an image file (PNG, JPEG, TIFF, PGM, DICOM, .LJPEG)')
    .option('--class <name>', 'class to explain (default: the decided one)')
    .option('--still', 'of one view, with --json: also give the static picture, base64 JPEG')
    .option('--png <file>', 'of one view: also write the static picture here')
    .addOption(new Option('--all <part>', 'explain all views of a part as a report to browse').choices(['train', 'holdout', 'test', 'all']))
    .option('--html <dir>', 'with --all: folder of the report (default: in the run)')
    .option('--limit <n>', 'with --all: only the first n views', count)
    .addHelpText(
      'after',
      `
A report is finished page by page: started again with the same settings, it goes on where it stopped. A view that cannot be read is
listed with its reason, and the exit code is then 1.`,
    )
    .action((view: string | undefined, o: ExplainCommandOptions, self: Command) => {
      const wrong = misuse(view, o);
      if (wrong) self.error(`error: ${wrong}`, { exitCode: 2, code: 'deepminer.usage' });
      if (o.all === undefined) {
        const png = o.png ? path.resolve(o.png) : undefined;
        return call(self, 'explain', { ...atDevice(o), view: view!, className: o.class, png, still: o.still }, explanationText);
      }
      const out = o.html ? path.resolve(o.html) : undefined;
      const params = { ...atDevice(o), part: o.all, className: o.class, out, limit: o.limit };
      return call(self, 'explainAll', params, explainAllText, ({ failed }) => {
        if (failed.length > 0) process.exitCode = 1;
      });
    });
}

function misuse(view: string | undefined, o: ExplainCommandOptions): string | undefined {
  if ((view === undefined) === (o.all === undefined)) return 'name one view, or a part with --all.';
  if (o.all !== undefined && o.png !== undefined) return '--png is for one view; the report of --all has a picture of each.';
  if (o.all === undefined && (o.html !== undefined || o.limit !== undefined)) return '--html and --limit go with --all.';
  return undefined;
}

/** What was written, what failed, and the agreement table. */
export function explainAllText(r: ExplainAllResult): string {
  const kept = r.kept > 0 ? ` (${r.kept} kept from before)` : '';
  const failed = r.failed.map(({ viewId, reason }) => `  ${viewId}: ${reason}`);
  return [
    `${r.run}: ${r.views} views of the ${r.part === 'all' ? 'whole data set' : `${r.part} part`} explained in ${duration(r.seconds)}${kept}`,
    ...(failed.length > 0 ? [`${failed.length} could not be explained:`, ...failed] : []),
    '',
    table(
      ['agreement', ...AGREEMENT_COLUMNS.map((c) => c.toLowerCase())],
      r.agreement.rows.map((row) => [rowName(row), ...rowCells(row)]),
    ),
    '',
    agreementNote(r.agreement),
    '',
    r.index,
  ].join('\n');
}
