/** Text in the static picture: escaped, wrapped to a width, with widths estimated for a plain sans-serif face. */

export const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

export function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Estimated width in pixels; a little wide (DejaVu's letters), so that a line never runs out of its panel. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const c of text) ems += /[iljtfr.,;:'|!()[\] ]/.test(c) ? 0.36 : /[mwMW%@]/.test(c) ? 0.92 : /[A-Z0-9_]/.test(c) ? 0.66 : 0.6;
  return ems * size;
}

/** Breaks text into lines of at most `width` pixels, at most `most` of them, the last ending in `…` when something is left out. */
export function wrap(text: string, size: number, width: number, most = Number.POSITIVE_INFINITY): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((w) => pieces(w, size, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  while (textWidth(`${kept[most - 1]} …`, size) > width) kept[most - 1] = kept[most - 1].slice(0, -1);
  kept[most - 1] += ' …';
  return kept;
}

/** A word longer than a line in pieces that are not. */
function pieces(word: string, size: number, width: number): string[] {
  if (textWidth(word, size) <= width) return [word];
  const per = Math.max(1, Math.floor(width / (0.92 * size)));
  return word.match(new RegExp(`.{1,${per}}`, 'gu')) ?? [];
}

export interface TextStyle {
  size: number;
  weight?: 'bold';
  colour?: string;
}

/** SVG text lines, the first one's baseline at y. */
export function textLines(lines: readonly string[], x: number, y: number, { size, weight, colour = '#1a1a1a' }: TextStyle): string {
  return lines
    .map(
      (line, i) =>
        `<text x="${x}" y="${y + i * Math.round(size * 1.35)}" font-size="${size}"${weight ? ` font-weight="${weight}"` : ''} fill="${colour}">${escapeXml(line)}</text>`,
    )
    .join('');
}
