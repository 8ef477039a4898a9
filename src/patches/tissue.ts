/** Where the breast is, from the image alone (SPEC 3): film labels, scanner borders and the black outside are not tissue. */
import { enlarge } from '../pixels/enlarge';
import type { GreyImage, Mask } from '../pixels/image';
import { dilate, erode, fillHoles, intersect, largestComponent, open } from '../pixels/morphology';
import { shrink } from '../pixels/shrink';
import { filmBackground } from './filmBackground';
import { scannerFrame } from './scannerFrame';

/** The mask is found on a copy this many pixels wide: film grain and specks are averaged away, and time does not grow with the scan. */
const WORKING_WIDTH = 256;
/** Structures thinner than this share of the width (label letters, scratches, tape) are cut from the breast. */
const THIN_SHARE = 0.08;

export function tissueMask(image: GreyImage): Mask {
  const width = Math.min(WORKING_WIDTH, image.width);
  const height = Math.max(1, Math.round((image.height * width) / image.width));
  const small = shrink(image, width, height);
  const frame = scannerFrame(small);
  const valid: Mask = { width, height, data: frame.data.map((v) => 1 - v) };
  const film = filmBackground(small, valid);
  const bright: Mask = { width, height, data: new Uint8Array(width * height) };
  if (film)
    for (let i = 0; i < bright.data.length; i++) bright.data[i] = valid.data[i] && small.data[i] - film.level[i] > film.rise ? 1 : 0;
  const radius = Math.max(1, Math.round((width * THIN_SHARE) / 2));
  const closed = fillHoles(erode(dilate(bright, 1), 1));
  const body = largestComponent(open(closed, radius));
  // The opening rounds the outline off; what is bright within reach of the body belongs to it.
  const whole = largestComponent(intersect(dilate(body, radius), closed));
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
