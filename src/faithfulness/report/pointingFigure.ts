/** The pointing game: share of hits and of energy in the outlines with intervals, chance as a tick beside each. */
import type { Estimate, Pointing } from '../../protocol/faithfulness';
import { CAM, CHANCE, type Figure, type Ink, line, round, text, WIDTH } from './ink';
import { scaleOf } from './scale';

const LABELS = 258;
const GAP = 60;
const ROW = 24;
const TOP = 34;

export function pointingFigure(p: Pointing, ink: Ink): Figure {
  const width = (WIDTH - LABELS - GAP - 20) / 2;
  const y = (i: number) => TOP + i * ROW + ROW / 2;
  const bottom = y(p.rows.length - 1) + ROW / 2 + 2;
  const panel = (left: number, title: string, of: (i: number) => { found: Estimate; chance: number }): string => {
    const x = scaleOf(0, 1, left, left + width);
    return [
      text(left, 14, title, { bold: true }),
      ...x.ticks.map((t) => line(x(t), TOP - 6, x(t), bottom, ink.line, t === 0 ? 1.2 : 0.5)),
      ...x.ticks.map((t) => text(x(t), bottom + 14, `${Math.round(100 * t)} %`, { anchor: 'middle', fill: ink.quiet })),
      ...p.rows.map((_, i) => {
        const { found, chance } = of(i);
        return [
          found.low === undefined || found.high === undefined ? '' : line(x(found.low), y(i), x(found.high), y(i), ink.text, 1.4),
          line(x(chance), y(i) - 7, x(chance), y(i) + 7, CHANCE, 3),
          `<circle cx="${round(x(found.value))}" cy="${round(y(i))}" r="4.5" fill="${CAM}"/>`,
        ].join('');
      }),
    ].join('');
  };
  const labels = p.rows.map(
    (row, i) =>
      text(0, y(i) + 4, row.name) + text(LABELS - 14, y(i) + 4, `${row.hits} of ${row.trials}`, { anchor: 'end', fill: ink.quiet }),
  );
  const note = text(0, bottom + 34, 'Dot: measured, with its 95 % interval; grey bar: what chance gives.', { fill: ink.quiet });
  return {
    height: bottom + 44,
    body: [
      ...labels,
      panel(LABELS, 'Largest value in an outline', (i) => ({ found: p.rows[i].rate, chance: p.rows[i].chance })),
      panel(LABELS + width + GAP, 'Energy in the outlines', (i) => ({ found: p.rows[i].energy, chance: p.rows[i].area })),
      note,
    ].join(''),
  };
}
