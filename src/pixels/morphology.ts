/** Shapes of masks: growing, shrinking, the largest connected part, holes. All results are new masks of the same size. */
import type { Mask } from './image';

/** Pixels within `radius` of the mask in both directions (a square of 2 radius + 1); outside the image counts as empty. */
export function dilate(mask: Mask, radius: number): Mask {
  return squareCount(mask, radius, (count) => count > 0);
}

/** Pixels whose whole square of 2 radius + 1 lies in the mask; outside the image counts as full, so that the border does not eat. */
export function erode(mask: Mask, radius: number): Mask {
  return squareCount(mask, radius, (count, cells) => count === cells);
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
  const { labels, sizes } = components(mask);
  let best = 0;
  for (let i = 1; i < sizes.length; i++) if (sizes[i] > (sizes[best] ?? 0)) best = i;
  const data = new Uint8Array(mask.data.length);
  if (best > 0) for (let i = 0; i < data.length; i++) data[i] = labels[i] === best ? 1 : 0;
  return { width: mask.width, height: mask.height, data };
}

/** The mask with every background part filled that does not reach the image's border. */
export function fillHoles(mask: Mask): Mask {
  const { width, height } = mask;
  const { labels, sizes } = components({ width, height, data: mask.data.map((v) => 1 - v) });
  const outside = new Uint8Array(sizes.length);
  for (let x = 0; x < width; x++) outside[labels[x]] = outside[labels[(height - 1) * width + x]] = 1;
  for (let y = 0; y < height; y++) outside[labels[y * width]] = outside[labels[y * width + width - 1]] = 1;
  const data = mask.data.slice();
  for (let i = 0; i < data.length; i++) if (labels[i] > 0 && !outside[labels[i]]) data[i] = 1;
  return { width, height, data };
}

/** Number of pixels in the mask. */
export function countPixels(mask: Mask): number {
  let count = 0;
  for (const v of mask.data) count += v;
  return count;
}

/** 4-connected parts: label per pixel (0 = background) and pixels per label (sizes[0] = 0). */
function components(mask: Mask): { labels: Int32Array; sizes: number[] } {
  const { width, height, data } = mask;
  const labels = new Int32Array(data.length);
  const stack = new Int32Array(data.length);
  const sizes = [0];
  for (let seed = 0; seed < data.length; seed++) {
    if (!data[seed] || labels[seed]) continue;
    const label = sizes.length;
    let size = 0;
    let depth = 0;
    const visit = (i: number) => {
      if (!data[i] || labels[i]) return;
      labels[i] = label;
      stack[depth++] = i;
    };
    visit(seed);
    while (depth > 0) {
      const i = stack[--depth];
      const x = i % width;
      size++;
      if (x > 0) visit(i - 1);
      if (x < width - 1) visit(i + 1);
      if (i >= width) visit(i - width);
      if (i < width * (height - 1)) visit(i + width);
    }
    sizes.push(size);
  }
  return { labels, sizes };
}

/** Applies a rule to (set pixels, pixels of the image) within each pixel's square, by running sums over rows, then columns. */
function squareCount(mask: Mask, radius: number, rule: (count: number, cells: number) => boolean): Mask {
  const { width, height } = mask;
  const r = Math.max(0, Math.floor(radius));
  const rows = new Int32Array(width * height);
  for (let y = 0; y < height; y++) {
    let sum = 0;
    for (let x = -r; x < width; x++) {
      if (x + r < width) sum += mask.data[y * width + x + r];
      if (x - r - 1 >= 0) sum -= mask.data[y * width + x - r - 1];
      if (x >= 0) rows[y * width + x] = sum;
    }
  }
  const data = new Uint8Array(width * height);
  const sums = new Int32Array(width);
  for (let y = -r; y < height; y++) {
    const enter = y + r;
    const leave = y - r - 1;
    if (enter < height) for (let x = 0; x < width; x++) sums[x] += rows[enter * width + x];
    if (leave >= 0) for (let x = 0; x < width; x++) sums[x] -= rows[leave * width + x];
    if (y < 0) continue;
    const high = Math.min(height - 1, y + r) - Math.max(0, y - r) + 1;
    for (let x = 0; x < width; x++) {
      const wide = Math.min(width - 1, x + r) - Math.max(0, x - r) + 1;
      data[y * width + x] = rule(sums[x], high * wide) ? 1 : 0;
    }
  }
  return { width, height, data };
}
