/** What makes an image from outside the data set doubtful: a negative, which is turned, and what does not look like a mammogram, which is said. */
import { tissueMask } from '../patches/tissue';
import type { GreyImage } from '../pixels/image';
import { resizeArea } from '../pixels/resize';
import { type GreyRows, glance, imageOf, rowsOf, turned } from '../pixels/rows';

/** The image is looked over in a copy of this width in pixels, or a little more. */
const LOOKED_AT = 512;
/** Grey from which a background is white, and below which it is black. */
const WHITE = 0.75;
const BLACK = 0.25;
/** The background is looked for in a ring inside the frame that scanners leave, between these shares of each side. */
const RING = [0.05, 0.1] as const;
const RING_WIDTH = 100;
/** Longer side by shorter: film is 1.2 to 1.5, a cut-out view up to 2.5. */
const LONG = 3;
/** Wider than tall by this is no film of one breast. */
const WIDE = 1.3;
/** Shorter side in pixels below which calcifications cannot be seen. */
const COARSE = 256;
/** The breast comes to within this share of the width of a side: the chest wall. */
const NEAR_SIDE = 0.12;
/** Tissue over more than this share of the image leaves no background. */
const ALL_TISSUE = 0.97;

/** The image, turned when its background is white, and what to warn of. Grey in 0..1. */
export function lookOver(given: GreyRows): { rows: GreyRows; warnings: string[] } {
  const seen = glance(given, Math.max(1, Math.floor(given.width / LOOKED_AT)));
  const negative = isNegative(seen);
  const rows = negative ? turned(given) : given;
  const warnings = [
    ...(negative ? ['The background is white: the image was taken for a negative, and black and white were exchanged.'] : []),
    ...shapeWarnings(given),
    ...contentWarnings(negative ? imageOf(turned(rowsOf(seen))) : seen),
  ];
  return { rows, warnings };
}

/** A film's background is black; in a negative most of the ring around the breast is white and hardly anything black. */
function isNegative(image: GreyImage): boolean {
  const width = Math.min(RING_WIDTH, image.width);
  const height = Math.min(image.height, Math.max(1, Math.round((image.height * width) / image.width)));
  const small = resizeArea(image, width, height);
  let white = 0;
  let black = 0;
  let all = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const depth = Math.min((x + 0.5) / width, (y + 0.5) / height, 1 - (x + 0.5) / width, 1 - (y + 0.5) / height);
      if (depth < RING[0] || depth > RING[1]) continue;
      const grey = small.data[y * width + x];
      all++;
      white += Number(grey > WHITE);
      black += Number(grey < BLACK);
    }
  return white > 0.5 * all && black < 0.15 * all;
}

function shapeWarnings({ width, height }: GreyRows): string[] {
  const shape = Math.max(width, height) / Math.min(width, height);
  return [
    ...(Math.min(width, height) < COARSE
      ? [`The image has only ${width} x ${height} pixels: calcifications and fine margins cannot be seen in it.`]
      : []),
    ...(shape > LONG || width > WIDE * height
      ? [`${width} x ${height} is not the shape of a mammogram: this may be another kind of image.`]
      : []),
  ];
}

/** That no breast is found at all is warned of where the breast is looked for. */
function contentWarnings(image: GreyImage): string[] {
  const mask = tissueMask(image);
  const columns = new Uint32Array(mask.width);
  let area = 0;
  for (let i = 0; i < mask.data.length; i++) {
    columns[i % mask.width] += mask.data[i];
    area += mask.data[i];
  }
  if (area === 0) return [];
  if (area > ALL_TISSUE * mask.data.length) return ['There is no dark background around a breast: this may not be a mammogram.'];
  const first = columns.findIndex((n) => n > 0) / mask.width;
  const last = columns.findLastIndex((n) => n > 0) / mask.width;
  return first > NEAR_SIDE && last < 1 - NEAR_SIDE
    ? ['What was taken for the breast touches neither side of the image, as it does at the chest wall: this may not be a mammogram.']
    : [];
}
