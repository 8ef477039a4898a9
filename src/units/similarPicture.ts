/** Similar views side by side as one static picture, the query first: for viewers that show no more than a PNG. */
import sharp, { type OverlayOptions } from 'sharp';
import { escapeXml, FONT, textLines, wrap } from '../explanation/svgText';
import type { PicturedView, SimilarViews } from '../protocol/similar';
import { similarHead } from './similarText';

/** Pixels. */
const PANEL = 210;
const HEIGHT = 320;
const GAP = 18;
const MARGIN = 24;
const TEXT = 13;
const LINE = Math.round(TEXT * 1.35);
const MUTED = '#5c5c5c';
/** Words beneath a panel have this many lines. */
const LINES = 7;

/** Draws from the result alone. A view without a picture is an empty frame. Returns PNG bytes. */
export async function drawSimilar(similar: SimilarViews): Promise<Uint8Array> {
  const { query, views, pictures = {}, notice } = similar;
  const panels = [
    { viewId: query.viewId, title: 'Query', lines: [query.label ?? 'truth unknown'] },
    ...views.map((v, i) => ({
      viewId: v.viewId,
      title: `${i + 1}, distance ${v.distance.toFixed(2)}`,
      lines: [v.label ?? 'truth unknown', `shared: ${v.shared.map(({ unit }) => unit).join(', ') || 'none'}`],
    })),
  ];
  const width = 2 * MARGIN + panels.length * (PANEL + GAP) - GAP;
  const head = wrap(similarHead(similar), TEXT + 1, width - 2 * MARGIN);
  const top = MARGIN + head.length * Math.round((TEXT + 1) * 1.35) + 10;
  const height = top + HEIGHT + LINES * LINE + 20 + MARGIN;
  const at = (i: number) => MARGIN + i * (PANEL + GAP);

  const layers: OverlayOptions[] = [];
  const words = [textLines(head, MARGIN, MARGIN + TEXT, { size: TEXT + 1 })];
  for (const [i, panel] of panels.entries()) {
    words.push(`<rect x="${at(i)}" y="${top}" width="${PANEL}" height="${HEIGHT}" fill="#000"/>`);
    const texts = panel.lines.flatMap((line) => wrap(line, TEXT, PANEL)).slice(0, LINES - 2);
    words.push(textLines([panel.title], at(i), top + HEIGHT + LINE, { size: TEXT, weight: 'bold' }));
    words.push(textLines([...wrap(panel.viewId, TEXT, PANEL, 1), ...texts], at(i), top + HEIGHT + 2 * LINE, { size: TEXT, colour: MUTED }));
    const picture = Object.hasOwn(pictures, panel.viewId) ? await fitted(pictures[panel.viewId]) : undefined;
    if (picture) layers.push({ input: picture, left: at(i), top });
  }
  words.push(textLines([notice], MARGIN, height - MARGIN + 6, { size: TEXT, weight: 'bold', colour: MUTED }));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${escapeXml(FONT)}">${words.join('')}</svg>`;
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite([{ input: Buffer.from(svg), left: 0, top: 0 }, ...layers])
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** The view within its panel, its true outlines drawn. */
async function fitted({ picture, width, height, outlines }: PicturedView): Promise<Buffer> {
  const scale = Math.min(PANEL / width, HEIGHT / height);
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const lines = outlines.map(({ points }) => {
    const corners = points.map((v) => ((v + 0.5) * scale).toFixed(1)).join(' ');
    return `<polygon points="${corners}" fill="none" stroke="#f2c14e" stroke-width="1.5"/>`;
  });
  const drawn = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}">${lines.join('')}</svg>`);
  return sharp(Buffer.from(picture.slice(picture.indexOf(',') + 1), 'base64'))
    .resize(w, h, { fit: 'fill' })
    .composite([{ input: drawn }])
    .png()
    .toBuffer();
}
