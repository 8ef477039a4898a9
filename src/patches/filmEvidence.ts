/** Whether an image has film around a breast at all: a view cut close has none, and a film may have no breast. */

import { blockMeans } from '../pixels/blockMeans';
import type { GreyImage, Mask } from '../pixels/image';
import { complement, erode, intersect } from '../pixels/morphology';
import type { FilmBackground } from './filmBackground';

/** Behind the skin tissue is brighter than film by this many of the film's deviations: measured 29 and more; where fat was taken for film, 7 and less. */
const CLEAR = 14;
/** Where that is looked at: so deep behind the skin, in shares of the width. */
const BEHIND_SKIN = [0.014, 0.028] as const;
/** Grey that varies by less than this from place to place is one even film, whatever its grain. */
const EVEN = 0.02;
/** Between a tenth and nine tenths of normally distributed values lie 2.6 deviations; in a resized image, whose grain hangs together, twice that and more. */
const GRAIN = 6;
/** A place: a square of this share of the width. */
const PLACE = 0.03;

/** Does grey rise from the film to what is bright as it does at the skin, and not as from fat to gland? */
export function isSetOff(image: GreyImage, bright: Mask, valid: Mask, film: FilmBackground): boolean {
  const { width, height } = image;
  const rise = aboveFilm(image, film);
  const isFilm = intersect(valid, complement(bright));
  // Means over 3 x 3 pixels: grain is a third of what it was, while fat varies as before.
  const within = erode(isFilm, 1);
  let squares = 0;
  let pixels = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      if (!within.data[i]) continue;
      let sum = 0;
      for (let at = i - width; at <= i + width; at += width) sum += rise[at - 1] + rise[at] + rise[at + 1];
      squares += (sum / 9) ** 2;
      pixels++;
    }
  // Frames and the image's own border are no film: depth is measured from film alone.
  const notFilm = complement(isFilm);
  const depth = Math.max(1, Math.round(BEHIND_SKIN[0] * width));
  const near = erode(notFilm, depth);
  const far = erode(notFilm, Math.max(depth + 1, Math.round(BEHIND_SKIN[1] * width)));
  let behind = 0;
  let count = 0;
  for (let i = 0; i < rise.length; i++) {
    if (!bright.data[i] || !near.data[i] || far.data[i]) continue;
    behind += rise[i];
    count++;
  }
  return pixels > 0 && count > 0 && behind / count >= CLEAR * Math.sqrt(squares / pixels);
}

/**
 * Is the image one even film, but for a tenth of it at each end of the scale, such as labels? Grain makes the means of places differ too: by as much
 * as it makes pixels within a place differ, divided by the place's side.
 */
export function isEven(image: GreyImage, valid: Mask, film: FilmBackground): boolean {
  const { width, height } = image;
  const flat: GreyImage = { width, height, data: aboveFilm(image, film) };
  const side = Math.max(1, Math.round(PLACE * width));
  const means = blockMeans(flat, valid, side).sort();
  if (means.length === 0) return true;
  const spread = means[Math.floor(0.9 * (means.length - 1))] - means[Math.floor(0.1 * (means.length - 1))];
  const within = variance(flat.data.filter((_, i) => valid.data[i] === 1)) - variance(means);
  return spread < Math.max(EVEN, (GRAIN * Math.sqrt(Math.max(0, within))) / side);
}

/** Grey less the film's. */
function aboveFilm({ data }: GreyImage, { level }: FilmBackground): Float32Array {
  const above = new Float32Array(data.length);
  for (let i = 0; i < above.length; i++) above[i] = data[i] - level[i];
  return above;
}

function variance(values: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const v of values) {
    sum += v;
    squares += v * v;
  }
  return squares / values.length - (sum / values.length) ** 2;
}
