/** The figures of a measurement, one by one and all in one picture. */
import type { Faithfulness } from '../../protocol/faithfulness';
import { ablationFigure } from './ablationFigure';
import { curvesFigure } from './curvesFigure';
import { type Figure, framed, type Ink, text } from './ink';
import { pointingFigure } from './pointingFigure';

export type Part = 'ablation' | 'curves' | 'pointing';

export const titles: Record<Part, string> = {
  ablation: 'Silenced units',
  curves: 'Deletion and insertion',
  pointing: 'Pointing game',
};

/** The parts that could be measured, each drawn without its frame. */
export function figuresOf(f: Faithfulness, ink: Ink): [Part, Figure][] {
  const figures: [Part, Figure][] = [];
  if (!('missing' in f.ablation)) figures.push(['ablation', ablationFigure(f.ablation, f.classes, f.names, ink)]);
  if (!('missing' in f.curves)) figures.push(['curves', curvesFigure(f.curves, f.options, ink)]);
  if (!('missing' in f.pointing)) figures.push(['pointing', pointingFigure(f.pointing, ink)]);
  return figures;
}

export function svgOf(part: Part, figure: Figure, ink: Ink): string {
  return framed(titles[part], figure, ink);
}

/** All figures below one another, each under its title, the notice last. */
export function allFigures(f: Faithfulness, ink: Ink): string {
  let at = 0;
  const parts = figuresOf(f, ink).map(([part, { height, body }]) => {
    const placed = `<g transform="translate(0 ${at})">${text(0, 18, titles[part], { bold: true })}<g transform="translate(0 34)">${body}</g></g>`;
    at += height + 34 + 16;
    return placed;
  });
  return framed('Faithfulness', { height: at + 20, body: [...parts, text(0, at + 10, f.notice, { fill: ink.quiet })].join('') }, ink);
}
