/** Deletion and insertion (Petsiuk, Das and Saenko, RISE, BMVC 2018) as one walk: an image becomes another, pixel after pixel, in an order. */
import type { GreyImage } from '../pixels/image';
import { trapezoid } from '../statistics/roc';

/**
 * Scores of the images between `from` and `to`: after step s of `steps` the first round(s x pixels / steps) pixels of the order have their
 * value in `to`. Only the images between are scored, steps - 1 of them.
 * @param order indices of the pixels that change
 * @param ends scores of `from` and of the image with every pixel changed
 * @returns [steps + 1]
 */
export async function walk<Score>(
  from: GreyImage,
  to: GreyImage,
  order: Uint32Array,
  steps: number,
  ends: readonly [Score, Score],
  score: (image: GreyImage) => Promise<Score>,
): Promise<Score[]> {
  const image = { ...from, data: from.data.slice() };
  const scores = [ends[0]];
  let done = 0;
  for (let step = 1; step < steps; step++) {
    const until = Math.round((step * order.length) / steps);
    for (; done < until; done++) image.data[order[done]] = to.data[order[done]];
    scores.push(await score(image));
  }
  return [...scores, ends[1]];
}

/** Area under a curve of evenly spaced points [n >= 2] over 0..1 (trapezoid). */
export function areaUnder(scores: readonly number[]): number {
  return trapezoid(
    scores.map((_, i) => i / (scores.length - 1)),
    scores,
  );
}
