import assert from 'node:assert/strict';
import fc from 'fast-check';
import { centroid, polygonArea, polygonBounds, rasterise, rasteriseIn } from '../../../src/pixels/polygon';

const SIZE = 14;

/** Is the point on the segment a-b? Whole coordinates: exact. */
function onSegment(px: number, py: number, ax: number, ay: number, bx: number, by: number): boolean {
  const cross = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
  const within = Math.min(ax, bx) <= px && px <= Math.max(ax, bx) && Math.min(ay, by) <= py && py <= Math.max(ay, by);
  return cross === 0 && within;
}

/** Even-odd rule for one point by a ray to the right, or on the boundary. */
function contains(points: number[], px: number, py: number): boolean {
  let inside = false;
  const n = points.length / 2;
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    const [ax, ay, bx, by] = [points[2 * i], points[2 * i + 1], points[2 * j], points[2 * j + 1]];
    if (onSegment(px, py, ax, ay, bx, by)) return true;
    if (ay > py !== by > py && px < ax + ((py - ay) * (bx - ax)) / (by - ay)) inside = !inside;
  }
  return inside;
}

const polygons = fc
  .array(fc.tuple(fc.integer({ min: -4, max: SIZE + 4 }), fc.integer({ min: -4, max: SIZE + 4 })), { minLength: 1, maxLength: 9 })
  .map((corners) => corners.flat());

describe('polygon masks', () => {
  it('hold exactly the pixels inside by the even-odd rule and on the boundary, also beyond the image and where edges cross', () => {
    fc.assert(
      fc.property(polygons, (points) => {
        const mask = rasterise(points, SIZE, SIZE);
        for (let y = 0; y < SIZE; y++)
          for (let x = 0; x < SIZE; x++)
            assert.equal(mask.data[y * SIZE + x] === 1, contains(points, x, y), `pixel ${x}, ${y} of ${points}`);
      }),
      { numRuns: 400 },
    );
  });

  it('are the same in a window as in the whole image', () => {
    fc.assert(
      fc.property(polygons, (points) => {
        const whole = rasterise(points, SIZE, SIZE);
        const window = polygonBounds(points, SIZE, SIZE);
        const count = whole.data.reduce((a, b) => a + b, 0);
        if (!window) return assert.equal(count, 0);
        const part = rasteriseIn(points, window);
        assert.equal(
          part.data.reduce((a, b) => a + b, 0),
          count,
        );
        for (let y = 0; y < window.height; y++)
          for (let x = 0; x < window.width; x++)
            assert.equal(part.data[y * window.width + x], whole.data[(y + window.y) * SIZE + x + window.x]);
      }),
    );
  });

  it('cover fractional outlines by pixel middles', () => {
    const mask = rasterise([0.4, 0.4, 2.6, 0.4, 2.6, 1.6, 0.4, 1.6], 4, 3);
    assert.deepEqual([...mask.data], [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('refuse half a point', () => assert.throws(() => rasterise([1, 2, 3], 5, 5), /x, y pairs/));
});

describe('polygon measures', () => {
  it('give area and centre of a square, whichever way round', () => {
    assert.equal(polygonArea([1, 1, 5, 1, 5, 5, 1, 5]), 16);
    assert.equal(polygonArea([1, 5, 5, 5, 5, 1, 1, 1]), 16);
    assert.deepEqual(centroid([1, 1, 5, 1, 5, 5, 1, 5]), { x: 3, y: 3 });
  });

  it('give the mean corner of a line, which has no area', () => assert.deepEqual(centroid([0, 0, 4, 2]), { x: 2, y: 1 }));

  it('weigh an L by its area, not by its corners', () => {
    // 2 x 1 and 1 x 1 rectangles: centres (1, 0.5) and (0.5, 1.5).
    const { x, y } = centroid([0, 0, 2, 0, 2, 1, 1, 1, 1, 2, 0, 2]);
    assert.ok(Math.abs(x - (2 * 1 + 0.5) / 3) < 1e-12 && Math.abs(y - (2 * 0.5 + 1.5) / 3) < 1e-12);
  });
});
