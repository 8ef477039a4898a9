/** Where the breast is, from the image alone (SPEC 3): film labels, scanner borders and the black outside are not tissue. */
import type { GreyImage, Mask } from '../pixels/image';
import { dilate, fillHoles, intersect, largestComponent, open } from '../pixels/morphology';
import { resizeArea } from '../pixels/resize';

/** The mask is found on a copy this many pixels wide: film grain and specks are averaged away, and time does not grow with the scan. */
const WORKING_WIDTH = 256;
/** Structures thinner than this share of the width (label letters, scratches, a border's seam) are cut from the breast. */
const THIN_SHARE = 0.02;
/** Scanner borders are looked for within this share of the width from each edge. */
const BORDER_SHARE = 0.08;
/** Tissue is brighter than the black outside by this many of its standard deviations, and by at least MIN_RISE in grey. */
const DEVIATIONS = 5;
const MIN_RISE = 0.02;
const BINS = 512;

/**
 * Mask [height, width] of the breast, pectoral muscle and skin included. The outside is the dark peak of the grey histogram;
 * what rises above its noise, is not a bright strip along an edge, and hangs together as the largest part is tissue. Empty when
 * nothing rises. Resolution: width / 256 pixels.
 */
export function tissueMask(image: GreyImage): Mask {
  const width = Math.min(WORKING_WIDTH, image.width);
  const height = Math.max(1, Math.round((image.height * width) / image.width));
  const small = resizeArea(image, width, height);
  const threshold = outsideThreshold(small);
  const bright: Mask = { width, height, data: new Uint8Array(width * height) };
  for (let i = 0; i < bright.data.length; i++) bright.data[i] = small.data[i] > threshold ? 1 : 0;
  clearBorders(bright, small);
  const radius = Math.max(1, Math.round((width * THIN_SHARE) / 2));
  const body = largestComponent(open(bright, radius));
  // The opening rounds the outline off; what is bright within reach of the body belongs to it.
  const whole = largestComponent(intersect(dilate(body, radius), bright));
  return enlarge(fillHoles(whole), image.width, image.height);
}

/** Share of the square's pixels that are in the mask, 0..1. */
export function tissueShare(mask: Mask, square: { x: number; y: number; size: number }): number {
  let count = 0;
  for (let y = square.y; y < square.y + square.size; y++) {
    const row = y * mask.width + square.x;
    for (let i = row; i < row + square.size; i++) count += mask.data[i];
  }
  return count / (square.size * square.size);
}

/** Grey above which a pixel is no longer the black outside; Infinity when all pixels are alike. */
function outsideThreshold(image: GreyImage): number {
  const histogram = new Float64Array(BINS);
  for (const v of image.data) histogram[Math.min(BINS - 1, Math.max(0, Math.floor(v * BINS)))]++;
  const split = otsu(histogram);
  if (split < 0) return Infinity;
  // Fat may fill more of the film than the outside does: the dark side is split once more, and its darker part holds the outside.
  const darker = otsu(histogram.subarray(0, split + 1));
  let peak = 0;
  for (let bin = 0; bin <= (darker < 0 ? split : darker); bin++) if (histogram[bin] > histogram[peak]) peak = bin;
  const level = (peak + 0.5) / BINS;
  let squares = 0;
  let below = 0;
  for (const v of image.data) {
    if (v >= level) continue;
    squares += (v - level) ** 2;
    below++;
  }
  // Only the dark side of the peak is noise alone: on the bright side the breast begins.
  const deviation = below > 0 ? Math.sqrt(squares / below) : 0;
  return level + Math.min(Math.max(DEVIATIONS * deviation, MIN_RISE), Math.max(MIN_RISE, split / BINS - level));
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

/** Empties the outermost rows and columns that are one even bright strip from end to end: a scanner's frame, never a breast. */
function clearBorders(bright: Mask, image: GreyImage): void {
  const { width, height } = image;
  const reach = Math.max(1, Math.round(width * BORDER_SHARE));
  const clearFrom = (lineAt: (depth: number) => { start: number; step: number; count: number }) => {
    let depth = reach - 1;
    while (depth >= 0 && !isStrip(image, lineAt(depth))) depth--;
    // A pixel more: the strip's soft inner edge.
    for (let d = 0; d <= depth + (depth >= 0 ? 1 : 0); d++) {
      const line = lineAt(d);
      for (let i = 0, at = line.start; i < line.count; i++, at += line.step) bright.data[at] = 0;
    }
  };
  clearFrom((d) => ({ start: d, step: width, count: height }));
  clearFrom((d) => ({ start: width - 1 - d, step: width, count: height }));
  clearFrom((d) => ({ start: d * width, step: 1, count: width }));
  clearFrom((d) => ({ start: (height - 1 - d) * width, step: 1, count: width }));
}

/** Over 95 % of the line is nearly white. */
function isStrip(image: GreyImage, line: { start: number; step: number; count: number }): boolean {
  let white = 0;
  for (let i = 0, at = line.start; i < line.count; i++, at += line.step) if (image.data[at] > 0.85) white++;
  return white > 0.95 * line.count;
}

/** Nearest-pixel enlargement. */
function enlarge(mask: Mask, width: number, height: number): Mask {
  const data = new Uint8Array(width * height);
  const columns = new Int32Array(width);
  for (let x = 0; x < width; x++) columns[x] = Math.min(mask.width - 1, Math.floor(((x + 0.5) * mask.width) / width));
  for (let y = 0; y < height; y++) {
    const from = Math.min(mask.height - 1, Math.floor(((y + 0.5) * mask.height) / height)) * mask.width;
    for (let x = 0; x < width; x++) data[y * width + x] = mask.data[from + columns[x]];
  }
  return { width, height, data };
}
