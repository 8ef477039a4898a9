import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tile } from '../../../src/patches/tiling';
import { tissueShares } from '../../../src/patches/tissue';
import { seededRandom } from '../../../src/statistics/random';

describe('tissue shares of squares', () => {
  it('are what counting each square alone gives, for any tiling and mask', () => {
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
          const shares = tissueShares({ width, height, data }, squares);
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
    assert.throws(() => tissueShares({ width: 4, height: 4, data: new Uint8Array(16) }, [{ x: 2, y: 0, size: 3 }]), /does not lie/);
    assert.deepEqual(tissueShares({ width: 4, height: 4, data: new Uint8Array(16) }, []), []);
  });
});
