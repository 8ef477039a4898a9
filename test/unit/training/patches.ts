/** A small patch store in memory: bright blots of two sizes on a dark ground, one class each, and a class without blots. */
import type { Patch, PatchStore } from '../../../src/patches/patch';
import { seededRandom } from '../../../src/statistics/random';

export function blotPatches(
  count: number,
  size: number,
  seed: number,
  change: (patch: Patch, index: number) => Patch = (p) => p,
): PatchStore {
  const random = seededRandom(seed);
  const pixels = new Float32Array(count * size * size);
  const patches = Array.from({ length: count }, (_, i): Patch => {
    const label = i % 3;
    const [cx, cy] = [size * (0.3 + 0.4 * random()), size * (0.3 + 0.4 * random())];
    const radius = label * size * 0.15;
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const inside = label > 0 && Math.hypot(x - cx, y - cy) < radius;
        pixels[(i * size + y) * size + x] = 0.2 + 0.2 * random() + (inside ? 0.4 : 0);
      }
    return change({ viewId: `case-${i}.LEFT_CC`, x: 0, y: 0, size, label, tissue: 1 }, i);
  });
  return {
    hash: `blots ${count} ${size} ${seed}`,
    size,
    patches,
    async read(indices) {
      const block = new Float32Array(indices.length * size * size);
      indices.forEach((index, i) => {
        block.set(pixels.subarray(index * size * size, (index + 1) * size * size), i * size * size);
      });
      return block;
    },
    close: () => Promise.resolve(),
  };
}
