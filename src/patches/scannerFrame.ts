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
/** Grey is averaged along the side over this many pixels before and after: grain averages out, a turned edge hardly moves. */
const ALONG = 4;

/** A side of the image, looked at from outside: position along it, depth into the image. */
interface SideView {
  length: number;
  /** Index of a pixel of the image. */
  at(position: number, depth: number): number;
}

/** A straight inner edge: its depth at both ends of the side, and where along the side the frame is. */
interface Edge {
  from: number;
  to: number;
  inFrame: Uint8Array;
}

/** Mask of the frames, with a pixel of their soft inner edge. A frame within a frame is found too. */
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
    const grey = averagedAlong(image, side, depth + 3);
    for (const sign of [1, -1] as const) {
      const edge = findEdge(grey, side.length, depth, sign);
      if (!edge) continue;
      for (let p = 0; p < side.length; p++) {
        if (!edge.inFrame[p]) continue;
        const last = Math.min(depth + 1, Math.floor(depthAt(edge, p, side.length)) + 1);
        for (let d = 0; d <= last; d++) frame.data[side.at(p, d)] = 1;
      }
    }
  }
  return frame;
}

/** Grey [depths, length] of the outermost pixels, averaged along the side. */
function averagedAlong(image: GreyImage, side: SideView, depths: number): Float32Array[] {
  return Array.from({ length: depths }, (_, d) => {
    const sums = new Float64Array(side.length + 1);
    for (let p = 0; p < side.length; p++) sums[p + 1] = sums[p] + image.data[side.at(p, d)];
    return Float32Array.from({ length: side.length }, (_, p) => {
      const first = Math.max(0, p - ALONG);
      const end = Math.min(side.length, p + ALONG + 1);
      return (sums[end] - sums[first]) / (end - first);
    });
  });
}

/** The straight edge with the strongest step inwards, down for a bright frame (sign 1), up for a dark one (-1); undefined when none is long enough. */
function findEdge(grey: Float32Array[], length: number, reach: number, sign: 1 | -1): Edge | undefined {
  const least = sign > 0 ? BRIGHTER : DARKER;
  // [depth, position]: the two pixels outside against the two inside, the edge's own pixel left out; no more than counts as clear.
  const steps = Array.from({ length: reach + 1 }, (_, d) =>
    Float32Array.from({ length: d === 0 ? 0 : length }, (_, p) => {
      const outer = d === 1 ? grey[0][p] : (grey[d - 1][p] + grey[d - 2][p]) / 2;
      const inner = (grey[d + 1][p] + grey[d + 2][p]) / 2;
      return Math.min(3 * least, Math.max(0, sign * (outer - inner)));
    }),
  );
  const drift = Math.ceil(length * Math.tan((TURNED * Math.PI) / 180));
  let best = { from: 0, to: 0, sum: 0 };
  for (let from = 1; from <= reach; from++)
    for (let to = Math.max(1, from - drift); to <= Math.min(reach, from + drift); to++) {
      let sum = 0;
      const slope = (to - from) / Math.max(1, length - 1);
      for (let p = 0, d = from + 0.5; p < length; p++, d += slope) sum += steps[d | 0][p];
      if (sum > best.sum) best = { from, to, sum };
    }
  if (best.sum === 0) return undefined;
  const clear = new Uint8Array(length);
  let count = 0;
  for (let p = 0; p < length; p++) {
    clear[p] = steps[Math.floor(depthAt(best, p, length) + 0.5)][p] >= least ? 1 : 0;
    count += clear[p];
  }
  if (count < (sign > 0 ? BRIGHT_PART : DARK_PART) * length) return undefined;
  return { ...best, inFrame: ofOneGrey(grey, clear, best, length) };
}

function depthAt({ from, to }: { from: number; to: number }, position: number, length: number): number {
  return from + ((to - from) * position) / Math.max(1, length - 1);
}

/** Where the strip outside the edge is as grey as where the edge is clear: beside a breast as bright as the frame there is no step. */
function ofOneGrey(grey: Float32Array[], clear: Uint8Array, edge: { from: number; to: number }, length: number): Uint8Array {
  const outside = Float32Array.from({ length }, (_, p) => {
    const end = Math.max(1, Math.floor(depthAt(edge, p, length)));
    let sum = 0;
    for (let d = 0; d < end; d++) sum += grey[d][p];
    return sum / end;
  });
  const known = outside.filter((_, p) => clear[p] === 1).sort();
  const middle = known[known.length >> 1];
  const spread = Math.max(0.02, 2 * (known[Math.floor(known.length * 0.84)] - known[Math.floor(known.length * 0.16)]));
  return Uint8Array.from(outside, (v, p) => (clear[p] || Math.abs(v - middle) <= spread ? 1 : 0));
}
