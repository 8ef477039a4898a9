import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sideInPixels, tile } from '../../../src/patches/tiling';

describe('tiling', () => {
  it('covers every pixel of the view with squares of each size that lie inside it, none twice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 60 }),
        fc.integer({ min: 4, max: 90 }),
        fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (width, height, side, stride) => {
          const squares = tile(width, height, { side, stride });
          for (const share of side) {
            const size = sideInPixels(width, height, share);
            const covered = new Uint8Array(width * height);
            for (const s of squares) {
              if (s.size !== size) continue;
              assert.ok(s.x >= 0 && s.y >= 0 && s.x + size <= width && s.y + size <= height);
              for (let y = s.y; y < s.y + size; y++) covered.fill(1, y * width + s.x, y * width + s.x + size);
            }
            assert.ok(!covered.includes(0));
          }
          const single = tile(width, height, { side: [side[0]], stride });
          assert.equal(new Set(single.map((s) => `${s.x} ${s.y}`)).size, single.length);
        },
      ),
    );
  });

  it('takes a quarter of the width and steps of half a side, the last row and column shifted inwards', () => {
    const squares = tile(100, 130, { side: [0.25], stride: 0.5 });
    assert.deepEqual([...new Set(squares.map((s) => s.x))], [0, 13, 26, 39, 52, 65, 75]);
    assert.deepEqual([...new Set(squares.map((s) => s.y))], [0, 13, 26, 39, 52, 65, 78, 91, 104, 105]);
    assert.ok(squares.every((s) => s.size === 25));
  });
});
