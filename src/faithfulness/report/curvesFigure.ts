/** Deletion and insertion curves: the mean over views in the CAM's order and in its two control orders, single views faintly behind. */
import { wrap } from '../../explanation/svgText';
import type { CurveScore, CurveSummary, FaithfulnessOptions, PixelOrder } from '../../protocol/faithfulness';
import { CAM, CHANCE, CONTROL, type Figure, type Ink, line, round, SIZE, text, WIDTH } from './ink';
import { scaleOf, tickText } from './scale';

const HEIGHT = 150;
const LEFT = 34;
const GAP = 56;
/** Above and below a panel: its title, its legend, its axis. */
const ABOVE = 44;
const BELOW = 34;

const styles: Record<PixelOrder, { colour: string; dash: string; width: number; name: string }> = {
  cam: { colour: CAM, dash: '', width: 2.4, name: 'CAM' },
  random: { colour: CHANCE, dash: '7 4', width: 2, name: 'random' },
  reversed: { colour: CONTROL, dash: '2 3', width: 2, name: 'reversed' },
};

export const scoreNames: Record<CurveScore, string> = { place: 'deciding position', image: 'image score' };

export function curvesFigure(c: CurveSummary, options: FaithfulnessOptions, ink: Ink): Figure {
  const width = (WIDTH - 2 * LEFT - GAP) / 2;
  const panels = (Object.keys(scoreNames) as CurveScore[]).flatMap((kind, row) => {
    const top = row * (ABOVE + HEIGHT + BELOW);
    return [
      panel(c, kind, 'deletion', { left: LEFT, top, width }, ink),
      panel(c, kind, 'insertion', { left: LEFT + width + GAP, top, width }, ink),
    ];
  });
  const bottom = 2 * (ABOVE + HEIGHT + BELOW) + 8;
  const share = options.region === 'tissue' ? 'of the breast' : 'of the view';
  const note = `Share ${share} taken away (left) or put back (right) against the probability of the decided class; mean of ${c.views} views, single views faint. Numbers: area under the mean curve. A faithful map falls early on the left and rises early on the right.`;
  const lines = wrap(note, SIZE, WIDTH - LEFT);
  const words = lines.map((of, i) => text(LEFT, bottom + 16 * i, of, { fill: ink.quiet }));
  return { height: bottom + 16 * lines.length + 4, body: [...panels, ...words].join('') };
}

function panel(
  c: CurveSummary,
  kind: CurveScore,
  of: 'deletion' | 'insertion',
  { left, top, width }: { left: number; top: number; width: number },
  ink: Ink,
): string {
  const orders = Object.keys(styles) as PixelOrder[];
  const bottom = top + ABOVE + HEIGHT;
  const x = scaleOf(0, 1, left, left + width);
  const y = scaleOf(0, 1, bottom, top + ABOVE, 3);
  const curve = (scores: readonly number[], order: PixelOrder, faint = false): string => {
    const { colour, dash, width: thick } = styles[order];
    const points = scores.map((score, i) => `${round(x(i / (scores.length - 1)))},${round(y(score))}`).join(' ');
    const look = `${dash ? ` stroke-dasharray="${dash}"` : ''}${faint ? ' stroke-opacity="0.3"' : ''}`;
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="${faint ? 0.8 : thick}"${look} stroke-linejoin="round"/>`;
  };
  return [
    text(left, top + 13, `${of === 'deletion' ? 'Deletion' : 'Insertion'}, ${scoreNames[kind]}`, { bold: true }),
    ...orders.map((order, i) => {
      const at = left + [0, 98, 212][i];
      const { colour, dash, name, width: thick } = styles[order];
      return (
        line(at, top + 28, at + 20, top + 28, colour, thick, dash) +
        text(at + 26, top + 32, `${name} ${c[of][kind][order].value.toFixed(2)}`)
      );
    }),
    ...y.ticks.map((t) => line(left, y(t), left + width, y(t), ink.line, t === 0 ? 1.2 : 0.5)),
    ...y.ticks.map((t) => text(left - 6, y(t) + 4, tickText(t, y.ticks), { anchor: 'end', fill: ink.quiet })),
    ...x.ticks.map((t) => text(x(t), bottom + 16, `${Math.round(100 * t)} %`, { anchor: 'middle', fill: ink.quiet })),
    ...c.perView.map((v) => curve(v[of][kind].cam, 'cam', true)),
    ...orders.toReversed().map((order) => curve(c.mean[of][kind][order], order)),
  ].join('');
}
