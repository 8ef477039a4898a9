/** Shapes of masks: growing, shrinking, the largest connected part, holes. All results are new masks of the same size. */
import type { Mask } from './image';

/** Pixels within `radius` of the mask in both directions (a square of 2 radius + 1); outside the image counts as empty. */
export function dilate({ width, height, data }: Mask, radius: number): Mask {
  const r = Math.max(0, Math.floor(radius));
  const rows = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let x = 0; x < Math.min(r, width); x++) sum += data[row + x];
    for (let x = 0, next = row + r, last = row - r - 1; x < width; x++, next++, last++) {
      if (x + r < width) sum += data[next];
      if (x > r) sum -= data[last];
      rows[row + x] = sum > 0 ? 1 : 0;
    }
  }
  const result = new Uint8Array(width * height);
  const sums = new Int32Array(width);
  for (let i = 0; i < Math.min(r, height) * width; i++) sums[i % width] += rows[i];
  const none = new Uint8Array(width);
  for (let y = 0; y < height; y++) {
    const entering = y + r < height ? rows.subarray((y + r) * width, (y + r + 1) * width) : none;
    const leaving = y > r ? rows.subarray((y - r - 1) * width, (y - r) * width) : none;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const sum = sums[x] + entering[x] - leaving[x];
      sums[x] = sum;
      result[i] = sum > 0 ? 1 : 0;
    }
  }
  return { width, height, data: result };
}

/** Pixels whose whole square of 2 radius + 1 lies in the mask; outside the image counts as full, so that the border does not eat. */
export function erode(mask: Mask, radius: number): Mask {
  return complement(dilate(complement(mask), radius));
}

/** Pixels that are not in the mask. */
export function complement({ width, height, data }: Mask): Mask {
  const other = new Uint8Array(data.length);
  for (let i = 0; i < other.length; i++) other[i] = data[i] ^ 1;
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
  if (best > 0) for (let i = 0; i < data.length; i++) data[i] = labels[i] === best ? 1 : 0;
  return { width: mask.width, height: mask.height, data };
}

/** The mask with every background part filled that does not reach the image's border and has no more than `most` pixels. */
export function fillHoles(mask: Mask, most = Infinity): Mask {
  const { width, height } = mask;
  const { labels, sizes } = parts(complement(mask));
  const outside = new Uint8Array(sizes.length);
  for (let x = 0; x < width; x++) outside[labels[x]] = outside[labels[(height - 1) * width + x]] = 1;
  for (let y = 0; y < height; y++) outside[labels[y * width]] = outside[labels[y * width + width - 1]] = 1;
  const data = mask.data.slice();
  for (let i = 0; i < data.length; i++) if (labels[i] > 0 && !outside[labels[i]] && sizes[labels[i]] <= most) data[i] = 1;
  return { width, height, data };
}

/** Number of pixels in the mask. */
export function countPixels(mask: Mask): number {
  let count = 0;
  for (let i = 0; i < mask.data.length; i++) count += mask.data[i];
  return count;
}

/** 4-connected parts: label per pixel (0 = background) and pixels per label (sizes[0] = 0). */
export function parts({ width, height, data }: Mask): { labels: Int32Array; sizes: number[] } {
  const labels = new Int32Array(data.length);
  // A pixel is labelled when it is put here, so that each comes once.
  const stack = new Int32Array(data.length);
  const sizes = [0];
  for (let seed = 0; seed < data.length; seed++) {
    if (!data[seed] || labels[seed]) continue;
    const label = sizes.length;
    labels[seed] = label;
    stack[0] = seed;
    let depth = 1;
    let size = 0;
    while (depth > 0) {
      const i = stack[--depth];
      const x = i % width;
      size++;
      if (x > 0 && data[i - 1] && !labels[i - 1]) {
        labels[i - 1] = label;
        stack[depth++] = i - 1;
      }
      if (x < width - 1 && data[i + 1] && !labels[i + 1]) {
        labels[i + 1] = label;
        stack[depth++] = i + 1;
      }
      if (i >= width && data[i - width] && !labels[i - width]) {
        labels[i - width] = label;
        stack[depth++] = i - width;
      }
      if (i < width * (height - 1) && data[i + width] && !labels[i + width]) {
        labels[i + width] = label;
        stack[depth++] = i + width;
      }
    }
    sizes.push(size);
  }
  return { labels, sizes };
}
