/** From a scanner's raw values to grey in 0..1, white = dense tissue: through the film's optical density where the scanner is known. */
import type { Frame } from '../images/frame';
import type { GreyImage } from '../pixels/image';
import { type GreyRows, imageOf, rowsOf } from '../pixels/rows';
import type { Scanner, View } from './model';

/** Optical densities shown as white (1) and black (0): clear film with its base, and the darkest that all four scanners still tell apart. */
export const WHITE_DENSITY = 0.05;
export const BLACK_DENSITY = 3.6;

/** Shares of pixels left below black and above white when nothing is known of the scanner. */
const WINDOW = [0.005, 0.995] as const;

/** Optical density of raw value `level` (DDSM's calibration of its four scanners). */
export function opticalDensity(scanner: Scanner, level: number): number {
  switch (scanner) {
    case 'dba':
      return (Math.log10(level) - 4.80662) / -1.07553;
    case 'howtek-mgh':
      return 3.789 - 0.00094568 * level;
    case 'howtek-ismd':
      return 3.96604096 - 0.00099055807612 * level;
    case 'lumisys':
      return (level - 4096.99) / -1009.01;
  }
}

/** The raw value that a scanner gives for an optical density, rounded to its range: opticalDensity undone. */
export function rawLevel(scanner: Scanner, density: number): number {
  const exact = {
    dba: () => 10 ** (4.80662 - 1.07553 * density),
    'howtek-mgh': () => (3.789 - density) / 0.00094568,
    'howtek-ismd': () => (3.96604096 - density) / 0.00099055807612,
    lumisys: () => 4096.99 - 1009.01 * density,
  }[scanner]();
  // 0 marks a defect on the DBA scanner.
  return Math.min(Math.max(Math.round(exact), scanner === 'dba' ? 1 : 0), scanner === 'dba' ? 65535 : 4095);
}

/** Grey 1..0 for densities WHITE_DENSITY..BLACK_DENSITY, linear in density, cut off outside. */
export function greyOfDensity(density: number): number {
  return Math.min(Math.max((BLACK_DENSITY - density) / (BLACK_DENSITY - WHITE_DENSITY), 0), 1);
}

/**
 * Grey of a frame [height, width], row by row. With a known scanner the same film gives the same grey on every one of them; without, the values of the
 * window that the file states, or else between the 0.5 % and 99.5 % quantile, are spread over 0..1. A defect pixel of the DBA scanner (0) becomes the mean of its neighbours.
 */
export function greyRows(frame: Frame, view: Pick<View, 'scanner'>): GreyRows {
  const { width, height, data } = frame;
  const levels = view.scanner ? densityLevels(view.scanner) : windowLevels(frame, frame.window ?? robustWindow(frame));
  const rows: GreyRows = {
    width,
    height,
    read(y, row) {
      for (let x = 0, at = y * width; x < width; x++, at++) row[x] = levels[data[at]];
    },
  };
  if (view.scanner !== 'dba') return rows;
  const whole = imageOf(rows);
  mendDefects(frame, whole.data);
  return rowsOf(whole);
}

/** The same as a whole image. */
export function toGrey(frame: Frame, view: Pick<View, 'scanner'>): GreyImage {
  return imageOf(greyRows(frame, view));
}

const densityTables = new Map<Scanner, Float32Array>();

/** Grey of each of the 65,536 raw values. */
function densityLevels(scanner: Scanner): Float32Array {
  let table = densityTables.get(scanner);
  if (!table) {
    table = Float32Array.from({ length: 65536 }, (_, level) => greyOfDensity(opticalDensity(scanner, level)));
    densityTables.set(scanner, table);
  }
  return table;
}

/** The values of the two quantiles of WINDOW. */
function robustWindow({ data }: Frame): [number, number] {
  const histogram = countValues(data);
  const quantile = (share: number) => {
    let level = 0;
    for (let seen = histogram[0]; seen < share * data.length; seen += histogram[level]) level++;
    return level;
  };
  return [quantile(WINDOW[0]), quantile(WINDOW[1])];
}

/** Pixels by raw value. Neighbours are counted in two tables: where they are alike, as on film, one would wait for the other. */
function countValues(data: Uint16Array): Uint32Array {
  const even = new Uint32Array(65536);
  const odd = new Uint32Array(65536);
  let i = 0;
  for (; i + 1 < data.length; i += 2) {
    even[data[i]]++;
    odd[data[i + 1]]++;
  }
  if (i < data.length) even[data[i]]++;
  for (let value = 0; value < even.length; value++) even[value] += odd[value];
  return even;
}

/** Grey of each of the 65,536 raw values: linear within the window, turned where low values are white. */
function windowLevels({ white }: Frame, [low, high]: readonly [number, number]): Float32Array {
  const levels = new Float32Array(65536);
  for (let v = 0; v < levels.length; v++) {
    const grey = Math.min(Math.max((v - low) / Math.max(high - low, 1), 0), 1);
    levels[v] = white === 'low' ? 1 - grey : grey;
  }
  return levels;
}

/** Replaces pixels whose raw value is 0 by the mean of their whole neighbours, of which a speck of dust leaves some; none: black. */
function mendDefects(frame: Frame, grey: Float32Array): void {
  const { width, height, data } = frame;
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== 0) continue;
    const x = i % width;
    const y = Math.floor(i / width);
    let sum = 0;
    let count = 0;
    for (let ny = Math.max(y - 1, 0); ny <= Math.min(y + 1, height - 1); ny++)
      for (let nx = Math.max(x - 1, 0); nx <= Math.min(x + 1, width - 1); nx++) {
        if (data[ny * width + nx] === 0) continue;
        sum += grey[ny * width + nx];
        count++;
      }
    grey[i] = count > 0 ? sum / count : 0;
  }
}
