/** From tissue to a digitised film: markers and scanner borders on it, grain in it, optical density stored as a LUMISYS scanner does. */
import { BLACK_DENSITY, rawLevel, WHITE_DENSITY } from '../dataset/density';
import type { Laterality, Projection } from '../dataset/model';
import type { Frame } from '../images/frame';
import type { Mask } from '../pixels/image';
import { gaussian, type Random, seededRandom } from '../statistics/random';
import type { Canvas } from './canvas';

/** Grey of exposed film beside the breast, and of lead letters and scanner frames. */
const OUTSIDE = 0.06;
const WHITE = 0.97;
const GRAIN = 0.012;
/** Share of films on which the scanner's frame shows. */
const FRAMED = 0.15;

/** 5 x 7 letters of the lead markers, a row per number, highest bit left. */
const letters: Record<string, readonly number[]> = {
  L: [16, 16, 16, 16, 16, 16, 31],
  R: [30, 17, 17, 30, 20, 18, 17],
  C: [14, 17, 16, 16, 16, 17, 14],
  M: [17, 27, 21, 21, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
};

/** One tile of grain for all films, read from a random place each row: a million normal deviates a view would take too long. */
const GRAIN_LENGTH = 1 << 17;
let grainTile: Float32Array | undefined;

/** The film's grey [height, width], 0..1, without noise. Tissue densities add to the black film and saturate softly. */
export function expose(canvas: Canvas): Float32Array {
  const grey = new Float32Array(canvas.density.length);
  for (let i = 0; i < grey.length; i++) {
    const g = OUTSIDE + canvas.density[i];
    grey[i] = g < 0.8 ? g : 0.8 + 0.15 * (1 - Math.exp(-(g - 0.8) / 0.15));
  }
  return grey;
}

/** Paints scanner borders and the lead marker onto a film in its final orientation; returns the pixels that they cover. */
export function paintMarks(grey: Float32Array, tissue: Mask, laterality: Laterality, projection: Projection, random: Random): number[] {
  const { width, height } = tissue;
  const covered: number[] = [];
  const fill = (x0: number, y0: number, x1: number, y1: number, value: number) => {
    for (let y = Math.max(0, y0); y < Math.min(height, y1); y++)
      for (let x = Math.max(0, x0); x < Math.min(width, x1); x++) {
        grey[y * width + x] = value;
        covered.push(y * width + x);
      }
  };
  // Most films were laid on the scanner well; a border on every film would only teach a network borders.
  const framed = random() < FRAMED;
  const border = () => (framed && random() < 0.6 ? 3 + Math.floor(random() * 9) : 0);
  fill(0, 0, border(), height, WHITE);
  fill(width - border(), 0, width, height, WHITE);
  fill(0, 0, width, border(), WHITE);
  fill(0, height - border(), width, height, WHITE);

  // The marker lies at the upper outer corner, or wherever it is clear of the breast.
  const scale = 4 + Math.floor(random() * 2);
  const text = `${laterality[0]}${projection}`;
  const markerWidth = text.length * 6 * scale;
  const markerHeight = 7 * scale;
  const tag = random() < 0.5;
  const outer = laterality === 'LEFT' ? width - markerWidth - 30 : 30;
  for (const y of [34, 80, height - markerHeight - 34]) {
    if (!isClear(tissue, outer - 14, y - 14, markerWidth + 28, markerHeight + 28)) continue;
    if (tag) fill(outer - 8, y - 8, outer + markerWidth + 2, y + markerHeight + 8, WHITE);
    const ink = tag ? 0.2 : WHITE;
    for (const [i, letter] of [...text].entries())
      for (const [row, bits] of letters[letter].entries())
        for (let bit = 0; bit < 5; bit++)
          if (bits & (16 >> bit)) {
            const x = outer + (i * 6 + bit) * scale;
            fill(x, y + row * scale, x + scale, y + (row + 1) * scale, ink);
          }
    break;
  }
  return covered;
}

/** The stored 12-bit values: grain added, grey turned to optical density, density to scanner value. */
export function digitise(grey: Float32Array, width: number, height: number, random: Random): Frame {
  const tile = grain();
  const data = new Uint16Array(grey.length);
  // Stored values are linear in optical density, and grey is linear in it too.
  const black = rawLevel('lumisys', BLACK_DENSITY);
  const step = rawLevel('lumisys', WHITE_DENSITY) - black;
  for (let y = 0; y < height; y++) {
    const start = Math.floor(random() * (GRAIN_LENGTH - width));
    for (let x = 0, at = y * width; x < width; x++, at++) {
      const value = black + step * (grey[at] + GRAIN * tile[start + x]);
      data[at] = value < 0 ? 0 : value > 4095 ? 4095 : Math.round(value);
    }
  }
  return { width, height, bits: 12, data };
}

function isClear(tissue: Mask, x: number, y: number, width: number, height: number): boolean {
  if (x < 0 || y < 0 || x + width > tissue.width || y + height > tissue.height) return false;
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++) if (tissue.data[row * tissue.width + column]) return false;
  return true;
}

/** Normal deviates, neighbours along the row slightly alike as the scanner's spot blurs them. */
function grain(): Float32Array {
  if (grainTile) return grainTile;
  const random = seededRandom(20_011);
  const white = Float32Array.from({ length: GRAIN_LENGTH + 1 }, () => gaussian(random));
  grainTile = new Float32Array(GRAIN_LENGTH);
  for (let i = 0; i < GRAIN_LENGTH; i++) grainTile[i] = (white[i] + 0.4 * white[i + 1]) / Math.hypot(1, 0.4);
  return grainTile;
}
