/** Deletion and insertion curves: the mean over views in the CAM's order and in its two control orders, single views faintly behind. */
import type { CurveSummary, FaithfulnessOptions, PixelOrder } from '../../protocol/faithfulness';
import { CAM, CHANCE, CONTROL, type Figure, type Ink, line, round, text, WIDTH } from './ink';
import { scaleOf, tickText } from './scale';

const HEIGHT = 210;
const TOP = 46;
const LEFT = 34;
const GAP = 56;

const styles: Record<PixelOrder, { colour: string; dash: string; width: number; name: string }> = {
  cam: { colour: CAM, dash: '', width: 2.4, name: 'CAM' },
  random: { colour: CHANCE, dash: '7 4', width: 2, name: 'random' },
  reversed: { colour: CONTROL, dash: '2 3', width: 2, name: 'CAM reversed' },
};

export function curvesFigure(c: CurveSummary, options: FaithfulnessOptions, ink: Ink): Figure {
  const width = (WIDTH - 2 * LEFT - GAP) / 2;
  const panel = (of: 'deletion' | 'insertion', left: number, title: string): string => {
    const x = scaleOf(0, 1, left, left + width);
    const y = scaleOf(0, 1, TOP + HEIGHT, TOP);
    const points = (scores: readonly number[]) =>
      scores.map((score, i) => `${round(x(i / (scores.length - 1)))},${round(y(score))}`).join(' ');
    const curve = (scores: readonly number[], { colour, dash, width: w }: { colour: string; dash: string; width: number }, opacity = 1) =>
      `<polyline points="${points(scores)}" fill="none" stroke="${colour}" stroke-width="${w}"${dash ? ` stroke-dasharray="${dash}"` : ''}${opacity < 1 ? ` stroke-opacity="${opacity}"` : ''} stroke-linejoin="round"/>`;
    const orders = Object.keys(styles) as PixelOrder[];
    return [
      text(left, 14, title, { bold: true }),
      ...y.ticks.map((t) => line(left, y(t), left + width, y(t), ink.line, t === 0 ? 1.2 : 0.5)),
      ...y.ticks.map((t) => text(left - 6, y(t) + 4, tickText(t, y.ticks), { anchor: 'end', fill: ink.quiet })),
      ...x.ticks.map((t) => text(x(t), TOP + HEIGHT + 16, `${Math.round(100 * t)} %`, { anchor: 'middle', fill: ink.quiet })),
      ...c.perView.map((v) => curve(v[of].cam, { ...styles.cam, width: 0.8 }, 0.3)),
      ...orders.toReversed().map((order) => curve(c.mean[of][order], styles[order])),
      ...orders.map((order, i) => {
        const at = left + [0, 108, 232][i];
        const { colour, dash, name, width: w } = styles[order];
        return line(at, 29, at + 22, 29, colour, w, dash) + text(at + 28, 33, `${name} ${c[of][order].value.toFixed(3)}`);
      }),
    ].join('');
  };
  const share = options.region === 'tissue' ? 'of the breast' : 'of the view';
  const note = [
    text(
      LEFT,
      TOP + HEIGHT + 36,
      `Share ${share} taken away (left) or put back (right) against the score of the decided class; mean of ${c.views} views, single views faint.`,
      { fill: ink.quiet },
    ),
    text(
      LEFT,
      TOP + HEIGHT + 52,
      'Numbers: area under the mean curve. A faithful map falls early on the left and rises early on the right.',
      { fill: ink.quiet },
    ),
  ];
  const panels = panel('deletion', LEFT, 'Deletion') + panel('insertion', LEFT + width + GAP, 'Insertion');
  return { height: TOP + HEIGHT + 62, body: panels + note.join('') };
}
