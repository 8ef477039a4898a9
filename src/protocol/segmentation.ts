/**
 * How a patch is segmented (paper, Figures 2 and 3): the unit's map brought bilinearly to the picture's size, the outside of its mask dimmed.
 * Pages and drawn figures take it from here, so that a unit looks the same wherever it is shown.
 */
import { decodeGrid, type Grid8, type GridPlacement } from './grid';

/** How dark the outside of a mask becomes; 0 leaves it, 1 is black. */
export const SHADE = 0.78;

/** Cells tile a picture of `width` x `height` evenly, as an image resize does: cell 0 is centred half a cell inside. */
export function tiledPlacement(map: Pick<Grid8, 'width' | 'height'>, width: number, height: number): GridPlacement {
  const stepX = width / map.width;
  const stepY = height / map.height;
  return { x0: stepX / 2, y0: stepY / 2, stepX, stepY };
}

/** The same placement over a picture that shows the image `scale` times its size. */
export function scaledPlacement(placement: GridPlacement, scale: number): GridPlacement {
  return { x0: placement.x0 * scale, y0: placement.y0 * scale, stepX: placement.stepX * scale, stepY: placement.stepY * scale };
}

/** Where a unit's map lies over a patch drawn `side` pixels wide: as `placement` (in shares of the side) says, else tiling it. */
export function placementOnPatch(map: Pick<Grid8, 'width' | 'height'>, placement: GridPlacement | undefined, side: number): GridPlacement {
  return placement ? scaledPlacement(placement, side) : tiledPlacement(map, side, side);
}

/** The map at every pixel centre of a `width` x `height` picture, bilinear, row by row. Throws RangeError when its data does not fit its size. */
export function upsample(map: Grid8, placement: GridPlacement, width: number, height: number): Float32Array<ArrayBuffer> {
  const values = decodeGrid(map);
  const columns = cellsOf(width, placement.x0, placement.stepX, map.width);
  const rows = cellsOf(height, placement.y0, placement.stepY, map.height);
  const pixels = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const above = rows.before[y] * map.width;
    const below = rows.after[y] * map.width;
    for (let x = 0; x < width; x++) {
      const left = columns.before[x];
      const right = columns.after[x];
      const along = columns.part[x];
      const top = values[above + left] * (1 - along) + values[above + right] * along;
      const bottom = values[below + left] * (1 - along) + values[below + right] * along;
      pixels[y * width + x] = top * (1 - rows.part[y]) + bottom * rows.part[y];
    }
  }
  return pixels;
}

/** For every pixel centre along one side: the two cells it lies between, clamped at the border, and how far it is on the way. */
function cellsOf(pixels: number, first: number, step: number, cells: number) {
  const before = new Int32Array(pixels);
  const after = new Int32Array(pixels);
  const part = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const cell = Math.min(Math.max((i + 0.5 - first) / step, 0), cells - 1);
    before[i] = Math.floor(cell);
    after[i] = Math.min(before[i] + 1, cells - 1);
    part[i] = cell - before[i];
  }
  return { before, after, part };
}
