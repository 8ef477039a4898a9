/** Colours and frame of the figures: in a page they follow its theme, in a file they lie on white paper. */
import { escapeXml, FONT } from '../../explanation/svgText';

export interface Ink {
  text: string;
  quiet: string;
  line: string;
  paper: string;
}

/** VS Code's variables, read where the figure stands inline; elsewhere what is behind the comma. */
export const themed: Ink = {
  text: 'var(--vscode-foreground, #1f1f1f)',
  quiet: 'var(--vscode-descriptionForeground, #616161)',
  line: 'var(--vscode-widget-border, #c8c8c8)',
  paper: 'var(--vscode-editor-background, #ffffff)',
};

/** For files: programs that draw them know no variables. */
export const onPaper: Ink = { text: '#1f1f1f', quiet: '#616161', line: '#c8c8c8', paper: '#ffffff' };

/** At least 3:1 on white and on dark editors, told apart also without colour vision and, by form, without colour. */
export const CAM = '#d2622a';
export const CONTROL = '#3d87bd';
export const CHANCE = '#8a8a8a';

export const WIDTH = 760;
export const SIZE = 12;

export interface Figure {
  height: number;
  body: string;
}

/** A whole SVG; `title` is what a screen reader says of it. */
export function framed(title: string, { height, body }: Figure, ink: Ink): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img"`,
    ` aria-label="${escapeXml(title)}" font-family="${escapeXml(FONT)}" font-size="${SIZE}" fill="${ink.text}">`,
    `<rect width="${WIDTH}" height="${height}" fill="${ink.paper}"/>${body}</svg>`,
  ].join('');
}

export function text(
  x: number,
  y: number,
  words: string,
  { anchor = 'start', fill, bold }: { anchor?: 'start' | 'middle' | 'end'; fill?: string; bold?: boolean } = {},
): string {
  const attributes = [
    anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
    fill ? ` fill="${fill}"` : '',
    bold ? ' font-weight="600"' : '',
  ].join('');
  return `<text x="${round(x)}" y="${round(y)}"${attributes}>${escapeXml(words)}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1, dash = ''): string {
  const dashes = dash ? ` stroke-dasharray="${dash}"` : '';
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${stroke}" stroke-width="${width}"${dashes}/>`;
}

export const round = (v: number): number => Math.round(v * 10) / 10;
