/** AUC by scanner, projection, side, density, subtlety and kind of finding, with intervals: a forest plot a class, side by side. */
import { wrap } from '../../explanation/svgText';
import {
  atLevel,
  BREAKDOWNS,
  type ClassEvaluation,
  type Evaluation,
  type Level,
  type Missing,
  type Stratum,
} from '../../protocol/evaluation';
import { areaText, countText } from '../wording';
import { BLUE, INK, LINE, n, SOFT, svgFile, words } from './drawing';

const ROW = 20;
const TOP = 100;
const LABELS = 112;
const PLOT = 170;
const FIGURES = 190;
const PANEL = LABELS + PLOT + FIGURES;

type Line = { heading: string } | { stratum: Stratum } | { note: string };

export function breakdownsFigure(e: Evaluation, level: Level): string {
  const { classes, items } = atLevel(e, level);
  const panels = e.classNames.map((name) => ({ name, c: classes[name], lines: linesOf(classes[name]) }));
  const longest = Math.max(...panels.map((p) => p.lines.length));
  const width = e.classNames.length * PANEL + 32;
  const height = TOP + longest * ROW + 64;
  const heading = `AUC by what was seen, ${countText(items, level)} of ${e.run} (${e.part === 'test' ? 'test' : 'hold-out'} part)`;
  const low = lowestShown(panels.map((p) => p.c));
  const body = panels.map(({ name, c, lines }, i) => panel(16 + i * PANEL, name, c, lines, low));
  const description = panels.flatMap(({ name, lines }) =>
    lines.flatMap((line) => ('stratum' in line ? [`${name}, ${line.stratum.value}: ${figuresOf(line.stratum)}`] : [])),
  );
  const note = `95 % intervals by ${e.bootstrap.draws} resamples of ${e.bootstrap.cases} cases. Subtlety and finding: positives with such a finding against all negatives. ${e.notice}`;
  const foot = wrap(note, 11, width - 32, 2).map((line, k) => words(16, height - 24 + k * 14, line, { size: 11, fill: SOFT }));
  return svgFile(
    width,
    height,
    { title: heading, description: [...description, e.notice].join('. ') },
    [words(16, 24, heading, { size: 14, weight: 'bold' }), ...body, ...foot].join('\n'),
  );
}

function linesOf(c: ClassEvaluation | Missing): Line[] {
  if ('missing' in c) return [{ note: c.missing }];
  return BREAKDOWNS.flatMap((by): Line[] => {
    const strata = c.breakdowns?.[by] ?? [];
    if ('missing' in strata) return [{ heading: by }, { note: strata.missing }];
    return [{ heading: by }, ...strata.map((stratum) => ({ stratum }))];
  });
}

/** The axis begins at 0.5, or below where an area or its interval does. */
export function lowestShown(classes: readonly (ClassEvaluation | Missing)[]): number {
  const areas = classes.flatMap((c) =>
    'missing' in c
      ? []
      : Object.values(c.breakdowns ?? {}).flatMap((strata) =>
          'missing' in strata ? [] : strata.map((s) => s.interval?.low ?? s.auc ?? 1),
        ),
  );
  return Math.max(0, Math.floor(Math.min(0.5, ...areas) * 10) / 10);
}

function panel(left: number, name: string, c: ClassEvaluation | Missing, lines: readonly Line[], low: number): string {
  const at = (value: number) => left + LABELS + ((value - low) / (1 - low)) * PLOT;
  const bottom = TOP + lines.length * ROW;
  const all = 'missing' in c ? undefined : c.auc;
  const rows = lines.map((line, i) => {
    const y = TOP + (i + 0.5) * ROW;
    if ('heading' in line) return words(left, y + 4, line.heading[0].toUpperCase() + line.heading.slice(1), { size: 11.5, weight: 'bold' });
    if ('note' in line) return words(left + 10, y + 4, line.note, { size: 11, fill: SOFT });
    const { value, auc, interval } = line.stratum;
    const bar = interval ? `<path d="M${n(at(interval.low))} ${n(y)}H${n(at(interval.high))}" stroke="${BLUE}" stroke-width="1.5"/>` : '';
    const dot =
      auc === undefined
        ? ''
        : `<rect x="${n(at(auc) - 3.5)}" y="${n(y - 3.5)}" width="7" height="7" fill="${interval ? BLUE : '#ffffff'}" stroke="${BLUE}"/>`;
    return [
      words(left + 10, y + 4, value, { size: 11.5 }),
      bar,
      dot,
      words(left + LABELS + PLOT + 10, y + 4, figuresOf(line.stratum), { size: 10.5, fill: auc === undefined ? SOFT : INK }),
    ].join('');
  });
  const ticks = [low, (low + 1) / 2, 1].map(
    (t) =>
      `<path d="M${n(at(t))} ${TOP - 4}V${n(bottom)}" stroke="#ececec"/>${words(at(t), TOP - 8, n(t), { anchor: 'middle', size: 10.5, fill: SOFT })}`,
  );
  return [
    words(left, 50, name, { weight: 'bold', size: 13 }),
    'missing' in c ? '' : words(left, 66, `all: ${areaText(c.auc, c.interval)}`, { size: 11.5 }),
    ...('missing' in c ? [] : ticks),
    all === undefined ? '' : `<path d="M${n(at(all))} ${TOP - 4}V${n(bottom)}" stroke="${LINE}" stroke-dasharray="3 3"/>`,
    ...rows,
  ].join('\n');
}

/** `0.971 (0.95–0.99), 31 / 402`: area, interval, positives and negatives. */
function figuresOf({ auc, interval, positives, negatives }: Stratum): string {
  if (auc === undefined) return `no AUC, ${positives} / ${negatives}`;
  const bounds = interval ? ` (${interval.low.toFixed(2)}–${interval.high.toFixed(2)})` : '';
  return `${auc.toFixed(3)}${bounds}, ${positives} / ${negatives}`;
}
