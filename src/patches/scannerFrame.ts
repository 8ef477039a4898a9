/** Frames that scanners and film edges leave around a mammogram: strips along a side, brighter or darker than what they frame, with a straight inner edge. */
import type { GreyImage, Mask } from '../pixels/image';

/** Inner edges are looked for within this share of the width from each side, and may be turned by this many degrees. */
const REACH = 0.1;
const TURNED = 1.6;
/** A bright frame is brighter than what it frames by this much, a dark one darker. */
const BRIGHTER = 0.08;
const DARKER = 0.02;
/** A bright frame's edge shows along this share of the side at least, a dark one's, which may be skin, along this. */
const BRIGHT_PART = 0.2;
const DARK_PART = 0.6;
/** A frame's grey differs along the side by no more than this, or than this share of the step at its edge. */
const LEAST_SPREAD = 0.02;
const UNEVEN = 0.35;
/** A pixel is mixed with the frame from this share on. */
const MIXED = 0.25;
/** Grey is averaged along the side over this many pixels before and after: grain averages out, a turned edge hardly moves. */
const ALONG = 4;

/** A side of the image, looked at from outside: position along it, depth into the image. */
interface SideView {
  length: number;
  /** Index of a pixel of the image. */
  at(position: number, depth: number): number;
}

/** A straight inner edge: its depth at both ends of the side. */
interface Edge {
  from: number;
  to: number;
}

/** Mask of the frames. On each side a bright one and a dark one may lie, one within the other. */
export function scannerFrame(image: GreyImage): Mask {
  const { width, height } = image;
  const frame: Mask = { width, height, data: new Uint8Array(width * height) };
  const sides: SideView[] = [
    { length: height, at: (p, d) => p * width + d },
    { length: height, at: (p, d) => p * width + width - 1 - d },
    { length: width, at: (p, d) => d * width + p },
    { length: width, at: (p, d) => (height - 1 - d) * width + p },
  ];
  for (const side of sides) {
    const depth = Math.min(Math.round(width * REACH), (side.length === height ? width : height) >> 1);
    if (depth < 3) continue;
    const grey = averagedAlong(image, side, depth + 4);
    for (const sign of [1, -1] as const) {
      const edge = findEdge(grey, side.length, depth, sign);
      if (edge) mark(frame, side, edge, grey);
    }
  }
  return frame;
}

/** Grey [depths, length] of the outermost pixels, averaged along the side. */
function averagedAlong(image: GreyImage, side: SideView, depths: number): Float32Array[] {
  const { length } = side;
  const sums = new Float64Array(length + 1);
  return Array.from({ length: depths }, (_, d) => {
    for (let p = 0; p < length; p++) sums[p + 1] = sums[p] + image.data[side.at(p, d)];
    const grey = new Float32Array(length);
    for (let p = 0; p < length; p++) {
      const first = Math.max(0, p - ALONG);
      const end = Math.min(length, p + ALONG + 1);
      grey[p] = (sums[end] - sums[first]) / (end - first);
    }
    return grey;
  });
}

/** The straight edge with the strongest step inwards, down for a bright frame (sign 1), up for a dark one (-1); undefined when none is long and even enough. */
function findEdge(grey: Float32Array[], length: number, reach: number, sign: 1 | -1): (Edge & { clear: Uint8Array }) | undefined {
  const least = sign > 0 ? BRIGHTER : DARKER;
  // [depth, position]; more than three times what is asked for does not outweigh what is missing elsewhere.
  const steps = new Float32Array((reach + 1) * length);
  for (let d = 1; d <= reach; d++)
    for (let p = 0; p < length; p++) steps[d * length + p] = Math.min(3 * least, Math.max(0, sign * stepAt(grey, p, d)));
  const drift = Math.ceil(length * Math.tan((TURNED * Math.PI) / 180));
  let best = { from: 0, to: 0, sum: 0 };
  for (let from = 1; from <= reach; from++)
    for (let to = Math.max(1, from - drift); to <= Math.min(reach, from + drift); to++) {
      const sum = along(steps, from, to, length);
      if (sum > best.sum) best = { from, to, sum };
    }
  if (best.sum === 0) return undefined;
  const clear = Uint8Array.from({ length }, (_, p) => (steps[depthAt(best, p, length) * length + p] >= least ? 1 : 0));
  const count = clear.reduce((a, b) => a + b, 0);
  return count >= (sign > 0 ? BRIGHT_PART : DARK_PART) * length ? { ...best, clear } : undefined;
}

/** Sum of the steps [depth, position] along a straight edge. */
function along(steps: Float32Array, from: number, to: number, length: number): number {
  const slope = (to - from) / Math.max(1, length - 1);
  let sum = 0;
  for (let p = 0, d = from + 0.5; p < length; p++, d += slope) sum += steps[(d | 0) * length + p];
  return sum;
}

/** Grey of the two pixels outside a depth less that of the two inside; the pixel at that depth may be both, and is left out. */
function stepAt(grey: Float32Array[], p: number, d: number): number {
  const outer = d === 1 ? grey[0][p] : (grey[d - 1][p] + grey[d - 2][p]) / 2;
  return outer - (grey[d + 1][p] + grey[d + 2][p]) / 2;
}

function depthAt({ from, to }: Edge, position: number, length: number): number {
  return Math.floor(from + 0.5 + ((to - from) * position) / Math.max(1, length - 1));
}

/**
 * Marks the strip outside the edge where it is as grey as where the edge is clear: beside a breast as bright as the frame there is no step.
 * Nothing when the strip is not even: at the chest wall tissue may end along a straight line too.
 */
function mark(frame: Mask, side: SideView, edge: Edge & { clear: Uint8Array }, grey: Float32Array[]): void {
  const { length } = side;
  const outside = Float32Array.from({ length }, (_, p) => {
    const end = depthAt(edge, p, length);
    let sum = 0;
    for (let d = 0; d < end; d++) sum += grey[d][p];
    return sum / end;
  });
  const known = outside.filter((_, p) => edge.clear[p] === 1).sort();
  const steps = Float32Array.from({ length }, (_, p) => Math.abs(stepAt(grey, p, depthAt(edge, p, length))))
    .filter((_, p) => edge.clear[p] === 1)
    .sort();
  const spread = known[Math.floor(known.length * 0.84)] - known[Math.floor(known.length * 0.16)];
  if (spread > Math.max(LEAST_SPREAD, UNEVEN * steps[steps.length >> 1])) return;
  const middle = known[known.length >> 1];
  for (let p = 0; p < length; p++) {
    if (!edge.clear[p] && Math.abs(outside[p] - middle) > Math.max(LEAST_SPREAD, 2 * spread)) continue;
    const depth = depthAt(edge, p, length);
    const inner = (grey[depth + 2][p] + grey[depth + 3][p]) / 2;
    for (let d = 0; d <= depth + 1; d++) {
      // The last pixels are frame as far as they are mixed with its grey.
      if (d >= depth && (!edge.clear[p] || Math.abs(grey[d][p] - inner) < MIXED * Math.abs(outside[p] - inner))) break;
      frame.data[side.at(p, d)] = 1;
    }
  }
}
