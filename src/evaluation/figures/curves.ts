/** ROC curves with their bands and reliability diagrams with their counts: a plot a class, side by side. */

import { wrap } from '../../explanation/svgText';
import { atLevel, type ClassEvaluation, type Evaluation, type Level, type Missing } from '../../protocol/evaluation';
import { areaText, countText } from '../wording';
import { BLUE, LINE, n, path, plot, SOFT, svgFile, words } from './drawing';

const SIDE = 240;
const LEFT = 58;
const TOP = 76;
const PANEL = SIDE + 88;

/** Sensitivity over the share of false alarms. */
export function rocFigure(e: Evaluation, level: Level): string {
  return panels(e, level, {
    title: 'ROC curves',
    height: TOP + SIDE + 72,
    labels: { x: '1 − specificity', y: 'Sensitivity' },
    note: `Area under the curve and 95 % interval; band: 95 % of the sensitivity at each specificity; both by ${e.bootstrap.draws} resamples of ${e.bootstrap.cases} cases.`,
    said: (c) => `AUC ${areaText(c.auc, c.interval)}`,
    draw: (c, { point }) => {
      const band = c.band && [
        ...c.band.low.map((y, i) => point(i / (c.band!.low.length - 1), y)),
        ...c.band.high.map((y, i) => point(i / (c.band!.high.length - 1), y)).reverse(),
      ];
      return [
        `<path d="M${point(0, 0)}L${point(1, 1)}" stroke="${LINE}" stroke-dasharray="4 3"/>`,
        band ? `<path d="${path(band, true)}" fill="${BLUE}" fill-opacity="0.16"/>` : '',
        `<path d="${path(c.roc.fpr.map((x, i) => point(x, c.roc.tpr[i])))}" fill="none" stroke="${BLUE}" stroke-width="2"/>`,
      ].join('\n');
    },
  });
}

const STRIP = 56;

/** How often items of a score are what the score says; beneath, how many there are. */
export function calibrationFigure(e: Evaluation, level: Level): string {
  return panels(e, level, {
    title: 'Calibration',
    height: TOP + SIDE + STRIP + 104,
    labels: { x: level === 'patch' ? 'Probability of the class' : 'Largest probability of the class', y: 'Share of positives' },
    note: 'Filled: bins with items, at their mean score. Beneath: items of each bin, heights by their logarithm.',
    said: (c) =>
      c.calibration ? `Brier ${c.calibration.brier.toFixed(3)}, calibration error ${c.calibration.error.toFixed(3)}` : 'No calibration',
    draw: (c, { point }, left) => {
      const bins = c.calibration?.bins ?? [];
      const filled = bins.filter((b) => b.count > 0);
      const most = Math.log1p(Math.max(1, ...bins.map((b) => b.count)));
      const base = TOP + SIDE + 48 + STRIP;
      const bars = bins.map((b) => {
        const height = (Math.log1p(b.count) / most) * (STRIP - 12);
        const x = left + b.low * SIDE;
        const width = (b.high - b.low) * SIDE;
        return [
          `<rect x="${n(x + 1)}" y="${n(base - height)}" width="${n(width - 2)}" height="${n(height)}" fill="${BLUE}" fill-opacity="0.35"/>`,
          words(x + width / 2, base - height - 3, String(b.count), { anchor: 'middle', size: 9, fill: SOFT }),
        ].join('');
      });
      return [
        `<path d="M${point(0, 0)}L${point(1, 1)}" stroke="${LINE}" stroke-dasharray="4 3"/>`,
        `<path d="${path(filled.map((b) => point(b.mean!, b.frequency!)))}" fill="none" stroke="${BLUE}" stroke-width="1.5"/>`,
        ...filled.map((b) => `<circle cx="${point(b.mean!, b.frequency!).replace(' ', '" cy="')}" r="4" fill="${BLUE}"/>`),
        ...bars,
        `<path d="M${n(left)} ${n(base)}h${SIDE}" stroke="${LINE}"/>`,
      ].join('\n');
    },
  });
}

interface Panels {
  title: string;
  height: number;
  labels: { x: string; y: string };
  note: string;
  /** A class' figures in a line. */
  said(c: ClassEvaluation): string;
  draw(c: ClassEvaluation, plot: { point(x: number, y: number): string }, left: number): string;
}

function panels(e: Evaluation, level: Level, { title, height, labels, note, said, draw }: Panels): string {
  const { classes, items } = atLevel(e, level);
  const width = Math.max(2, e.classNames.length) * PANEL + 16;
  const heading = `${title}, ${countText(items, level)} of ${e.run} (${e.part === 'test' ? 'test' : 'hold-out'} part)`;
  const lineOf = (name: string, c: ClassEvaluation | Missing) => `${name}: ${'missing' in c ? c.missing : said(c)}`;
  const body = e.classNames.map((name, i) => {
    const c = classes[name];
    const left = LEFT + i * PANEL;
    const axes = plot(left, TOP, SIDE, labels);
    const sides = 'missing' in c ? '' : `${c.positives} positive, ${c.negatives} negative`;
    return [
      words(left, 48, name, { weight: 'bold', size: 13 }),
      words(left, 65, 'missing' in c ? '' : `${said(c)}`, { size: 11.5 }),
      words(left + SIDE, 48, sides, { anchor: 'end', size: 11, fill: SOFT }),
      axes.frame,
      'missing' in c
        ? wrap(c.missing, 12, SIDE - 30)
            .map((line, k) => words(left + SIDE / 2, TOP + SIDE / 2 + k * 17, line, { anchor: 'middle', fill: SOFT }))
            .join('')
        : draw(c, axes, left),
    ].join('\n');
  });
  const description = [...e.classNames.map((name) => lineOf(name, classes[name])), note, e.notice].join('. ');
  const foot = wrap(`${note} ${e.notice}`, 11, width - 32, 2).map((line, k) =>
    words(16, height - 20 + k * 14, line, { size: 11, fill: SOFT }),
  );
  return svgFile(
    width,
    height,
    { title: heading, description },
    [words(16, 24, heading, { size: 14, weight: 'bold' }), ...body, ...foot].join('\n'),
  );
}
