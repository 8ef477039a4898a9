/** Ablation as bars: per class how the AUC changes when units are silent, with intervals; the sets first, then the single units that matter most. */
import { textWidth } from '../../explanation/svgText';
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
const TOP = 44;
const BAR = 9;

interface Row {
  label: string;
  quiet?: string;
  /** Per class: value and interval, or range of the draws. */
  of: (className: string) => Estimate | undefined;
  range?: boolean;
}

export function ablationFigure(a: Ablation, classes: readonly string[], names: Readonly<Record<UnitId, string>>, ink: Ink): Figure {
  const sets = setRows(a);
  const strongest = strongestUnits(a, MOST);
  const singles = strongest.map((e): Row => ({ label: e.units[0], quiet: names[e.units[0]] ?? 'not annotated', of: effectOf(e) }));
  const shown = classes.filter((name) => typeof a.intact[name] === 'number');
  const width = (WIDTH - LABELS - GAP * shown.length) / Math.max(1, shown.length);
  const rows = [...sets, ...singles];
  const values = rows.flatMap((row) => shown.flatMap((name) => ends(row.of(name))));
  const split = sets.length > 0 && singles.length > 0 ? 14 : 0;
  const y = (i: number) => TOP + i * ROW + (i >= sets.length ? split : 0) + ROW / 2;
  const bottom = y(rows.length - 1) + ROW / 2 + 4;
  const labels = rows.map(({ label, quiet }, i) => {
    const room = LABELS - 8 - textWidth(`${label} `, SIZE);
    return (
      text(0, y(i) + 4, label) + (quiet ? text(textWidth(`${label} `, SIZE), y(i) + 4, shortened(quiet, room), { fill: ink.quiet }) : '')
    );
  });
  const panels = shown.map((name, k) => {
    const left = LABELS + GAP / 2 + k * (width + GAP);
    const scale = scaleOf(Math.min(0, ...values), Math.max(0, ...values), left, left + width, 3);
    const zero = scale(0);
    const intact = a.intact[name];
    return [
      text(left, 14, name, { bold: true }),
      text(left, 30, `AUC ${typeof intact === 'number' ? intact.toFixed(3) : '-'}`, { fill: ink.quiet }),
      ...scale.ticks.map((t) => line(scale(t), TOP - 4, scale(t), bottom, ink.line, t === 0 ? 1.5 : 0.5)),
      ...scale.ticks.map((t) => text(scale(t), bottom + 14, tickText(t, scale.ticks), { anchor: 'middle', fill: ink.quiet })),
      ...rows.map((row, i) => bar(row, name, scale, zero, y(i), ink)),
    ].join('');
  });
  const note = text(
    0,
    bottom + 34,
    'Change of AUC with the units silent, 95 % intervals over cases; grey: mean and range of the random sets.',
    {
      fill: ink.quiet,
    },
  );
  return { height: Math.round(bottom + 44), body: [...labels, ...panels, note].join('') };
}

function bar(row: Row, name: string, scale: (v: number) => number, zero: number, y: number, ink: Ink): string {
  const found = row.of(name);
  if (!found) return '';
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
