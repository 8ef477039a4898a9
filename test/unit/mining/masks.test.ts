import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskThreshold, unitMask } from '../../../src/mining/masks';
import { sampleBilinear } from '../../../src/protocol/grid';

describe('mask of a unit', () => {
  it('is every pixel whose bilinearly upsampled activation is above the threshold', () => {
    const side = fc.integer({ min: 1, max: 5 });
    const maps = fc.tuple(side, side).chain(([width, height]) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        data: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: width * height, maxLength: width * height }),
      }),
    );
    const placements = fc.record({
      x0: fc.integer({ min: -4, max: 8 }),
      y0: fc.integer({ min: -4, max: 8 }),
      stepX: fc.integer({ min: 1, max: 8 }),
      stepY: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(maps, placements, fc.integer({ min: 0, max: 8 }), (map, placement, threshold) => {
        const mask = unitMask({ ...map, placement }, threshold + 0.3, 19, 13);
        for (let y = 0; y < 13; y++)
          for (let x = 0; x < 19; x++) {
            const column = (x + 0.5 - placement.x0) / placement.stepX;
            const row = (y + 0.5 - placement.y0) / placement.stepY;
            const above = sampleBilinear(map.data, map.width, map.height, column, row) > threshold + 0.3;
            assert.equal(mask.data[y * 19 + x], above ? 1 : 0);
          }
      }),
    );
  });

  it('of a silent unit is empty: nothing is above a share of zero', () => {
    const map = { width: 2, height: 2, data: [0, 0, 0, 0], placement: { x0: 1, y0: 1, stepX: 2, stepY: 2 } };
    const threshold = maskThreshold({ rule: 'share', of: 0.2 }, 0, () => assert.fail());
    assert.ok(unitMask(map, threshold, 4, 4).data.every((v) => v === 0));
  });

  it('begins at a share of the largest activation, or at an upper quantile', () => {
    assert.equal(
      maskThreshold({ rule: 'share', of: 0.2 }, 5, () => assert.fail()),
      1,
    );
    assert.equal(
      maskThreshold({ rule: 'quantile', of: 0.005 }, 5, (q) => q * 1000),
      5,
    );
  });
});
