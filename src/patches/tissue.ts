/** Where the breast is, from the image alone (SPEC 3): film labels, scanner borders and the black outside are not tissue. */
import { enlarge } from '../pixels/enlarge';
import type { GreyImage, Mask } from '../pixels/image';
import { complement, countPixels, dilate, erode, fillHoles, intersect, largestComponent, open } from '../pixels/morphology';
import { shrink } from '../pixels/resize';
import { type GreyRows, rowsOf } from '../pixels/rows';
import { maskOfSpans, type Spans } from '../pixels/spans';
import { type FilmBackground, filmBackground } from './filmBackground';
import { isEven, isSetOff } from './filmEvidence';
import { scannerFrame } from './scannerFrame';
import { withoutTags } from './tag';

/** The mask is found on a copy this many pixels wide: film grain and specks are averaged away, and time does not grow with the scan. */
const WORKING_WIDTH = 256;
/** No breast is thinner than this share of the width; tape across the film is. */
const BODY = 0.08;
/** What is thinner than this share of the width is no part of the breast's edge: scratches, letters. A nipple is thicker. */
const THIN = 0.02;
/** Dark specks in the breast of up to this share of the image are filled before it is looked at how thick it is. */
const SPECK = 0.002;
/** A breast has this share of the image at least; one that reaches no side of it, as no breast does but a label may, the other share. */
const LEAST = 0.02;
const LEAST_AFLOAT = 0.1;

/**
 * Mask [height, width] of the breast, pectoral muscle and skin included. Scanner frames are left out first; of the rest, film is what is no
 * brighter than grain makes it, tags at the breast's edge are taken off, and the largest part that is thick enough is tissue. All of the image but its frames
 * where no film lies around a breast, empty where there is film alone. Resolution: width / 256 pixels, the outline smooth between them.
 */
export function tissueSpans(image: GreyRows): Spans {
  const width = Math.min(WORKING_WIDTH, image.width);
  const height = Math.min(image.height, Math.max(1, Math.round((image.height * width) / image.width)));
  return enlarge(breastIn(shrink(image, width, height)), image.width, image.height);
}

/** The same as a byte a pixel. */
export function tissueMask(image: GreyImage): Mask {
  return maskOfSpans(tissueSpans(rowsOf(image)));
}

/** The mask of an image of working size. */
function breastIn(image: GreyImage): Mask {
  const { width, height } = image;
  const none: Mask = { width, height, data: new Uint8Array(width * height) };
  const frame = scannerFrame(image);
  const valid = complement(frame);
  const film = filmBackground(image, valid);
  if (!film) return none;
  const bright = brighterThan(image, film, valid);
  if (!isSetOff(image, bright, valid, film)) return isEven(image, valid, film) ? none : valid;
  const closed = fillHoles(erode(dilate(bright, 1), 1), SPECK * width * height);
  const untagged = withoutTags(closed, image, intersect(valid, complement(closed)));
  const reach = Math.max(1, Math.round((width * BODY) / 2));
  const body = largestComponent(open(untagged, reach));
  // The opening rounds the outline off; what is bright within reach of the body belongs to it.
  const near = intersect(dilate(body, reach), untagged);
  const breast = fillHoles(largestComponent(open(near, Math.round((width * THIN) / 2))));
  const least = reachesSide(breast, frame) ? LEAST : LEAST_AFLOAT;
  return countPixels(breast) < least * width * height ? none : breast;
}

/** Pixels of `valid` that rise above the film. */
function brighterThan({ width, height, data }: GreyImage, { level, rise }: FilmBackground, valid: Mask): Mask {
  const bright = new Uint8Array(data.length);
  for (let i = 0; i < bright.length; i++) bright[i] = valid.data[i] & Number(data[i] - level[i] > rise);
  return { width, height, data: bright };
}

/** Does the mask come to a side of the image, or to the frame along it? */
function reachesSide(mask: Mask, frame: Mask): boolean {
  const { width, height } = mask;
  const near = dilate(frame, 2);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      if (mask.data[i] && (near.data[i] || x === 0 || y === 0 || x === width - 1 || y === height - 1)) return true;
  return false;
}
