/** Masks as the stretches of each row that lie in them: a breast in a film of 15 million pixels is some thousand numbers. */
import type { Mask } from './image';

export interface Spans {
  width: number;
  height: number;
  /** First column of a stretch and the column after its last one, stretch by stretch from left to right, row by row. */
  columns: Int32Array;
  /** [height + 1]: where in `columns` each row begins, and where the last one ends. */
  rows: Int32Array;
}

/** Every pixel. */
export function wholeSpans(width: number, height: number): Spans {
  return {
    width,
    height,
    columns: Int32Array.from({ length: 2 * height }, (_, i) => (i % 2 ? width : 0)),
    rows: Int32Array.from({ length: height + 1 }, (_, y) => 2 * y),
  };
}

/** The same as a byte a pixel. */
export function maskOfSpans({ width, height, columns, rows }: Spans): Mask {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let i = rows[y]; i < rows[y + 1]; i += 2) data.fill(1, y * width + columns[i], y * width + columns[i + 1]);
  return { width, height, data };
}

/** Share of each square's pixels that are in the mask, 0..1. Throws RangeError when a square leaves it. */
export function spanShares(spans: Spans, squares: readonly { x: number; y: number; size: number }[]): number[] {
  const { width, height, columns, rows } = spans;
  const edges = [...new Set(squares.flatMap(({ x, size }) => [x, x + size]))].sort((a, b) => a - b);
  const columnOf = new Map(edges.map((x, column) => [x, column]));
  // [height + 1, edges]: pixels of the mask above the row and left of the edge.
  const sums = new Float64Array((height + 1) * edges.length);
  for (let y = 0; y < height; y++) {
    const above = y * edges.length;
    for (let column = 0; column < edges.length; column++) {
      let left = 0;
      for (let i = rows[y]; i < rows[y + 1]; i += 2) left += Math.max(0, Math.min(columns[i + 1], edges[column]) - columns[i]);
      sums[above + edges.length + column] = sums[above + column] + left;
    }
  }
  return squares.map(({ x, y, size }) => {
    if (x < 0 || y < 0 || x + size > width || y + size > height)
      throw new RangeError(`The square of ${size} pixels at (${x}, ${y}) does not lie in a mask of ${width} x ${height}.`);
    const [left, right] = [columnOf.get(x) ?? 0, columnOf.get(x + size) ?? 0];
    const [top, bottom] = [y * edges.length, (y + size) * edges.length];
    return (sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left]) / (size * size);
  });
}
