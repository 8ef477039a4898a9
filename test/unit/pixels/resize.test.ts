import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GreyImage } from '../../../src/pixels/image';
import { resizeArea, shrink } from '../../../src/pixels/resize';
import { rowsOf } from '../../../src/pixels/rows';

function image(width: number, height: number, at: (x: number, y: number) => number): GreyImage {
  return { width, height, data: Float32Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width))) };
}

const sides = fc.integer({ min: 1, max: 40 });

describe('resizing', () => {
  it('gives exactly the size asked for, and an even image stays even', () => {
    fc.assert(
      fc.property(sides, sides, sides, sides, (w, h, toW, toH) => {
        const small = resizeArea(
          image(w, h, () => 0.37),
          toW,
          toH,
        );
        assert.deepEqual([small.width, small.height, small.data.length], [toW, toH, toW * toH]);
        for (const v of small.data) assert.ok(Math.abs(v - 0.37) < 1e-5);
      }),
    );
  });

  it('agrees with the filter written out pixel by pixel in two dimensions', () => {
    fc.assert(
      fc.property(sides, sides, sides, sides, fc.integer(), (w, h, toW, toH, seed) => {
        const source = image(w, h, (x, y) => ((x * 73 + y * 151 + (seed & 1023)) % 97) / 97);
        const result = resizeArea(source, toW, toH);
        const reach = { x: Math.max(1, w / toW), y: Math.max(1, h / toH) };
        for (let row = 0; row < toH; row++)
          for (let column = 0; column < toW; column++) {
            let sum = 0;
            let total = 0;
            for (let y = 0; y < h; y++)
              for (let x = 0; x < w; x++) {
                const wx = Math.max(0, 1 - Math.abs(x + 0.5 - ((column + 0.5) * w) / toW) / reach.x);
                const wy = Math.max(0, 1 - Math.abs(y + 0.5 - ((row + 0.5) * h) / toH) / reach.y);
                sum += wx * wy * source.data[y * w + x];
                total += wx * wy;
              }
            assert.ok(Math.abs(result.data[row * toW + column] - sum / total) < 1e-4);
          }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps a fine checkerboard grey when it shrinks: no aliasing', () => {
    const small = resizeArea(
      image(160, 160, (x, y) => (x + y) % 2),
      64,
      64,
    );
    for (const v of small.data) assert.ok(Math.abs(v - 0.5) < 0.05);
  });

  it('keeps a ramp a ramp, in its place, away from the border', () => {
    const small = resizeArea(
      image(100, 3, (x) => x / 100),
      40,
      3,
    );
    for (let i = 4; i < 36; i++) assert.ok(Math.abs(small.data[i] - ((i + 0.5) * 2.5 - 0.5) / 100) < 1e-3);
  });

  it('shrinks to the means of blocks that share out the pixels', () => {
    fc.assert(
      fc.property(
        sides,
        sides,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (w, h, a, b) => {
          const source = image(w, h, (x, y) => ((x * 73 + y * 151) % 97) / 97);
          const [toW, toH] = [Math.ceil(w * a), Math.ceil(h * b)];
          const small = shrink(rowsOf(source), toW, toH);
          const [sums, counts] = [new Float64Array(toW * toH), new Uint32Array(toW * toH)];
          for (let y = 0; y < h; y++)
            for (let x = 0; x < w; x++) {
              // The last block that begins at the pixel or before it.
              const blockOf = (i: number, from: number, to: number) => Math.ceil(((i + 1) * to) / from) - 1;
              const block = blockOf(y, h, toH) * toW + blockOf(x, w, toW);
              sums[block] += source.data[y * w + x];
              counts[block]++;
            }
          for (const [i, v] of small.data.entries()) assert.ok(Math.abs(v - sums[i] / counts[i]) < 1e-5, `${w} x ${h} to ${toW} x ${toH}`);
        },
      ),
    );
    assert.throws(() => shrink(rowsOf(image(3, 3, () => 0)), 4, 2), RangeError);
  });

  it('refuses a size that is no size', () => {
    assert.throws(
      () =>
        resizeArea(
          image(2, 2, () => 0),
          0,
          2,
        ),
      /at least 1 pixel/,
    );
    assert.throws(() => resizeArea({ width: 3, height: 2, data: new Float32Array(5) }, 2, 2), /has 6 pixels, found 5/);
  });
});
