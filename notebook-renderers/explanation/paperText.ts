/** Text in the figure for print: escaped, measured, wrapped. */

export const PAPER_FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";

export function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const context = document.createElement('canvas').getContext('2d');

/** Lines of at most `width` pixels; a word that is longer is broken. */
export function wrapped(text: string, size: number, width: number, bold = false): string[] {
  if (!context) return [text];
  context.font = `${bold ? 'bold ' : ''}${size}px ${PAPER_FONT}`;
  const fits = (line: string) => context.measureText(line).width <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (!fits(line) && line.length > 1) {
      let cut = line.length - 1;
      while (cut > 1 && !fits(line.slice(0, cut))) cut--;
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  if (line) lines.push(line);
  return lines;
}

interface Style {
  size: number;
  bold?: boolean;
  color?: string;
  end?: boolean;
}

/** Lines below each other, the first one's baseline at y. */
export function textAt(lines: readonly string[], x: number, y: number, { size, bold, color = '#1a1a1a', end }: Style): string {
  const attributes = `font-size="${size}" fill="${color}"${bold ? ' font-weight="bold"' : ''}${end ? ' text-anchor="end"' : ''}`;
  return lines.map((line, i) => `<text x="${x}" y="${y + i * lineHeight(size)}" ${attributes}>${escapeXml(line)}</text>`).join('');
}

export function lineHeight(size: number): number {
  return Math.round(size * 1.3);
}
