import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tile } from '../../../src/patches/tiling';
import { enlarge } from '../../../src/pixels/enlarge';
import { maskOfSpans, spanShares, wholeSpans } from '../../../src/pixels/spans';
import { seededRandom } from '../../../src/statistics/random';

/** A mask as its stretches. */
const spansOf = (width: number, height: number, data: Uint8Array) => enlarge({ width, height, data }, width, height);

describe('stretches of rows', () => {
  it('are the mask they were made of, pixel by pixel', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.integer(), (width, height, seed) => {
        const random = seededRandom(seed);
        const data = new Uint8Array(width * height).map(() => Number(random() < 0.5));
        assert.deepEqual(maskOfSpans(spansOf(width, height, data)), { width, height, data });
      }),
    );
    assert.deepEqual(maskOfSpans(wholeSpans(3, 2)).data, new Uint8Array(6).fill(1));
  });

  it('give shares of squares that are what counting each square alone gives, for any tiling and mask', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 50 }),
        fc.integer({ min: 4, max: 70 }),
        fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.integer(),
        (width, height, side, stride, seed) => {
          const random = seededRandom(seed);
          const data = new Uint8Array(width * height).map(() => Number(random() < 0.4));
          const squares = tile(width, height, { side, stride });
          const shares = spanShares(spansOf(width, height, data), squares);
          assert.equal(shares.length, squares.length);
          for (const [k, { x, y, size }] of squares.entries()) {
            let count = 0;
            for (let row = 0; row < size; row++)
              for (let column = 0; column < size; column++) count += data[(y + row) * width + x + column];
            assert.equal(shares[k], count / (size * size));
          }
        },
      ),
    );
  });

  it('refuse a square that leaves the mask', () => {
    assert.throws(() => spanShares(spansOf(4, 4, new Uint8Array(16)), [{ x: 2, y: 0, size: 3 }]), /does not lie/);
    assert.deepEqual(spanShares(spansOf(4, 4, new Uint8Array(16)), []), []);
  });
});
