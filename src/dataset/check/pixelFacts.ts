/** What the pixels of one view say: their hash, their greys, where the breast lies, how much of it is cut off at white, what of the findings lies in it. */
import { createHash } from 'node:crypto';
import type { Frame } from '../../images/frame';
import { tissueMask } from '../../patches/tissue';
import type { GreyImage, Mask } from '../../pixels/image';
import { rasterise } from '../../pixels/polygon';
import { resizeRows } from '../../pixels/resize';
import type { Finding } from '../../protocol/finding';
import { greyRows } from '../density';
import type { View } from '../model';

/** The breast is looked for on a copy this many pixels wide. */
const LOOK_WIDTH = 256;
/** Pixels of the frame that are looked at, spread evenly, to tell how many are cut off at white. */
const SAMPLES = 200_000;
/** A side holds the breast when it has this much more of the tissue than the other one. */
const CLEARLY_MORE = 1.5;

export interface PixelFacts {
  /** SHA-256 over size and stored values: the same picture in two containers has the same one. */
  hash: string;
  low: number;
  high: number;
  median: number;
  /** Share of the pixels that are breast, 0..1. */
  tissue: number;
  /** Share of the breast's pixels that have the white-most value of the picture, 0..1. */
  white: number;
  /** The edge that the breast lies at; absent where that is not clear. */
  edge?: 'left' | 'right';
  /** Share of each finding that lies in the breast, 0..1; of one without a place in the image undefined. */
  findingsInTissue: (number | undefined)[];
  coloured: boolean;
}

/** The facts of a view's frame, and the small grey copy that they were found on, 256 pixels wide at most. */
export function pixelFacts(
  frame: Frame,
  view: Pick<View, 'scanner' | 'width'> & { findings: readonly Pick<Finding, 'boundary'>[] },
): { facts: PixelFacts; small: GreyImage } {
  const width = Math.min(LOOK_WIDTH, frame.width);
  const small = resizeRows(greyRows(frame, view), width, Math.max(1, Math.round((frame.height * width) / frame.width)));
  const mask = tissueMask(small);
  const inside = mask.data.reduce((sum, v) => sum + v, 0);
  const facts: PixelFacts = {
    hash: frameHash(frame),
    ...greysOf(frame),
    tissue: inside / mask.data.length,
    white: 0,
    edge: edgeOf(mask),
    findingsInTissue: view.findings.map((f) => shareInside(f.boundary, mask, mask.width / view.width)),
    coloured: frame.coloured ?? false,
  };
  facts.white = whiteShare(frame, mask, frame.white === 'low' ? facts.low : facts.high);
  return { facts, small };
}

function frameHash({ width, height, data }: Frame): string {
  const hash = createHash('sha256').update(`${width} x ${height}\n`);
  return hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).digest('hex');
}

function greysOf({ data }: Frame): Pick<PixelFacts, 'low' | 'high' | 'median'> {
  const histogram = new Uint32Array(65536);
  for (let i = 0; i < data.length; i++) histogram[data[i]]++;
  const low = histogram.findIndex((n) => n > 0);
  const high = histogram.findLastIndex((n) => n > 0);
  let median = low;
  for (let seen = histogram[low]; seen < data.length / 2; seen += histogram[median]) median++;
  return { low, high, median };
}

/** Share of the mask's pixels that have the value; looked up at about 200,000 places spread evenly over the frame. */
function whiteShare({ width, height, data }: Frame, mask: Mask, white: number): number {
  const step = Math.max(1, Math.round(Math.sqrt(data.length / SAMPLES)));
  let [tissue, count] = [0, 0];
  for (let y = 0; y < height; y += step) {
    const row = Math.min(mask.height - 1, Math.floor((y * mask.height) / height)) * mask.width;
    for (let x = 0; x < width; x += step) {
      if (!mask.data[row + Math.min(mask.width - 1, Math.floor((x * mask.width) / width))]) continue;
      tissue++;
      if (data[y * width + x] === white) count++;
    }
  }
  return tissue > 0 ? count / tissue : 0;
}

function edgeOf({ width, height, data }: Mask): 'left' | 'right' | undefined {
  let [left, right] = [0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width >> 1; x++) {
      left += data[y * width + x];
      right += data[y * width + width - 1 - x];
    }
  if (left > CLEARLY_MORE * right) return 'left';
  return right > CLEARLY_MORE * left ? 'right' : undefined;
}

/** Whether it can be drawn; a single point, as small calcifications are marked by, is a pixel. */
export const isOutline = (boundary: readonly number[]): boolean =>
  boundary.length >= 2 && boundary.length % 2 === 0 && boundary.every(Number.isFinite);

/** Share of a polygon, given in view pixels, that lies in the mask, which is `scale` times as large. */
function shareInside(boundary: readonly number[], mask: Mask, scale: number): number | undefined {
  if (!isOutline(boundary)) return undefined;
  const { width, height } = mask;
  const finding = rasterise(
    boundary.map((v) => v * scale),
    width,
    height,
  );
  let [all, inside] = [0, 0];
  for (let i = 0; i < finding.data.length; i++) {
    all += finding.data[i];
    inside += finding.data[i] & mask.data[i];
  }
  return all > 0 ? inside / all : undefined;
}
