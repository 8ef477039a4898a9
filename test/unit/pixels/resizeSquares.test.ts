import assert from 'node:assert/strict';
import { crop } from '../../../src/pixels/crop';
import { resizeArea, resizeSquares } from '../../../src/pixels/resize';
import { rowsOf } from '../../../src/pixels/rows';
import { seededRandom } from '../../../src/statistics/random';

describe('squares resized together', () => {
  const random = seededRandom(5);
  const image = { width: 97, height: 131, data: Float32Array.from({ length: 97 * 131 }, () => random()) };

  it('have the same bits as each one cropped and resized, in their order, whatever their sizes', () => {
    const squares = [
      { x: 40, y: 30, size: 50 },
      { x: 0, y: 0, size: 50 },
      { x: 47, y: 0, size: 50 },
      { x: 10, y: 0, size: 7 },
      { x: 12, y: 30, size: 16 },
      { x: 20, y: 0, size: 50 },
      { x: 0, y: 64, size: 67 },
      { x: 5, y: 9, size: 1 },
    ];
    for (const side of [1, 16, 23]) {
      const together = resizeSquares(rowsOf(image), squares, side);
      for (const [i, { x, y, size }] of squares.entries()) {
        const alone = resizeArea(crop(image, { x, y, width: size, height: size }), side, side).data;
        assert.deepEqual(together.subarray(i * side * side, (i + 1) * side * side), alone);
      }
    }
  });

  it('must lie in the image', () => {
    for (const [x, y] of [
      [60, 0],
      [-1, 0],
      [0, 90],
      [0, -1],
    ])
      assert.throws(() => resizeSquares(rowsOf(image), [{ x, y, size: 50 }], 16), RangeError);
    assert.equal(resizeSquares(rowsOf(image), [], 16).length, 0);
  });
});
