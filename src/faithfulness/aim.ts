/** Whether a map aims at outlines: its largest value (pointing game, Zhang et al., IJCV 126, 2018) and its energy (Wang et al., Score-CAM, 2020). */
import { placementOverView } from '../explanation/maps';
import { distanceToPolygon } from '../pixels/distance';
import type { Mask } from '../pixels/image';
import { rasterise } from '../pixels/polygon';
import type { Outline } from '../protocol/finding';
import type { SeenView } from './lookAt';
import { enlarge } from './pixelOrder';

/** Pixels by which rounding may put a point off an outline that runs through it. */
const ROUNDING = 1e-6;

export interface Aim {
  hit: boolean;
  /** Share of the positions that count which would have hit. */
  chance: number;
  /** Share of the map's positive values that lies in the outlines, and the outlines' share of the area. */
  energy: number;
  area: number;
}

type Place = Pick<SeenView, 'view' | 'image' | 'field' | 'response' | 'inside'>;

/**
 * Asks one map [height, width] about outlines in view pixels. Point: the middle of the cell with the largest value among the positions that
 * count, the first of equals; it hits in an outline, on it, or within `tolerance` view pixels of it. A map without a positive value there
 * points nowhere: a miss. Energy: the map enlarged to the network's pixels, its values below 0 left out, within `region`.
 */
export function aimOf(map: Float32Array, outlines: readonly Outline[], tolerance: number, seen: Place, region: Mask): Aim {
  const { image, field, response, inside } = seen;
  const hits = cellsThatHit(outlines, tolerance, seen);
  let best = -1;
  let positions = 0;
  let lucky = 0;
  for (let i = 0; i < map.length; i++) {
    if (inside[i] !== 1) continue;
    positions++;
    lucky += hits[i];
    if (best < 0 || map[i] > map[best]) best = i;
  }
  const covered = outlinesOver(outlines, seen);
  const values = enlarge({ data: map, width: response.width, height: response.height }, field, image);
  const sums = { energy: 0, energyInside: 0, area: 0, areaInside: 0 };
  for (let i = 0; i < values.length; i++) {
    if (region.data[i] !== 1) continue;
    const value = Math.max(0, values[i]);
    sums.area++;
    sums.areaInside += covered.data[i];
    sums.energy += value;
    sums.energyInside += covered.data[i] * value;
  }
  return {
    hit: best >= 0 && map[best] > 0 && hits[best] === 1,
    chance: positions > 0 ? lucky / positions : 0,
    energy: sums.energy > 0 ? sums.energyInside / sums.energy : 0,
    area: sums.area > 0 ? sums.areaInside / sums.area : 0,
  };
}

/** [height, width] 1 where a map's cell would hit. */
export function cellsThatHit(outlines: readonly Outline[], tolerance: number, { view, image, field, response }: Place): Uint8Array {
  const { x0, y0, stepX, stepY } = placementOverView(field, image, view);
  const cells = new Uint8Array(response.width * response.height);
  for (let row = 0; row < response.height; row++)
    for (let column = 0; column < response.width; column++) {
      // Outline coordinates are middles of pixels, placements count from a pixel's edge.
      const [x, y] = [x0 + column * stepX - 0.5, y0 + row * stepY - 0.5];
      const near = outlines.some((outline) => distanceToPolygon(outline, x, y) <= tolerance + ROUNDING);
      cells[row * response.width + column] = near ? 1 : 0;
    }
  return cells;
}

/** Mask of all outlines together over the view as the network sees it. */
function outlinesOver(outlines: readonly Outline[], { view, image }: Place): Mask {
  const [across, down] = [image.width / view.width, image.height / view.height];
  const all: Mask = { width: image.width, height: image.height, data: new Uint8Array(image.width * image.height) };
  for (const outline of outlines) {
    const points = outline.map((v, i) => (i % 2 === 0 ? (v + 0.5) * across - 0.5 : (v + 0.5) * down - 0.5));
    const mask = rasterise(points, image.width, image.height);
    for (let i = 0; i < mask.data.length; i++) all.data[i] |= mask.data[i];
  }
  return all;
}
