/** Patches in memory as a store. */
import type { PatchStore } from '../../../src/patches/patch';

/**
 * @param pixels [size x size] of each patch
 * @param caseOf case id of each patch; default: a case a patch
 */
export function storeOf(
  pixels: readonly Float32Array[],
  size: number,
  labels: readonly number[],
  caseOf: (i: number) => string = (i) => `case${i}`,
): PatchStore {
  return {
    hash: `store of ${pixels.length}`,
    size,
    patches: labels.map((label, i) => ({ viewId: `${caseOf(i)}.LEFT_CC`, x: 0, y: 0, size, label, tissue: 1 })),
    async read(indices) {
      const block = new Float32Array(indices.length * size * size);
      indices.forEach((index, k) => {
        block.set(pixels[index], k * size * size);
      });
      return block;
    },
    close: async () => undefined,
  };
}
