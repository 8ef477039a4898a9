/** Outlines for the eye: a chain of thousands of steps as a few dozen points. */
const MOST_POINTS = 96;

/** At most 96 of the outline's points, evenly spread along it. */
export function thinned(outline: readonly number[]): number[] {
  const count = Math.floor(outline.length / 2);
  const kept = Math.min(count, MOST_POINTS);
  return Array.from({ length: kept }, (_, i) => Math.floor((i * count) / kept)).flatMap((at) => [outline[2 * at], outline[2 * at + 1]]);
}
