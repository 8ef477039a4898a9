/**
 * Explanations as a figure for print: an SVG 18 cm wide on white, whatever the theme, with outlines, scales and words as vectors and the
 * maps embedded as pictures. Drawn from the data alone.
 */
import type { Explanation } from '../../src/protocol/explanation';
import type { Grid8 } from '../../src/protocol/grid';
import { scaledPlacement, upsample } from '../../src/protocol/segmentation';
import { type ColorMapName, colorTable } from '../../webview/shared/colormap';
import { heatLayer, paintLayer } from '../../webview/shared/overlay';
import { chance, polygonPath, sentenceCase, shortNumber, signedNumber } from '../../webview/shared/wording';
import { namesOf } from '../shared/words';
import type { Looks } from './looks';
import { layerSize } from './mapLayer';
import { escapeXml, lineHeight, PAPER_FONT, textAt, wrapped } from './paperText';
import { PROBABILITIES, type Range, rangeOf, thresholdOf } from './range';
import { lesionWords, pathologyWords } from './words';

/** Units are pixels at 150 dpi: 1063 of them are 18 cm; text is 7 to 9 points. */
export const PAPER_WIDTH = 1063;
const GAP = 18;
const TITLE = 19;
const TEXT = 17;
const SMALL = 15;
const MUTED = '#555';
const OUTLINE = '#d1366c';
/** Pixels of an embedded map along its longer side. */
const MAP_SIDE = 640;

interface Panel {
  title: string;
  lines: string[];
  map?: Grid8;
  range?: Range;
  threshold?: number;
  marked?: boolean;
}

export interface PaperFigure {
  svg: string;
  /** In pixels at 150 dpi. */
  height: number;
}

/** One figure, or several below each other. */
export function paperFigure(explanations: readonly Explanation[], looks: Looks): PaperFigure {
  let height = 0;
  const blocks = explanations.map((e, i) => {
    const block = drawn(e, looks, `m${i}`);
    const placed = `<g transform="translate(0 ${height})">${block.svg}</g>`;
    height += block.height + GAP;
    return placed;
  });
  height -= GAP;
  const millimetres = (180 * height) / PAPER_WIDTH;
  const title = explanations.map((e) => `Explanation of ${e.viewId}`).join(', ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="180mm" height="${millimetres.toFixed(1)}mm" viewBox="0 0 ${PAPER_WIDTH} ${height}" font-family="${escapeXml(PAPER_FONT)}"><title>${escapeXml(title)}</title><rect width="${PAPER_WIDTH}" height="${height}" fill="#fff"/>${ramp(looks.colors)}${blocks.join('')}</svg>`;
  return { svg, height };
}

function drawn(e: Explanation, looks: Looks, id: string): PaperFigure {
  const panels = panelsOf(e, looks);
  const rows = Math.ceil(panels.length / 4);
  const columns = Math.ceil(panels.length / rows);
  const width = (PAPER_WIDTH - (columns - 1) * GAP) / columns;
  const height = (width * e.view.height) / e.view.width;
  const parts: string[] = [
    `<defs><image id="${id}" href="${e.view.picture}" width="${width}" height="${height}" preserveAspectRatio="none"/></defs>`,
  ];

  let y = TITLE;
  const say = (text: string, size: number, bold = false, color?: string) => {
    const lines = wrapped(text, size, PAPER_WIDTH, bold);
    parts.push(textAt(lines, 0, y, { size, bold, color }));
    y += lines.length * lineHeight(size);
  };
  say(`${e.viewId}: ${e.explainedClass}, ${chance(e.decidingPosition.probability)}${e.truth ? ` (truth: ${e.truth})` : ''}`, TITLE, true);
  say(e.summary || e.sentence, TEXT);

  for (let row = 0; row < rows; row++) {
    const inRow = panels.slice(row * columns, (row + 1) * columns);
    const captions = inRow.map((panel) => panel.lines.flatMap((line) => wrapped(line, SMALL, width)));
    for (const [i, panel] of inRow.entries())
      parts.push(drawnPanel(e, panel, captions[i], looks, { id, x: i * (width + GAP), y, width, height }));
    y += lineHeight(TEXT) + height + SCALE_ROOM + Math.max(...captions.map((lines) => lines.length)) * lineHeight(SMALL) + GAP;
  }
  for (const warning of e.warnings) say(warning, SMALL, false, MUTED);
  const { run, checkpoint, network, mining } = e.source;
  say(
    `Run ${run}, checkpoint ${checkpoint}, network ${network.slice(0, 12)}, mining ${mining.slice(0, 12)}. ${e.notice}`,
    SMALL,
    false,
    MUTED,
  );
  return { svg: parts.join(''), height: Math.ceil(y) };
}

/** Beneath a panel for its scale. */
const SCALE_ROOM = 34;

interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

function drawnPanel(e: Explanation, panel: Panel, caption: readonly string[], looks: Looks, { id, x, y, width, height }: Box): string {
  const scale = width / e.view.width;
  const { map, threshold, marked, title } = panel;
  const range = panel.range ?? (map && rangeOf(map));
  const top = lineHeight(TEXT);
  const { x: markX, y: markY } = e.decidingPosition;
  const ring = (stroke: string, w: number) =>
    `<circle cx="${markX * scale}" cy="${markY * scale}" r="7" fill="none" stroke="${stroke}" stroke-width="${w}"/>`;
  const clip = `${id}-${Math.round(x)}-${Math.round(y)}`;
  return [
    `<g transform="translate(${x} ${y})">`,
    textAt([title], 0, TEXT, { size: TEXT, bold: true }),
    `<clipPath id="${clip}"><rect width="${width}" height="${height}"/></clipPath>`,
    `<g transform="translate(0 ${top})"><g clip-path="url(#${clip})"><use href="#${id}"/>`,
    map && range
      ? `<image href="${mapPicture(e, map, range, looks, threshold)}" width="${width}" height="${height}" opacity="${looks.opacity}" preserveAspectRatio="none"/>`
      : '',
    map && !looks.outlines ? '' : outlines(e, scale),
    marked ? ring('#000', 3.5) + ring('#fff', 1.8) : '',
    '</g>',
    map && range ? scaleBar(range, threshold, width, height) : '',
    '</g>',
    textAt(caption, 0, top + height + SCALE_ROOM + SMALL - 4, { size: SMALL, color: '#333' }),
    '</g>',
  ].join('');
}

/** Outlines run through the middles of pixels. */
function outlines(e: Explanation, scale: number): string {
  return e.findings
    .map(
      ({ boundary }) =>
        `<path d="${polygonPath(boundary.map((v) => Number(((v + 0.5) * scale).toFixed(2))))}" fill="none" stroke="${OUTLINE}" stroke-width="2" stroke-linejoin="round"/>`,
    )
    .join('');
}

function scaleBar({ low, high }: Range, threshold: number | undefined, width: number, height: number): string {
  const at = threshold !== undefined && high > low ? (threshold - low) / (high - low) : -1;
  const bar = { x: 0, y: height + 5, height: 8 };
  return [
    `<rect x="${bar.x}" y="${bar.y}" width="${width}" height="${bar.height}" fill="url(#ramp)"/>`,
    at > 0 && at < 1 ? `<path d="M${at * width} ${bar.y - 2}v12" stroke="#1a1a1a" stroke-width="1.5"/>` : '',
    textAt([shortNumber(low)], 0, height + 28, { size: SMALL - 2, color: MUTED }),
    textAt([shortNumber(high)], width, height + 28, { size: SMALL - 2, color: MUTED, end: true }),
    at > 0 && at < 1
      ? `<text x="${Math.min(Math.max(at * width, 50), width - 50)}" y="${height + 28}" font-size="${SMALL - 2}" fill="${MUTED}" text-anchor="middle">mask ${shortNumber(threshold ?? 0)}</text>`
      : '',
  ].join('');
}

function ramp(colors: ColorMapName): string {
  const table = colorTable(colors);
  const stops = Array.from({ length: 9 }, (_, i) => {
    const k = Math.round((i / 8) * 255) * 3;
    return `<stop offset="${i / 8}" stop-color="rgb(${table[k]},${table[k + 1]},${table[k + 2]})"/>`;
  });
  return `<linearGradient id="ramp">${stops.join('')}</linearGradient>`;
}

/** The map in colours as data:image/png. */
function mapPicture(e: Explanation, map: Grid8, range: Range, looks: Looks, threshold?: number): string {
  const { width, height, scale } = layerSize(e, MAP_SIDE);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const pixels = upsample(map, scaledPlacement(e.placement, scale), width, height);
  if (context)
    paintLayer(
      context,
      heatLayer(pixels, { ...range, colors: looks.colors, threshold: looks.masked ? threshold : undefined }),
      width,
      height,
    );
  return canvas.toDataURL('image/png');
}

function panelsOf(e: Explanation, looks: Looks): Panel[] {
  const report = e.findings.map((f) =>
    [pathologyWords(f), ...f.lesions.map(lesionWords), f.assessment === undefined ? '' : `assessment ${f.assessment}`]
      .filter(Boolean)
      .join('; '),
  );
  const probability = e.probabilityMaps[e.explainedClass];
  return [
    { title: 'View', lines: report.length > 0 ? report : [e.truth ? 'No finding is outlined.' : 'The truth is unknown.'] },
    {
      title: 'Class activation',
      lines: [`Class activation map of ${e.explainedClass}; the ring marks the deciding position.`],
      map: e.cam,
      threshold: thresholdOf(e.cam, looks),
      marked: true,
    },
    ...(probability
      ? [
          {
            title: 'Probability',
            lines: [`Probability of ${e.explainedClass}.`],
            map: probability,
            range: PROBABILITIES,
            threshold: thresholdOf(probability, looks),
            marked: true,
          },
        ]
      : []),
    ...e.evidence.map((u) => {
      const map = u.map ?? undefined;
      return {
        title: u.unit,
        lines: [
          ...namesOf(u).map(sentenceCase),
          `Share ${signedNumber(u.share)}, influence ${shortNumber(u.influence)}, rank ${u.rank}${map ? '' : '; map not kept'}`,
        ],
        map,
        threshold: map && thresholdOf(map, looks, u.maskThreshold ?? undefined),
      };
    }),
  ];
}
