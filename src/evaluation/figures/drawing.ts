/** What the pictures of an evaluation share: the file around them, plots with axes from 0 to 1, words. Light, to be printed. */
import { escapeXml, FONT } from '../../explanation/svgText';

export const INK = '#1a1a1a';
export const SOFT = '#5a5a5a';
export const LINE = '#c8c8c8';
/** Okabe and Ito's blue: told from grey with any colour vision. */
export const BLUE = '#0072b2';

/** A whole file, readable by itself and aloud: `title` names it, `description` says its figures in words. */
export function svgFile(
  width: number,
  height: number,
  { title, description }: { title: string; description: string },
  body: string,
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description" font-family="${escapeXml(FONT)}" font-size="12" fill="${INK}">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${escapeXml(description)}</desc>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${body}
</svg>
`;
}

export interface TextOptions {
  anchor?: 'start' | 'middle' | 'end';
  size?: number;
  weight?: 'bold';
  fill?: string;
  turned?: boolean;
}

export function words(x: number, y: number, text: string, { anchor = 'start', size, weight, fill, turned }: TextOptions = {}): string {
  const more = [
    anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
    size ? ` font-size="${size}"` : '',
    weight ? ` font-weight="${weight}"` : '',
    fill ? ` fill="${fill}"` : '',
    turned ? ` transform="rotate(-90 ${n(x)} ${n(y)})"` : '',
  ].join('');
  return `<text x="${n(x)}" y="${n(y)}"${more}>${escapeXml(text)}</text>`;
}

/** A square plot of two shares; `point` gives a place in the picture. */
export interface Plot {
  point(x: number, y: number): string;
  frame: string;
}

export function plot(left: number, top: number, side: number, labels: { x: string; y: string }): Plot {
  const at = (x: number, y: number): [number, number] => [left + x * side, top + (1 - y) * side];
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const marks = ticks.flatMap((t) => {
    const [x] = at(t, 0);
    const [, y] = at(0, t);
    return [
      `<path d="M${n(x)} ${n(top)}v${n(side)}M${n(left)} ${n(y)}h${n(side)}" stroke="#ececec"/>`,
      words(x, top + side + 16, String(t), { anchor: 'middle', size: 11, fill: SOFT }),
      words(left - 6, y + 4, String(t), { anchor: 'end', size: 11, fill: SOFT }),
    ];
  });
  return {
    point: (x, y) => at(x, y).map(n).join(' '),
    frame: [
      ...marks,
      `<rect x="${n(left)}" y="${n(top)}" width="${n(side)}" height="${n(side)}" fill="none" stroke="${LINE}"/>`,
      words(left + side / 2, top + side + 34, labels.x, { anchor: 'middle', fill: SOFT }),
      words(left - 36, top + side / 2, labels.y, { anchor: 'middle', fill: SOFT, turned: true }),
    ].join('\n'),
  };
}

/** Points as a path, open or closed. */
export function path(points: readonly string[], closed = false): string {
  return `M${points.join('L')}${closed ? 'Z' : ''}`;
}

/** Two decimals are finer than any screen. */
export function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
