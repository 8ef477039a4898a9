import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OverlapTally } from '../../../src/mining/overlap';
import type { UnitIndex } from '../../../src/protocol/unit';

const units = [0, 2] as UnitIndex[];
const WIDTH = 11;
const HEIGHT = 7;

/** Maps, masks and their places at random; a mask that is null cannot be read. */
const view = fc.record({ width: fc.integer({ min: 1, max: 4 }), height: fc.integer({ min: 1, max: 3 }) }).chain(({ width, height }) => {
  const cells = units.length * width * height;
  const step = fc.double({ min: 0.5, max: 6, noNaN: true });
  const start = fc.double({ min: -4, max: 4, noNaN: true });
  const pixels = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: WIDTH * HEIGHT, maxLength: WIDTH * HEIGHT });
  return fc.record({
    width: fc.constant(width),
    height: fc.constant(height),
    data: fc.array(fc.float({ min: 0, max: 8, noNaN: true }), { minLength: cells, maxLength: cells }),
    placement: fc.record({ x0: start, y0: start, stepX: step, stepY: step }),
    masks: fc.dictionary(fc.constantFrom('OVAL', 'SPICULATED', 'SKIN_LINE'), fc.option(pixels, { freq: 5 })),
    inside: fc.option(pixels, { freq: 2 }),
  });
});
type DrawnView = typeof view extends fc.Arbitrary<infer V> ? V : never;

/** The value of a map at the middle of a pixel by the four weights of bilinear interpolation, clamped at the border; no step is shared with the code under test. */
function upsampled({ width, height, data, placement }: DrawnView, u: number, x: number, y: number): number {
  const clamp = (v: number, most: number) => Math.max(0, Math.min(most, v));
  const column = clamp((x + 0.5 - placement.x0) / placement.stepX, width - 1);
  const row = clamp((y + 0.5 - placement.y0) / placement.stepY, height - 1);
  let sum = 0;
  for (let r = 0; r < height; r++)
    for (let c = 0; c < width; c++) {
      const weight = Math.max(0, 1 - Math.abs(column - c)) * Math.max(0, 1 - Math.abs(row - r));
      sum += weight * data[(u * height + r) * width + c];
    }
  return sum;
}

describe('IoU of a unit with a concept', () => {
  const tallied = (views: readonly DrawnView[], thresholds: number[]) => {
    const tally = new OverlapTally(units);
    for (const { width, height, data, placement, masks, inside } of views)
      tally.add({
        maps: { width, height, data: new Float32Array(data) },
        placement,
        thresholds,
        masks: Object.entries(masks).map(([concept, mask]) => ({
          concept,
          mask: mask ? { width: WIDTH, height: HEIGHT, data: new Uint8Array(mask) } : undefined,
        })),
        inside: inside ? { width: WIDTH, height: HEIGHT, data: new Uint8Array(inside) } : undefined,
        width: WIDTH,
        height: HEIGHT,
      });
    return tally;
  };

  it('is what plain loops over every pixel count: intersections over unions of all views, those without the concept included', () => {
    fc.assert(
      fc.property(fc.array(view, { maxLength: 4 }), fc.double({ min: 0.1, max: 7, noNaN: true }), (views, threshold) => {
        const thresholds = [threshold, threshold / 2];
        const tally = tallied(views, thresholds);
        const found = tally.ious();
        const concepts = new Set(views.flatMap((v) => Object.keys(v.masks)));
        assert.equal(found.length, units.length * concepts.size);
        for (const { unit, concept, iou } of found) {
          const u = units.indexOf(unit);
          let [overlap, union, unsure] = [0, 0, 0];
          for (const drawn of views) {
            const mask = drawn.masks[concept];
            // A mask that cannot be read says nothing: the view counts neither for the concept nor against it.
            if (mask === null) continue;
            for (let y = 0; y < HEIGHT; y++)
              for (let x = 0; x < WIDTH; x++) {
                const value = upsampled(drawn, u, x, y);
                const at = y * WIDTH + x;
                const counts = drawn.inside === null || drawn.inside[at] === 1;
                // Rounding may put a value on either side of a threshold that it equals.
                if (counts && Math.abs(value - thresholds[u]) < 1e-9) unsure++;
                const speaks = counts && value > thresholds[u];
                const is = mask?.[at] === 1;
                if (speaks && is) overlap++;
                if (speaks || is) union++;
              }
          }
          if (unsure === 0) assert.equal(iou, union === 0 ? 0 : overlap / union);
        }
        for (const [concept, occurring] of tally.occurrences())
          assert.equal(occurring, views.filter((v) => v.masks[concept]?.includes(1)).length);
      }),
      { numRuns: 300 },
    );
  });

  it('of parts of the views seen in another order is the same', () => {
    fc.assert(
      fc.property(fc.array(view, { minLength: 2, maxLength: 4 }), (views) => {
        const sorted = (list: readonly DrawnView[]) =>
          tallied(list, [3, 1])
            .ious()
            .sort((a, b) => a.unit - b.unit || (a.concept < b.concept ? -1 : 1));
        assert.deepEqual(sorted(views), sorted([...views].reverse()));
      }),
    );
  });
});
