/** Shrinking by a whole factor is the mean of squares, cut at the edges. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shrinkBy } from '../../../src/pixels/shrink';

describe('shrinking by a whole factor', () => {
  it('gives the mean of every square, also of those that the edges cut', () => {
    const images = fc
      .tuple(fc.integer({ min: 1, max: 17 }), fc.integer({ min: 1, max: 17 }), fc.integer({ min: 2, max: 6 }))
      .chain(([w, h, factor]) =>
        fc.record({
          w: fc.constant(w),
          h: fc.constant(h),
          factor: fc.constant(factor),
          data: fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: w * h, maxLength: w * h }),
        }),
      );
    fc.assert(
      fc.property(images, ({ w, h, factor, data }) => {
        const small = shrinkBy({ width: w, height: h, data: Float32Array.from(data) }, factor);
        assert.deepEqual([small.width, small.height], [Math.ceil(w / factor), Math.ceil(h / factor)]);
        for (let row = 0; row < small.height; row++)
          for (let column = 0; column < small.width; column++) {
            const square = data.filter((_, i) => Math.floor((i % w) / factor) === column && Math.floor(Math.floor(i / w) / factor) === row);
            const mean = square.reduce((sum, v) => sum + v, 0) / square.length;
            assert.ok(Math.abs(small.data[row * small.width + column] - mean) < 1e-6);
          }
      }),
    );
  });

  it('by 1 is the image itself; other factors are refused', () => {
    const image = { width: 2, height: 1, data: Float32Array.of(0, 1) };
    assert.equal(shrinkBy(image, 1), image);
    for (const factor of [0, 1.5, -2, Number.NaN]) assert.throws(() => shrinkBy(image, factor), RangeError);
  });
});
