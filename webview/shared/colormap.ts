/** Colour maps as tables of 256 colours, computed once: [256 x 3] bytes, red, green, blue. */
import { interpolateInferno, interpolateTurbo, interpolateViridis } from 'd3-scale-chromatic';

export type ColorMapName = 'viridis' | 'inferno' | 'turbo';
export const COLOR_MAPS: readonly ColorMapName[] = ['viridis', 'inferno', 'turbo'];

const interpolators: Record<ColorMapName, (t: number) => string> = {
  viridis: interpolateViridis,
  inferno: interpolateInferno,
  turbo: interpolateTurbo,
};
const tables = new Map<ColorMapName, Uint8Array>();

/** The table of a colour map, [256 x 3] bytes; entry 0 is the lowest value. */
export function colorTable(name: ColorMapName): Uint8Array {
  const known = tables.get(name);
  if (known) return known;
  const table = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) table.set(parseColor(interpolators[name](i / 255)), i * 3);
  tables.set(name, table);
  return table;
}

/** A CSS gradient of the map, lowest value at the left: the legend beneath a picture. */
export function colorGradient(name: ColorMapName): string {
  const table = colorTable(name);
  const stops: string[] = [];
  for (let i = 0; i <= 8; i++) {
    const k = Math.round((i / 8) * 255) * 3;
    stops.push(`rgb(${table[k]} ${table[k + 1]} ${table[k + 2]})`);
  }
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** Reads `#rrggbb` and `rgb(r, g, b)`, the two forms the interpolators return. */
function parseColor(text: string): [number, number, number] {
  if (text.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as [number, number, number];
  return (text.match(/\d+/g) ?? []).slice(0, 3).map(Number) as [number, number, number];
}
