/** Colour maps as tables of 256 colours, made once of every fifth: [256 x 3] bytes, red, green, blue. */
import { COLOR_TABLES } from './colorTables';

export type ColorMapName = keyof typeof COLOR_TABLES;
export const COLOR_MAPS: readonly ColorMapName[] = ['inferno', 'viridis', 'turbo'];

/** Colours from one that is written down to the next. */
const STEP = 5;

const tables = new Map<ColorMapName, Uint8Array>();

/** The table of a colour map, [256 x 3] bytes; entry 0 is the lowest value. */
export function colorTable(name: ColorMapName): Uint8Array {
  const known = tables.get(name);
  if (known) return known;
  const knots = Uint8Array.from(atob(COLOR_TABLES[name]), (c) => c.charCodeAt(0));
  const table = Uint8Array.from({ length: 256 * 3 }, (_, i) => {
    const at = Math.floor(i / 3);
    const low = knots[3 * Math.floor(at / STEP) + (i % 3)];
    const high = knots[3 * Math.ceil(at / STEP) + (i % 3)];
    return Math.round(low + ((high - low) * (at % STEP)) / STEP);
  });
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
