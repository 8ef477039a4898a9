/**
 * Writes webview/shared/colorTables.ts: every fifth of the 256 colours of d3-scale-chromatic's maps; straight lines between them are at most
 * 2 steps of 255 off. A page that carried the library itself would be 30 KB larger, one with all colours 2.4 KB. Run `node scripts/makeColorTables.mjs` after an update of the library.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { interpolateInferno, interpolateTurbo, interpolateViridis } from 'd3-scale-chromatic';

const library = JSON.parse(readFileSync(new URL('../node_modules/d3-scale-chromatic/package.json', import.meta.url), 'utf8'));
const channels = (color) =>
  color.startsWith('#') ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) : color.match(/\d+/g).slice(0, 3).map(Number);
const table = (interpolate) => Buffer.from(Array.from({ length: 52 }, (_, i) => channels(interpolate(i / 51))).flat()).toString('base64');

const maps = { viridis: interpolateViridis, inferno: interpolateInferno, turbo: interpolateTurbo };
const lines = Object.entries(maps).map(([name, interpolate]) => `  ${name}:\n    '${table(interpolate)}',`);
writeFileSync(
  new URL('../webview/shared/colorTables.ts', import.meta.url),
  `/** Colour maps, base64 of [52 x 3] bytes, every fifth of 256 colours; made by scripts/makeColorTables.mjs from d3-scale-chromatic ${library.version}. */
export const COLOR_TABLES = {
${lines.join('\n')}
} as const;
`,
);
