/**
 * Writes webview/shared/colorTables.ts: the colour maps of d3-scale-chromatic as 256 colours each. A page that carried
 * the library itself would be 30 KB larger. Run `node scripts/makeColorTables.mjs` after an update of the library.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { interpolateInferno, interpolateTurbo, interpolateViridis } from 'd3-scale-chromatic';

const library = JSON.parse(readFileSync(new URL('../node_modules/d3-scale-chromatic/package.json', import.meta.url), 'utf8'));
const channels = (color) =>
  color.startsWith('#') ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) : color.match(/\d+/g).slice(0, 3).map(Number);
const table = (interpolate) => Buffer.from(Array.from({ length: 256 }, (_, i) => channels(interpolate(i / 255))).flat()).toString('base64');

const maps = { viridis: interpolateViridis, inferno: interpolateInferno, turbo: interpolateTurbo };
const lines = Object.entries(maps).map(([name, interpolate]) => `  ${name}:\n    '${table(interpolate)}',`);
writeFileSync(
  new URL('../webview/shared/colorTables.ts', import.meta.url),
  `/** Colour maps, base64 of [256 x 3] bytes; made by scripts/makeColorTables.mjs from d3-scale-chromatic ${library.version}. */
export const COLOR_TABLES = {
${lines.join('\n')}
} as const;
`,
);
