/** The breast's outline in one projection, and every pixel's distance to its skin. */
import type { Projection } from '../dataset/model';
import type { GreyImage } from '../pixels/image';
import { resizeArea } from '../pixels/resize';
import type { Random } from '../statistics/random';

export interface BreastShape {
  projection: Projection;
  /** Skin from top to bottom, x0, y0, x1, y1, …; the chest wall is the left border of the view. */
  skin: number[];
  nipple: { x: number; y: number };
  /** Distance to the skin in pixels, positive inside. [height, width] */
  distance: GreyImage;
  /** Edge of the pectoral muscle in an MLO view: from (atTop, 0) to (0, atWall), bulging. */
  pectoral?: { atTop: number; atWall: number; bulge: number };
}

/** The distance is computed on a lattice this many pixels apart and interpolated: it is nearly linear in between. */
const LATTICE = 8;

/** Draws an outline: a half-ellipse in CC; in MLO one that goes on into the armpit, with the pectoral muscle above. */
export function drawShape(projection: Projection, width: number, height: number, random: Random): BreastShape {
  const depth = width * (0.6 + 0.22 * random());
  const wobble = [0, 1, 2].map(() => ({ size: depth * 0.012 * (random() - 0.5) * 2, phase: random() * 6.283 }));
  const middle = height * (projection === 'CC' ? 0.46 + 0.08 * random() : 0.56 + 0.08 * random());
  const below = Math.min(height * (0.36 + 0.06 * random()), height * 0.955 - middle);
  const above = projection === 'CC' ? Math.min(height * (0.36 + 0.06 * random()), middle - height * 0.04) : middle + height * 0.04;
  const armpit = projection === 'CC' ? 0 : depth * (0.42 + 0.2 * random());
  const fullness = 0.85 + 0.3 * random();
  const skin: number[] = [];
  const steps = 48;
  for (let i = -steps; i <= steps; i++) {
    const angle = (i / steps) * (Math.PI / 2);
    const up = angle < 0;
    const bulge = Math.max(0, Math.cos(angle)) ** (up && armpit > 0 ? 1.1 : fullness);
    const base = up ? armpit + (depth - armpit) * bulge : depth * bulge;
    const nipple = 9 * Math.exp(-((angle / 0.035) ** 2));
    const bumps = wobble.reduce((sum, w, k) => sum + w.size * Math.sin((k + 2) * angle * 2 + w.phase), 0) * bulge;
    skin.push(base + bumps + nipple, middle + Math.sin(angle) * (up ? above : below));
  }
  const distance = distanceToSkin(skin, width, height);
  const pectoral =
    projection === 'MLO'
      ? { atTop: armpit * (0.75 + 0.15 * random()), atWall: height * (0.42 + 0.16 * random()), bulge: 0.1 * (random() - 0.3) }
      : undefined;
  return { projection, skin, nipple: { x: depth, y: middle }, distance, pectoral };
}

/** Where the pectoral muscle's edge crosses row y, in pixels from the chest wall; negative below the muscle, -Infinity without one. */
export function pectoralEdge({ pectoral }: BreastShape, y: number): number {
  if (!pectoral) return -Infinity;
  const along = y / pectoral.atWall;
  return pectoral.atTop * (1 - along + pectoral.bulge * 4 * along * (1 - along));
}

/** Pixels across the muscle's edge for one pixel along a row. */
export function pectoralSlant({ pectoral }: BreastShape): number {
  return pectoral ? pectoral.atWall / Math.hypot(pectoral.atTop, pectoral.atWall) : 1;
}

/** Signed distance to the skin line, exact on a lattice. */
function distanceToSkin(skin: readonly number[], width: number, height: number): GreyImage {
  const columns = Math.ceil(width / LATTICE) + 1;
  const rows = Math.ceil(height / LATTICE) + 1;
  const data = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const y = (row + 0.5) * LATTICE - 0.5;
    const edge = skinAt(skin, y);
    for (let column = 0; column < columns; column++) {
      const x = (column + 0.5) * LATTICE - 0.5;
      data[row * columns + column] = Math.sqrt(squaredDistance(skin, x, y)) * (x < edge ? 1 : -1);
    }
  }
  const lattice = resizeArea({ width: columns, height: rows, data }, columns * LATTICE, rows * LATTICE);
  const distance = new Float32Array(width * height);
  for (let y = 0; y < height; y++) distance.set(lattice.data.subarray(y * lattice.width, y * lattice.width + width), y * width);
  return { width, height, data: distance };
}

/** Where the skin crosses row y; before and after its ends there is no breast. */
function skinAt(skin: readonly number[], y: number): number {
  for (let i = 0; i + 3 < skin.length; i += 2) {
    if (y < skin[i + 1] || y >= skin[i + 3]) continue;
    return skin[i] + ((y - skin[i + 1]) / (skin[i + 3] - skin[i + 1])) * (skin[i + 2] - skin[i]);
  }
  return -Infinity;
}

function squaredDistance(skin: readonly number[], x: number, y: number): number {
  let best = Infinity;
  for (let i = 0; i + 3 < skin.length; i += 2) {
    const ax = skin[i];
    const ay = skin[i + 1];
    const dx = skin[i + 2] - ax;
    const dy = skin[i + 3] - ay;
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    const ex = x - ax - t * dx;
    const ey = y - ay - t * dy;
    const d = ex * ex + ey * ey;
    if (d < best) best = d;
  }
  return best;
}
