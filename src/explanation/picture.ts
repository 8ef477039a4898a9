/**
 * The explanation as one static picture (paper, Figures 4 and 5): the view with its true outline, the class activation map, the maps
 * of the named units with their captions, and the numbers. For viewers that show no more than a PNG, and for print.
 */
import sharp, { type Sharp } from 'sharp';
import { onBreast } from '../protocol/breastMap';
import type { Explanation, UnitEvidence } from '../protocol/explanation';
import type { Grid8 } from '../protocol/grid';
import { colourBar, greyToRgb, heatOver, type RgbImage } from './heat';
import { numbersPanel } from './numbersPanel';
import { escapeXml, FONT, textLines, wrap } from './svgText';
import { captionOf } from './unitWords';
import { findingWords, probabilityWords } from './wording';

/** Everything in pixels; a picture is drawn for a page width of about 18 cm at 180 dpi. */
const PANEL = 300;
const GAP = 20;
const MARGIN = 28;
const COLUMNS = 4;
const CAPTION = 104;
const TEXT = 15;
const TITLE = 26;
/** The true outline (the paper's maroon, lighter: it lies on dark film). */
const OUTLINE = '#d1366c';
const MUTED = '#5c5c5c';

interface Panel {
  picture: RgbImage;
  /** SVG over the picture, in panel pixels. */
  over: string;
  title: string;
  lines: string[];
}

/** Width of the picture that travels with a notebook's output, in pixels: with its JSON an explanation stays under 300 KB there. */
const STILL_WIDTH = 1100;

/** The explanation as a PNG, drawn from its own data alone. */
export async function drawExplanation(e: Explanation): Promise<Uint8Array> {
  return (await compose(e)).png({ compressionLevel: 9 }).toBuffer();
}

/** The same as a small JPEG, for notebooks that show no more than pictures. */
export async function stillOf(e: Explanation): Promise<Uint8Array> {
  const { data, info } = await (await compose(e)).raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  return sharp(data, { raw }).resize({ width: STILL_WIDTH, withoutEnlargement: true }).jpeg({ quality: 75, mozjpeg: true }).toBuffer();
}

async function compose(whole: Explanation): Promise<Sharp> {
  const e = onBreast(whole);
  const height = Math.round(Math.min(PANEL * 2, Math.max(PANEL * 0.6, (PANEL * e.view.height) / e.view.width)));
  const grey = await viewGrey(e, PANEL, height);
  const panels = [viewPanel(e, grey, height), camPanel(e, grey, height), ...e.evidence.map((u) => unitPanel(e, u, grey, height))];

  const columns = columnsOf(panels.length + 1);
  const width = 2 * MARGIN + columns * PANEL + (columns - 1) * GAP;
  const inner = width - 2 * MARGIN;
  const sentence = wrap(e.sentence, TEXT, inner);
  const top = MARGIN + TITLE + 16 + Math.round(sentence.length * TEXT * 1.35) + 14;
  const rows = Math.ceil((panels.length + 1) / columns);
  const place = (i: number) => ({
    x: MARGIN + (i % columns) * (PANEL + GAP),
    y: top + Math.floor(i / columns) * (height + CAPTION + GAP),
  });
  const footer = [...e.warnings.flatMap((w) => wrap(w, 13, inner)), ...wrap(sourceWords(e), 13, inner)];
  const bottom = top + rows * (height + CAPTION) + (rows - 1) * GAP + 10;
  const total = bottom + Math.round((footer.length + 1) * 13 * 1.35) + MARGIN;

  const asked = e.explainedClass === e.decidedClass ? '' : `, decided ${e.decidedClass}`;
  const heading = `${capital(e.explainedClass)}, ${probabilityWords(e.decidingPosition.probability)}${asked}`;
  const subject = `${e.viewId}${e.truth ? `, truth: ${e.truth}` : ''}`;
  const svg = [
    textLines([`${heading}: ${subject}`], MARGIN, MARGIN + TITLE - 6, { size: TITLE, weight: 'bold' }),
    textLines(sentence, MARGIN, MARGIN + TITLE + 24, { size: TEXT }),
    ...panels.map((panel, i) => panelSvg(panel, place(i), height)),
    numbersPanel(e, { ...place(panels.length), width: PANEL, height: height + CAPTION }),
    textLines(footer, MARGIN, bottom + 14, { size: 13, colour: MUTED }),
    textLines([e.notice], MARGIN, bottom + 14 + Math.round(footer.length * 13 * 1.35), { size: 13, weight: 'bold', colour: MUTED }),
  ].join('');
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" font-family="${escapeXml(FONT)}">${svg}</svg>`;

  const canvas = sharp({ create: { width, height: total, channels: 3, background: '#ffffff' } });
  const bar = colourBar(110, 10);
  const camPlace = place(1);
  return canvas.composite([
    ...panels.map(({ picture }, i) => ({ input: Buffer.from(picture.data), raw: rawOf(picture), left: place(i).x, top: place(i).y })),
    { input: Buffer.from(bar.data), raw: rawOf(bar), left: camPlace.x + PANEL - 110, top: camPlace.y + height + 13 },
    { input: Buffer.from(page), left: 0, top: 0 },
  ]);
}

/** Rows as even as can be: three panels on top of two rather than four on top of one. */
function columnsOf(panels: number): number {
  return Math.ceil(panels / Math.ceil(panels / COLUMNS));
}

function viewPanel(e: Explanation, grey: Uint8Array, height: number): Panel {
  const report = e.findings.map((f) => findingWords(f).trim().replaceAll('_', ' ').toLowerCase());
  const lines = report.length > 0 ? report.map(capital) : [e.truth ? 'No finding in the report.' : 'The true findings are not known.'];
  return {
    picture: greyToRgb(grey, PANEL, height),
    over: outlines(e, height),
    title: report.length > 0 ? 'Mammogram, true outline' : 'Mammogram',
    lines: lines.flatMap((l) => wrap(l, TEXT - 1, PANEL)),
  };
}

function camPanel(e: Explanation, grey: Uint8Array, height: number): Panel {
  const [sx, sy] = [PANEL / e.view.width, height / e.view.height];
  const { x, y, probability } = e.decidingPosition;
  const ring = (stroke: string, w: number) =>
    `<circle cx="${x * sx}" cy="${y * sy}" r="9" fill="none" stroke="${stroke}" stroke-width="${w}"/>`;
  return {
    picture: heat(e, grey, height, e.cam),
    over: outlines(e, height) + ring('#000', 4) + ring('#fff', 2),
    title: 'Class activation',
    lines: wrap(
      `Where the view looks ${e.explainedClass}; the ring is the deciding position (${probabilityWords(probability)}).`,
      TEXT - 1,
      PANEL,
    ),
  };
}

function unitPanel(e: Explanation, unit: UnitEvidence, grey: Uint8Array, height: number): Panel {
  const agrees = e.agreement?.find((a) => a.unit === unit.unit);
  const truth = agrees ? `${agrees.fits ? 'Fits' : 'Does not fit'} the report, ${agrees.hits ? 'on' : 'off'} the finding.` : '';
  const name = wrap(captionOf(unit), TEXT, PANEL, 2);
  return {
    picture: unit.map ? heat(e, grey, height, unit.map, unit.maskThreshold) : greyToRgb(grey, PANEL, height),
    over: outlines(e, height),
    title: unit.unit,
    lines: [...name, `influence ${unit.influence.toFixed(2)}, share ${unit.share.toFixed(2)}`, ...(truth ? [truth] : [])],
  };
}

function heat(e: Explanation, grey: Uint8Array, height: number, map: Grid8, threshold?: number): RgbImage {
  const [sx, sy] = [PANEL / e.view.width, height / e.view.height];
  const { x0, y0, stepX, stepY } = e.placement;
  return heatOver(grey, PANEL, height, {
    map,
    placement: { x0: x0 * sx, y0: y0 * sy, stepX: stepX * sx, stepY: stepY * sy },
    threshold,
  });
}

function outlines(e: Explanation, height: number): string {
  const [sx, sy] = [PANEL / e.view.width, height / e.view.height];
  return e.findings
    .map((f) => f.boundary.map((v, i) => ((v + 0.5) * (i % 2 === 0 ? sx : sy)).toFixed(1)).join(' '))
    .map((points) => `<polygon points="${points}" fill="none" stroke="${OUTLINE}" stroke-width="2.5" stroke-linejoin="round"/>`)
    .join('');
}

function panelSvg({ over, title, lines }: Panel, { x, y }: { x: number; y: number }, height: number): string {
  const clip = `clip${x}x${y}`;
  return [
    `<clipPath id="${clip}"><rect width="${PANEL}" height="${height}"/></clipPath>`,
    `<g transform="translate(${x} ${y})"><g clip-path="url(#${clip})">${over}</g>`,
    textLines([title], 0, height + 23, { size: TEXT + 1, weight: 'bold' }),
    textLines(lines.slice(0, 4), 0, height + 45, { size: TEXT - 1, colour: '#333' }),
    '</g>',
  ].join('');
}

/** The view's picture as 8-bit grey of the panel's size. */
async function viewGrey(e: Explanation, width: number, height: number): Promise<Uint8Array> {
  const bytes = Buffer.from(e.view.picture.slice(e.view.picture.indexOf(',') + 1), 'base64');
  return sharp(bytes).resize(width, height, { fit: 'fill' }).toColourspace('b-w').extractChannel(0).raw().toBuffer();
}

function rawOf(image: RgbImage): { width: number; height: number; channels: 3 } {
  return { width: image.width, height: image.height, channels: 3 };
}

function sourceWords({ source }: Explanation): string {
  return `Run ${source.run}, checkpoint ${source.checkpoint}, network ${source.network.slice(0, 12)}, mining ${source.mining.slice(0, 12)}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
