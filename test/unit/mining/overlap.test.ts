import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unitMask } from '../../../src/mining/masks';
import { OverlapTally } from '../../../src/mining/overlap';
import type { UnitIndex } from '../../../src/protocol/unit';

const UNITS = 3;
const WIDTH = 11;
const HEIGHT = 7;
const units = [0, 2] as UnitIndex[];
const placement = { x0: 1.5, y0: 1, stepX: 4, stepY: 3 };
const cells = 3 * 2;

const view = fc.record({
  features: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: UNITS * cells, maxLength: UNITS * cells }),
  masks: fc.dictionary(
    fc.constantFrom('OVAL', 'SPICULATED', 'SKIN_LINE'),
    fc.array(fc.integer({ min: 0, max: 1 }), { minLength: WIDTH * HEIGHT, maxLength: WIDTH * HEIGHT }),
  ),
});

describe('IoU of a unit with a concept', () => {
  it('is the sum of intersections over the sum of unions of all views, those without the concept included', () => {
    fc.assert(
      fc.property(fc.array(view, { maxLength: 4 }), (views) => {
        const thresholds = [4.3, 6.1];
        const tally = new OverlapTally(UNITS);
        for (const { features, masks } of views)
          tally.add({
            response: { features: new Float32Array(features), width: 3, height: 2 },
            placement,
            units,
            thresholds,
            masks: Object.entries(masks).map(([concept, data]) => ({
              concept,
              mask: { width: WIDTH, height: HEIGHT, data: new Uint8Array(data) },
            })),
            width: WIDTH,
            height: HEIGHT,
          });
        const found = tally.ious(units);
        const concepts = new Set(views.flatMap((v) => Object.keys(v.masks)));
        assert.equal(found.length, units.length * concepts.size);
        for (const { unit, concept, iou } of found) {
          let overlap = 0;
          let union = 0;
          for (const { features, masks } of views) {
            const data = features.slice(unit * cells, (unit + 1) * cells);
            const mask = unitMask({ width: 3, height: 2, data, placement }, thresholds[units.indexOf(unit)], WIDTH, HEIGHT);
            mask.data.forEach((on, i) => {
              const inside = masks[concept]?.[i] ?? 0;
              overlap += on & inside;
              union += on | inside;
            });
          }
          assert.equal(iou, union === 0 ? 0 : overlap / union);
        }
      }),
    );
  });
});
