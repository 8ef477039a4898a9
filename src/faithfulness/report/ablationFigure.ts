/** Ablation as bars: per class how the AUC changes when units are silent, with intervals; the sets first, then the single units that matter most. */
import { textWidth, wrap } from '../../explanation/svgText';
import type { Ablation, AblationEffect, Estimate } from '../../protocol/faithfulness';
import type { UnitId } from '../../protocol/unit';
import { CAM, CHANCE, CONTROL, type Figure, type Ink, line, round, SIZE, text, WIDTH } from './ink';
import { scaleOf, tickText } from './scale';
import { strongestUnits } from './strongest';

/** Single units that are drawn; the table has all. */
const MOST = 16;
const LABELS = 232;
const GAP = 22;
const ROW = 19;
const BAR = 9;
/** Above the bars of a block its heading, below them its axis. */
const ABOVE = 44;
const BELOW = 30;

interface Row {
  label: string;
  quiet?: string;
  /** Per class: value and interval, or range of the draws. */
  of: (className: string) => Estimate | undefined;
  range?: boolean;
}

/** Sets and single units stand one above the other, each with a scale of its own: a set of many units moves far more than one. */
export function ablationFigure(a: Ablation, classes: readonly string[], names: Readonly<Record<UnitId, string>>, ink: Ink): Figure {
  const singles = strongestUnits(a, MOST).map(
    (e): Row => ({ label: e.units[0], quiet: names[e.units[0]] ?? 'not annotated', of: effectOf(e) }),
  );
  const shown = classes.filter((name) => typeof a.intact[name] === 'number');
  const headings = shown.map((name): [string, string] => {
    const intact = a.intact[name];
    return [name, `AUC ${typeof intact === 'number' ? intact.toFixed(3) : '-'}`];
  });
  let at = 0;
  const blocks = [
    ['Sets of units', setRows(a)] as const,
    [`The ${singles.length} units that change most, one at a time`, singles] as const,
  ].flatMap(([title, rows]) => {
    if (rows.length === 0) return [];
    const drawn = block(title, rows, headings, at, ink);
    at += ABOVE + rows.length * ROW + BELOW;
    return [drawn];
  });
  const note = 'Change of AUC with the units silent, 95 % intervals over cases; random sets: mean and range of the draws.';
  return { height: at + 22, body: [...blocks, text(0, at + 10, note, { fill: ink.quiet })].join('') };
}

function block(title: string, rows: readonly Row[], headings: readonly [string, string][], top: number, ink: Ink): string {
  const width = (WIDTH - LABELS - GAP * headings.length) / Math.max(1, headings.length);
  const values = rows.flatMap((row) => headings.flatMap(([name]) => ends(row.of(name))));
  const y = (i: number) => top + ABOVE + i * ROW + ROW / 2;
  const bottom = top + ABOVE + rows.length * ROW + 4;
  const labels = rows.map(({ label, quiet }, i) => {
    const room = LABELS - 8 - textWidth(`${label} `, SIZE);
    return (
      text(0, y(i) + 4, label) + (quiet ? text(textWidth(`${label} `, SIZE), y(i) + 4, shortened(quiet, room), { fill: ink.quiet }) : '')
    );
  });
  const panels = headings.map(([name, intact], k) => {
    const left = LABELS + GAP / 2 + k * (width + GAP);
    const scale = scaleOf(Math.min(0, ...values), Math.max(0, ...values), left, left + width, 3);
    return [
      text(left, top + 14, name, { bold: true }),
      text(left, top + 30, intact, { fill: ink.quiet }),
      ...scale.ticks.map((t) => line(scale(t), top + ABOVE - 4, scale(t), bottom, ink.line, t === 0 ? 1.5 : 0.5)),
      ...scale.ticks.map((t) => text(scale(t), bottom + 14, tickText(t, scale.ticks), { anchor: 'middle', fill: ink.quiet })),
      ...rows.map((row, i) => bar(row, name, scale, y(i), ink)),
    ].join('');
  });
  const heading = wrap(title, SIZE, LABELS - 44).map((words, i) => text(0, top + 14 + 16 * i, words, { bold: true }));
  return [...heading, ...labels, ...panels].join('');
}

function bar(row: Row, name: string, scale: (v: number) => number, y: number, ink: Ink): string {
  const found = row.of(name);
  if (!found) return '';
  const zero = scale(0);
  const end = scale(found.value);
  const colour = row.range ? CHANCE : found.value < 0 ? CAM : CONTROL;
  const [x, width] = [Math.min(zero, end), Math.max(0.8, Math.abs(end - zero))];
  const whisker = found.low === undefined || found.high === undefined ? '' : line(scale(found.low), y, scale(found.high), y, ink.text, 1.2);
  return `<rect x="${round(x)}" y="${round(y - BAR / 2)}" width="${round(width)}" height="${BAR}" fill="${colour}"/>${whisker}`;
}

function setRows(a: Ablation): Row[] {
  const rows: Row[] = [];
  if (!('missing' in a.annotated)) rows.push({ label: `all ${a.annotated.units.length} annotated units`, of: effectOf(a.annotated) });
  if (!('missing' in a.otherMined)) rows.push({ label: `${a.otherMined.units.length} other mined units`, of: effectOf(a.otherMined) });
  const { random } = a;
  if (!('missing' in random))
    rows.push({
      label: `${random.units} units at random, ${random.draws} draws`,
      range: true,
      of: (name) => {
        const change = random.classes[name]?.change;
        return change && { value: change.mean, low: change.least, high: change.most };
      },
    });
  return rows;
}

function effectOf(e: AblationEffect): Row['of'] {
  return (name) => {
    const effect = e.classes[name];
    return effect && !('missing' in effect) ? effect.change : undefined;
  };
}

function ends(e: Estimate | undefined): number[] {
  return e ? [e.value, e.low ?? e.value, e.high ?? e.value] : [];
}

function shortened(words: string, room: number): string {
  if (textWidth(words, SIZE) <= room) return words;
  let cut = words;
  while (cut && textWidth(`${cut}…`, SIZE) > room) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}
