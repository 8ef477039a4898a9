/** Detectors per concept as a bar chart, as Network Dissection made it known: one bar a concept, its height the units that detect it. */
import { placeOf } from '../annotation/lexicon';
import { escapeXml, FONT, textLines, textWidth, wrap } from '../explanation/svgText';
import type { BiradsCategory } from '../protocol/annotation';
import type { ConceptReport, ConceptSummary } from '../protocol/concepts';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import { detectorCounts } from './report';
import { conditions, headline } from './wording';

/** Everything in pixels. */
const MARGIN = 24;
const AXIS = 34;
const STEP = 40;
const BAR = 26;
const PLOT = 200;
const LABEL = 12;
const NARROWEST = 520;
/** Labels lean this much from the horizontal: steep enough to stand side by side, flat enough to be read. */
const LEAN = 55;
/** Of more concepts than these, those without a detector are counted in words alone. */
const MOST_BARS = 40;

/** Letters of a label. */
const LONGEST = 28;

/** Told apart with any colour vision (Okabe and Ito). */
const COLOURS: Record<BiradsCategory | 'no category', string> = {
  mass: '#d55e00',
  calcification: '#0072b2',
  other: '#cc79a7',
  'normal tissue': '#009e73',
  'no category': '#666666',
};

/** A whole SVG document on a white ground, so that it reads in every theme and on paper. Bars in the report's order, coloured by BI-RADS category. */
export function conceptChart(report: ConceptReport): string {
  const { units, detectors, detected, concepts } = detectorCounts(report);
  const shown = concepts <= MOST_BARS ? report.concepts : report.concepts.slice(0, detected);
  const longest = Math.max(0, ...shown.map(({ concept }) => textWidth(labelOf(concept), LABEL)));
  const lean = (LEAN * Math.PI) / 180;
  const labels = Math.ceil(longest * Math.sin(lean)) + LABEL + 10;
  // The first labels lean out to the left of their bars.
  const left = Math.max(MARGIN + AXIS, Math.ceil(longest * Math.cos(lean)) + MARGIN - STEP / 2);
  const width = Math.max(NARROWEST, left + shown.length * STEP + MARGIN);
  const inner = width - 2 * MARGIN;

  const title = `${detectors} of ${units} units detect a concept`;
  const subtitle = wrap(
    `IoU ${report.bar} or more, each unit for its best concept alone; ${detected} of ${concepts} concepts have a detector`,
    13,
    inner,
  );
  const undrawn = concepts - shown.length;
  const notes = [conditions(report), ...(undrawn > 0 ? [`${undrawn} concepts without a detector are not drawn.`] : []), RESEARCH_NOTICE];
  const footer = notes.flatMap((note) => wrap(note, LABEL, inner));
  const legendY = MARGIN + 40 + Math.round(subtitle.length * 13 * 1.35);
  const top = legendY + 46;
  const base = top + PLOT;
  const height = base + labels + Math.round(footer.length * LABEL * 1.35) + MARGIN;

  const most = Math.max(1, ...shown.map(({ detectors }) => detectors.length));
  const scale = (count: number) => (count / most) * PLOT;
  const body = [
    textLines([title], MARGIN, MARGIN + 14, { size: 18, weight: 'bold' }),
    textLines(subtitle, MARGIN, MARGIN + 38, { size: 13, colour: '#333333' }),
    legend(shown, MARGIN, legendY),
    textLines(['units'], MARGIN, top - 12, { size: LABEL, colour: '#5c5c5c' }),
    ...ticks(most).map((count) => tick(count, left, width - MARGIN, base - scale(count))),
    ...shown.map((concept, i) => bar(concept, left + i * STEP, base, scale(concept.detectors.length))),
    textLines(footer, MARGIN, base + labels + LABEL, { size: LABEL, colour: '#5c5c5c' }),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${escapeXml(FONT)}">`,
    `<title>${escapeXml(headline(report))}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

function categoryOf(concept: string): keyof typeof COLOURS {
  return placeOf(concept)?.category ?? 'no category';
}

function labelOf(concept: string): string {
  return concept.length <= LONGEST ? concept : `${concept.slice(0, LONGEST - 1)}…`;
}

function bar({ concept, detectors }: ConceptSummary, x: number, base: number, length: number): string {
  const middle = x + STEP / 2;
  const colour = detectors.length > 0 ? '#1a1a1a' : '#767676';
  return [
    `<g><title>${escapeXml(`${concept}: ${detectors.length} ${detectors.length === 1 ? 'detector' : 'detectors'}`)}</title>`,
    `<rect x="${middle - BAR / 2}" y="${(base - length).toFixed(1)}" width="${BAR}" height="${length.toFixed(1)}" fill="${COLOURS[categoryOf(concept)]}"/>`,
    `<text x="${middle}" y="${(base - length - 5).toFixed(1)}" font-size="${LABEL}" text-anchor="middle" fill="${colour}">${detectors.length}</text>`,
    `<text x="${middle + 4}" y="${base + 14}" font-size="${LABEL}" text-anchor="end" fill="${colour}" transform="rotate(-${LEAN} ${middle + 4} ${base + 14})">${escapeXml(labelOf(concept))}</text>`,
    '</g>',
  ].join('');
}

function tick(count: number, from: number, to: number, y: number): string {
  const stroke = count === 0 ? '#5c5c5c' : '#e3e3e3';
  return `<line x1="${from}" x2="${to}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="${stroke}"/><text x="${from - 6}" y="${(y + 4).toFixed(1)}" font-size="${LABEL}" text-anchor="end" fill="#5c5c5c">${count}</text>`;
}

/** Whole numbers from 0 to `most`, at most six of them. */
function ticks(most: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((s) => most / s <= 5) ?? 1000;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

function legend(shown: readonly ConceptSummary[], x: number, y: number): string {
  const present = (Object.keys(COLOURS) as (keyof typeof COLOURS)[]).filter((c) => shown.some(({ concept }) => categoryOf(concept) === c));
  let at = x;
  return present
    .map((category) => {
      const entry = `<rect x="${at}" y="${y - 9}" width="10" height="10" fill="${COLOURS[category]}"/><text x="${at + 15}" y="${y}" font-size="${LABEL}" fill="#1a1a1a">${category}</text>`;
      at += 15 + textWidth(category, LABEL) + 18;
      return entry;
    })
    .join('');
}
