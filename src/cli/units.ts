/** `deepminer units`: the mined units and what they are called, as text, or as the table of the paper's Figure 3 in files. */
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type ExportedTable, type ListedUnit, TABLE_FORMATS, type TableFormat, type UnitListing } from '../protocol/units';
import { at, type Call, type ProjectOptions } from './call';
import { count, onProject } from './options';
import { table } from './terminal';

interface UnitsOptions extends ProjectOptions {
  out?: string;
  format?: TableFormat[];
  all?: boolean;
  patches?: number;
}

export function unitsCommand(program: Command, call: Call): void {
  onProject(
    program.command('units').description('the mined units with their annotations; --out writes them as a table with their top patches'),
  )
    .option('-o, --out <dir>', 'write units.md with its pictures, units.html and units.svg into this folder')
    .option('-f, --format <list>', 'md, html, svg, or several with commas (default: all three)', formats)
    .option('--all', 'all mined units in the table, not the annotated ones alone')
    .option('--patches <n>', 'top patches of a unit in the table (default: 4)', count)
    .action((o: UnitsOptions, self: Command) => {
      if (o.out === undefined) {
        if (o.format || o.patches || o.all)
          self.error('error: --format, --all and --patches are of the table: name its folder with --out.', { exitCode: 2 });
        return call(self, 'listUnits', at(o), listingText);
      }
      const { format, patches } = o;
      return call(
        self,
        'exportUnitTable',
        { ...at(o), out: path.resolve(o.out), formats: format, units: o.all ? 'all' : 'annotated', patches },
        exportedText,
      );
    });
}

function formats(text: string): TableFormat[] {
  const wanted = text.split(',').map((word) => word.trim());
  if (!wanted.every((word): word is TableFormat => (TABLE_FORMATS as readonly string[]).includes(word)))
    throw new InvalidArgumentError(`expected ${TABLE_FORMATS.join(', ')}, with commas between.`);
  return wanted;
}

export function listingText({ run, mining, units, views, patches, problems }: UnitListing): string {
  const rows = units.map((unit) => [
    unit.unit,
    unit.ranks.map((r) => `${r.className} ${r.rank}`).join(', '),
    unit.maxActivation.toPrecision(3),
    conceptOf(unit),
    [...new Set(unit.annotations.flatMap((a) => a.phenomena.flatMap((p) => p.category ?? [])))].join(', '),
    nameOf(unit),
  ]);
  const named = units.filter(({ annotations }) => annotations.length > 0).length;
  return [
    `${units.length} units of ${run} (${mining.slice(0, 16)}) from ${views} views and ${patches} patches; ${named} named`,
    '',
    table(['unit', 'rank', 'activation', 'concept', 'BI-RADS', 'annotation'], rows),
    ...problems.map((p) => `\nLeft out: ${p.found} (${p.file}). ${p.remedy}`),
  ].join('\n');
}

function nameOf({ annotations, unrecognized }: ListedUnit): string {
  const words = [...new Set(annotations.flatMap((a) => a.phenomena.map((p) => p.description.trim() || p.terms.join(', '))))];
  return words.join('; ') || (unrecognized.length > 0 ? 'nothing recognizable' : '');
}

/** The best concept, where the unit detects it. */
function conceptOf({ concepts }: ListedUnit): string {
  const best = concepts?.found[0];
  return concepts && best && best.iou >= concepts.bar ? `${best.concept} ${best.iou.toFixed(2)}` : '';
}

function exportedText({ run, rows, files }: ExportedTable): string {
  return [`${rows.length} units of ${run}`, ...Object.values(files)].join('\n');
}
