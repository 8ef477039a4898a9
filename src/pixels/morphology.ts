/** Shapes of masks: growing, shrinking, the largest connected part, holes. All results are new masks of the same size. */
import type { Mask } from './image';
import { overSquares } from './kernel/squares';

/** Pixels within `radius` of the mask in both directions (a square of 2 radius + 1); outside the image counts as empty. */
export function dilate(mask: Mask, radius: number): Mask {
  return overSquares(mask, radius, 'or');
}

/** Pixels whose whole square of 2 radius + 1 lies in the mask; outside the image counts as full, so that the border does not eat. */
export function erode(mask: Mask, radius: number): Mask {
  return overSquares(mask, radius, 'and');
}

/** Pixels that are not in the mask. */
export function complement({ width, height, data }: Mask): Mask {
  const other = data.slice();
  const whole = other.length >> 2;
  const fours = new Uint32Array(other.buffer, 0, whole);
  for (let i = 0; i < whole; i++) fours[i] ^= 0x01010101;
  for (let i = 4 * whole; i < other.length; i++) other[i] ^= 1;
  return { width, height, data: other };
}

/** Erosion, then dilation: what is thinner than 2 radius + 1 goes, the rest keeps its place. */
export function open(mask: Mask, radius: number): Mask {
  return dilate(erode(mask, radius), radius);
}

/** Pixels in both masks. */
export function intersect(a: Mask, b: Mask): Mask {
  const data = new Uint8Array(a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = a.data[i] & b.data[i];
  return { width: a.width, height: a.height, data };
}

/** The largest 4-connected part; empty when the mask is. */
export function largestComponent(mask: Mask): Mask {
  const { labels, sizes } = parts(mask);
  let best = 0;
  for (let i = 1; i < sizes.length; i++) if (sizes[i] > (sizes[best] ?? 0)) best = i;
  const data = new Uint8Array(mask.data.length);
  if (best > 0) for (let i = 0; i < data.length; i++) data[i] = Number(labels[i] === best);
  return { width: mask.width, height: mask.height, data };
}

/** The mask with every background part filled that does not reach the image's border and has no more than `most` pixels. */
export function fillHoles(mask: Mask, most = Infinity): Mask {
  const { width, height } = mask;
  const { labels, sizes } = parts(complement(mask));
  const filled = Uint8Array.from(sizes, (size, label) => Number(label > 0 && size <= most));
  for (let x = 0; x < width; x++) filled[labels[x]] = filled[labels[(height - 1) * width + x]] = 0;
  for (let y = 0; y < height; y++) filled[labels[y * width]] = filled[labels[y * width + width - 1]] = 0;
  const data = mask.data.slice();
  for (let i = 0; i < data.length; i++) data[i] |= filled[labels[i]];
  return { width, height, data };
}

/** Number of pixels in the mask. */
export function countPixels(mask: Mask): number {
  let count = 0;
  for (let i = 0; i < mask.data.length; i++) count += mask.data[i];
  return count;
}

/**
 * 4-connected parts: label per pixel (0 = background), from 1 on in the order of their first pixels, and pixels per label (sizes[0] = 0). Stretches of rows
 * that touch are joined, so that each pixel is looked at once.
 */
export function parts({ width, height, data }: Mask): { labels: Int32Array; sizes: number[] } {
  // Each stretch by its first pixel, the pixel after its last one, and an earlier stretch of its part, or itself.
  const firsts: number[] = [];
  const ends: number[] = [];
  const parents: number[] = [];
  const rootOf = (stretch: number): number => {
    let root = stretch;
    // Every second step of the way is left out the next time.
    while (parents[root] !== root) root = parents[root] = parents[parents[root]];
    return root;
  };
  for (let y = 0, above = 0, row = 0; y < height; y++, above = row, row = firsts.length) {
    const end = (y + 1) * width;
    for (let i = y * width; i < end; i++) {
      if (!data[i]) continue;
      const own = firsts.length;
      firsts.push(i);
      while (i < end && data[i]) i++;
      ends.push(i);
      parents.push(own);
      while (above < row && ends[above] + width <= firsts[own]) above++;
      for (let other = above; other < row && firsts[other] + width < i; other++) {
        const [a, b] = [rootOf(own), rootOf(other)];
        parents[Math.max(a, b)] = Math.min(a, b);
      }
    }
  }
  const labels = new Int32Array(data.length);
  const sizes = [0];
  const labelOf = new Int32Array(firsts.length);
  for (let stretch = 0; stretch < firsts.length; stretch++) {
    const root = rootOf(stretch);
    if (root === stretch) {
      labelOf[stretch] = sizes.length;
      sizes.push(0);
    }
    labels.fill(labelOf[root], firsts[stretch], ends[stretch]);
    sizes[labelOf[root]] += ends[stretch] - firsts[stretch];
    labelOf[stretch] = labelOf[root];
  }
  return { labels, sizes };
}
