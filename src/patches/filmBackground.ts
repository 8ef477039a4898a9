/** The film around the breast: how dark it is at every place, and how far above that grain reaches. */
import type { GreyImage, Mask } from '../pixels/image';
import { countPixels } from '../pixels/morphology';
import { fitSurface } from '../pixels/surface';

/** Tissue is brighter than the film by this many of the film's standard deviations, and by at least MIN_RISE in grey. */
const DEVIATIONS = 5;
const MIN_RISE = 0.02;
const BINS = 512;
/** The surface follows uneven light as long as it finds more film, at most this often. */
const ROUNDS = 16;
/** Shares of the image that the film covers at least for a plane, and for a surface of second degree. */
const PLANE = 0.02;
const CURVED = 0.1;

export interface FilmBackground {
  /** Grey of the film at each pixel [height, width], under the breast what surrounds it would make it. */
  level: Float32Array;
  /** Grey above the level from which a pixel is no film. */
  rise: number;
  /** Standard deviation of the film's grey. */
  deviation: number;
}

/**
 * The film's grey among the pixels of `valid`. It starts at the dark peak of the histogram; a surface through what is no brighter than grain
 * makes it then takes in what uneven light has brightened. Undefined when all pixels are alike.
 */
export function filmBackground(image: GreyImage, valid: Mask): FilmBackground | undefined {
  const start = darkPeak(image, valid);
  if (!start) return undefined;
  let level: Float32Array = new Float32Array(image.data.length).fill(start.level);
  let { deviation, rise } = ofFilm(image, valid, level, start.most);
  let film = filmPixels(image, valid, level, rise);
  const all = countPixels(valid);
  for (let round = 0, before = 0, now = countPixels(film); round < ROUNDS && Math.abs(now - before) > 0.001 * all; round++) {
    const surface = fitSurface(image, film, now < PLANE * all ? 0 : now < CURVED * all ? 1 : 2);
    if (!surface) break;
    level = bounded(surface, film, rise);
    ({ deviation, rise } = ofFilm(image, valid, level, start.most));
    film = filmPixels(image, valid, level, rise);
    before = now;
    now = countPixels(film);
  }
  return { level, rise, deviation };
}

function filmPixels(image: GreyImage, valid: Mask, level: Float32Array, rise: number): Mask {
  const { width, height } = image;
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = valid.data[i] && image.data[i] - level[i] <= rise ? 1 : 0;
  return { width, height, data };
}

/** Far from the film a polynomial runs away: nowhere is it darker than on the film, nor brighter by more than grain. The surface itself is changed. */
function bounded(surface: Float32Array, film: Mask, rise: number): Float32Array {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < surface.length; i++) {
    if (!film.data[i]) continue;
    if (surface[i] < low) low = surface[i];
    if (surface[i] > high) high = surface[i];
  }
  const most = high + rise;
  for (let i = 0; i < surface.length; i++) {
    if (surface[i] < low) surface[i] = low;
    else if (surface[i] > most) surface[i] = most;
  }
  return surface;
}

/** Deviation of the film's grey, and the rise from which a pixel is no film. */
function ofFilm(image: GreyImage, valid: Mask, level: Float32Array, most: number): { deviation: number; rise: number } {
  let squares = 0;
  let below = 0;
  for (let i = 0; i < level.length; i++) {
    const step = image.data[i] - level[i];
    if (!valid.data[i] || step >= 0) continue;
    squares += step * step;
    below++;
  }
  // Only what is darker is noise alone: on the bright side the breast begins.
  const deviation = below > 0 ? Math.sqrt(squares / below) : 0;
  return { deviation, rise: Math.min(Math.max(DEVIATIONS * deviation, MIN_RISE), Math.max(MIN_RISE, most)) };
}

/** The histogram's dark peak, and how far above it the bright half begins. */
function darkPeak(image: GreyImage, valid: Mask): { level: number; most: number } | undefined {
  const histogram = new Float64Array(BINS);
  for (let i = 0; i < image.data.length; i++)
    if (valid.data[i]) histogram[Math.min(BINS - 1, Math.max(0, Math.floor(image.data[i] * BINS)))]++;
  const split = otsu(histogram);
  if (split < 0) return undefined;
  // Fat may fill more of the film than the outside does: the dark side is split once more, and its darker part holds the outside.
  const darker = otsu(histogram.subarray(0, split + 1));
  let peak = 0;
  for (let bin = 0; bin <= (darker < 0 ? split : darker); bin++) if (histogram[bin] > histogram[peak]) peak = bin;
  const level = (peak + 0.5) / BINS;
  return { level, most: split / BINS - level };
}

/** Bin that splits the histogram with the largest variance between its two sides (Otsu 1979); -1 when all lies in one bin. */
function otsu(histogram: Float64Array): number {
  let total = 0;
  let moment = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    total += histogram[bin];
    moment += bin * histogram[bin];
  }
  let below = 0;
  let belowMoment = 0;
  let best = -1;
  let bestVariance = -1;
  for (let bin = 0; bin < histogram.length; bin++) {
    below += histogram[bin];
    belowMoment += bin * histogram[bin];
    if (below === 0 || below === total) continue;
    const difference = belowMoment / below - (moment - belowMoment) / (total - below);
    const variance = below * (total - below) * difference * difference;
    if (variance > bestVariance) {
      bestVariance = variance;
      best = bin;
    }
  }
  return best;
}
