/** Images that are read row by row, and the copy they are looked over in. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { glance, imageOf, rowsOf, turned } from '../../../src/pixels/rows';

const images = fc
  .tuple(fc.integer({ min: 1, max: 17 }), fc.integer({ min: 1, max: 17 }))
  .chain(([width, height]) =>
    fc
      .array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: width * height, maxLength: width * height })
      .map((data) => ({ width, height, data: Float32Array.from(data) })),
  );

describe('an image read row by row', () => {
  it('is the image again as a whole, and turned twice', () => {
    fc.assert(
      fc.property(images, (image) => {
        assert.deepEqual(imageOf(rowsOf(image)), image);
        const negative = imageOf(turned(rowsOf(image)));
        assert.deepEqual(
          negative.data,
          image.data.map((v) => 1 - v),
        );
      }),
    );
  });

  it('at a glance is the mean of pixels beside one another in one of several rows, also where the edges cut', () => {
    fc.assert(
      fc.property(images, fc.integer({ min: 1, max: 6 }), (image, factor) => {
        const { width: w, height: h, data } = image;
        const small = glance(rowsOf(image), factor);
        assert.deepEqual([small.width, small.height], [Math.ceil(w / factor), Math.ceil(h / factor)]);
        for (let row = 0; row < small.height; row++)
          for (let column = 0; column < small.width; column++) {
            const from = Math.min(row * factor + Math.floor(factor / 2), h - 1) * w;
            const run = data.subarray(from + column * factor, from + Math.min(w, (column + 1) * factor));
            const mean = run.reduce((sum, v) => sum + v, 0) / run.length;
            assert.ok(Math.abs(small.data[row * small.width + column] - mean) < 1e-6);
          }
      }),
    );
  });

  it('is shrunk by whole factors alone', () => {
    const rows = rowsOf({ width: 2, height: 1, data: Float32Array.of(0, 1) });
    assert.deepEqual(imageOf(rows), glance(rows, 1));
    for (const factor of [0, 1.5, -2, Number.NaN]) assert.throws(() => glance(rows, factor), RangeError);
  });
});
