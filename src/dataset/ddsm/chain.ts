/**
 * Outlines as DDSM writes them: a start pixel and one digit 0-7 for each step to a neighbour, 0 up, then clockwise
 * (2 right, 4 down, 6 left), ended by `#`.
 */
import type { Outline } from '../../protocol/finding';

/** Step of each digit: columns to the right, rows down. */
const STEP_X = [0, 1, 1, 1, 0, -1, -1, -1];
const STEP_Y = [-1, -1, 0, 1, 1, 1, 0, -1];

/**
 * Corners of the polygon through the pixels' middles that a chain walks round: its start and every pixel where it turns. Throws RangeError
 * for a digit outside 0-7.
 */
export function chainToOutline(column: number, row: number, digits: ArrayLike<number>): Outline {
  const outline: Outline = [column, row];
  let x = column;
  let y = row;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits[i];
    if (STEP_X[digit] === undefined) throw new RangeError(`A chain code digit is 0-7; found ${digit}.`);
    x += STEP_X[digit];
    y += STEP_Y[digit];
    const last = i + 1 === digits.length;
    if (last ? x !== column || y !== row : digits[i + 1] !== digit) outline.push(x, y);
  }
  return outline;
}

/**
 * The chain that walks once round a polygon and back to its start, as one line of an overlay: `column row digits … #`. Corners are rounded to
 * whole pixels and joined by straight lines of neighbouring pixels. Undoes chainToOutline for a closed chain.
 */
export function outlineToChain(outline: Outline): string {
  if (outline.length < 2 || outline.length % 2 !== 0 || outline.some((v) => !Number.isFinite(v)))
    throw new RangeError(`An outline is x, y, x, y, …; found ${outline.length} values.`);
  const digits: number[] = [];
  for (let i = 0; i < outline.length; i += 2) {
    const j = (i + 2) % outline.length;
    walk(Math.round(outline[i]), Math.round(outline[i + 1]), Math.round(outline[j]), Math.round(outline[j + 1]), digits);
  }
  return [Math.round(outline[0]), Math.round(outline[1]), ...digits, '#'].join(' ');
}

/** Appends the steps of a straight line: one for every column or row, whichever are more. */
function walk(x0: number, y0: number, x1: number, y1: number, digits: number[]): void {
  const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0));
  let x = x0;
  let y = y0;
  for (let i = 1; i <= steps; i++) {
    const nextX = Math.round(x0 + ((x1 - x0) * i) / steps);
    const nextY = Math.round(y0 + ((y1 - y0) * i) / steps);
    digits.push(digitOf(nextX - x, nextY - y));
    x = nextX;
    y = nextY;
  }
}

function digitOf(dx: number, dy: number): number {
  return STEP_X.findIndex((stepX, digit) => stepX === dx && STEP_Y[digit] === dy);
}

/** The outline moved into a width x height image, and by how many pixels its farthest corner lay outside. */
export function clampOutline(outline: Outline, width: number, height: number): { outline: Outline; outside: number } {
  let outside = 0;
  const clamped = outline.map((v, i) => {
    const inside = Math.min(Math.max(v, 0), (i % 2 === 0 ? width : height) - 1);
    outside = Math.max(outside, Math.abs(v - inside));
    return inside;
  });
  return { outline: clamped, outside };
}
