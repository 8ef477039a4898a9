import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pixelKernels } from '../../../../scripts/pixelKernel.mjs';
import { resizeArea, resizeRows } from '../../../../src/pixels/resize';
import { seededRandom } from '../../../../src/statistics/random';

describe('the kernels in WebAssembly', () => {
  it('are what their text says', async () => {
    const made = await pixelKernels();
    assert.deepEqual(Object.keys(made).sort(), ['masksModule.ts', 'rowsModule.ts']);
    for (const [name, text] of Object.entries(made)) {
      const carried = readFileSync(new URL(`../../../../src/pixels/kernel/${name}`, import.meta.url), 'utf8');
      assert.equal(carried, text, `${name} is not made of its text: run "node scripts/pixelKernel.mjs"`);
    }
  });

  it('keep their hands off each other: rows that are themselves resized while they are read', () => {
    const random = seededRandom(3);
    const image = { width: 40, height: 30, data: Float32Array.from({ length: 1200 }, () => random()) };
    const rows = {
      width: 20,
      height: 30,
      // Whole again for every row.
      read: (y: number, row: Float32Array) => void row.set(resizeArea(image, 20, 30).data.subarray(y * 20, (y + 1) * 20)),
    };
    assert.deepEqual(resizeRows(rows, 7, 9), resizeArea(resizeArea(image, 20, 30), 7, 9));
  });

  it('have room again after one that failed', () => {
    const failing = {
      width: 5,
      height: 5,
      read: () => {
        throw new RangeError('no such row');
      },
    };
    assert.throws(() => resizeRows(failing, 2, 2), /no such row/);
    const even = resizeArea({ width: 5000, height: 20, data: new Float32Array(100_000).fill(0.25) }, 100, 4);
    for (const v of even.data) assert.ok(Math.abs(v - 0.25) < 1e-6);
  });
});
