/** An evaluation in words and short numbers, for terminals, notebooks and pictures. */
import path from 'node:path';
import { atLevel, type ClassEvaluation, type Evaluation, LEVELS, type Level, type Missing } from '../protocol/evaluation';

/** `0.983 (0.958–1.000)`: an area and its 95 % interval, where there is one. */
export function areaText(area: number, interval: { low: number; high: number } | undefined): string {
  return interval ? `${area.toFixed(3)} (${interval.low.toFixed(3)}–${interval.high.toFixed(3)})` : area.toFixed(3);
}

const PLURAL: Record<Level, string> = { patch: 'patches', view: 'views', case: 'cases' };

/** `2889 patches`, `1 view`. */
export function countText(count: number, level: Level): string {
  return `${count} ${count === 1 ? level : PLURAL[level]}`;
}

/** `2889 patches, 72 views and 18 cases of the test part`. */
export function partText(e: Evaluation): string {
  return `${countText(e.items, 'patch')}, ${countText(e.view.items, 'view')} and ${countText(e.case.items, 'case')} of the ${e.part === 'test' ? 'test' : 'hold-out'} part`;
}

/** A heading, and the rows of a table of AUCs with their 95 % intervals: one line a class. */
export function evaluationRows(e: Evaluation): { heading: string; header: string[]; rows: string[][]; notes: string[] } {
  const area = (c: ClassEvaluation | Missing) => ('missing' in c ? '-' : areaText(c.auc, c.interval));
  const missing: string[] = LEVELS.flatMap((level) =>
    Object.entries(atLevel(e, level).classes).flatMap(([name, c]) => {
      const why = 'missing' in c ? c.missing : c.noInterval;
      return why ? [`${name}, ${PLURAL[level]}: ${why}`] : [];
    }),
  );
  return {
    heading: `${e.run}, ${path.basename(e.checkpoint)}: ${partText(e)}; ${(100 * e.accuracy).toFixed(1)} % of the patches decided right`,
    header: ['class', 'AUC of patches', 'of views', 'of cases', 'pAUC published', 'standard'],
    rows: e.classNames.map((name) => {
      const patch = e.classes[name];
      const partial = 'missing' in patch ? ['-', '-'] : [patch.partialAucPublished.toFixed(3), patch.partialAucStandard.toFixed(3)];
      return [name, ...LEVELS.map((level) => area(atLevel(e, level).classes[name])), ...partial];
    }),
    notes: [...missing, ...backgroundNote(e)],
  };
}

/** Why the background class' area says little of views and cases. */
export function backgroundNote({ background }: Pick<Evaluation, 'background'>): string[] {
  if (background === undefined) return [];
  return [
    `${background}, views and cases: almost every view holds ${background} tissue somewhere, so its largest probability says little.`,
  ];
}

/** The same as text for viewers that show no tables. */
export function evaluationText(e: Evaluation): string {
  const { heading, header, rows, notes } = evaluationRows(e);
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd();
  return [heading, '', line(header), ...rows.map(line), ...(notes.length > 0 ? ['', ...notes] : []), '', e.notice].join('\n');
}
