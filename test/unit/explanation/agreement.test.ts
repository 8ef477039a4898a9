/** Agreement with the report: fits and hits, against the definitions worked out by hand. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agreementWith, fits, hits } from '../../../src/explanation/agreement';
import type { BiradsCategory, Phenomenon } from '../../../src/protocol/annotation';
import type { Finding, Lesion } from '../../../src/protocol/finding';
import { encodeGrid, sampleBilinear } from '../../../src/protocol/grid';
import { exampleExplanation } from './example';

const mass: Lesion = { kind: 'mass', shape: ['IRREGULAR'], margins: ['SPICULATED'] };
const calcification: Lesion = { kind: 'calcification', type: ['LUCENT_CENTERED'], distribution: ['CLUSTERED'] };
const says = (category: BiradsCategory | undefined, terms: string[], description = ''): Phenomenon => ({
  description,
  association: 'unsure',
  category,
  terms,
});
const finding = (boundary: number[], ...lesions: Lesion[]): Finding => ({ id: 1, lesions, pathology: 'malignant', boundary, cores: [] });

describe('an annotation fits a finding', () => {
  it('when its category and one of its terms are the finding’s', () => {
    assert.ok(fits(says('mass', ['SPICULATED', 'OVAL']), { lesions: [mass] }));
  });
  it('not by category alone, nor by a term of another category', () => {
    assert.ok(!fits(says('mass', ['OVAL']), { lesions: [mass] }));
    assert.ok(!fits(says('mass', []), { lesions: [mass] }));
    assert.ok(!fits(says('calcification', ['SPICULATED']), { lesions: [mass] }));
    assert.ok(!fits(says('normal tissue', ['DENSE_TISSUE']), { lesions: [mass] }));
  });
  it('in any spelling of a term', () => {
    assert.ok(fits(says('calcification', ['LUCENT_CENTER']), { lesions: [calcification] }));
  });
  it('by free words where no term was chosen', () => {
    assert.ok(fits(says(undefined, [], 'Masses with spiculated edges'), { lesions: [mass] }));
    assert.ok(fits(says('mass', [], 'spiculation'), { lesions: [mass] }));
    assert.ok(!fits(says(undefined, [], 'mass without spiculation'), { lesions: [mass] }));
  });
  it('that has two lesions by either of them', () => {
    assert.ok(fits(says('calcification', ['CLUSTERED']), { lesions: [mass, calcification] }));
  });
  it('never when the finding has no keywords', () => {
    assert.ok(!fits(says('other', ['SKIN_THICKENING']), { lesions: [{ kind: 'other' }] }));
  });
});

describe('a mask hits an outline', () => {
  it('exactly when its centre of mass or 30 % of its area lies in it', () => {
    const box = fc.record({
      x: fc.integer({ min: 0, max: 30 }),
      y: fc.integer({ min: 0, max: 30 }),
      w: fc.integer({ min: 2, max: 25 }),
      h: fc.integer({ min: 2, max: 25 }),
    });
    const cells = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 30, maxLength: 30 });
    let hit = 0;
    let missed = 0;
    const property = fc.property(box, cells, ({ x, y, w, h }, values) => {
      const [width, height] = [50, 60];
      const placement = { x0: 5, y0: 5, stepX: 10, stepY: 10 };
      const boundary = [x, y, x + w, y, x + w, y + h, x, y + h];
      let [area, within, sumX, sumY] = [0, 0, 0, 0];
      const inside = (px: number, py: number) => px >= x && px <= x + w && py >= y && py <= y + h;
      // The grid's 8 bits are exact only where its scale is; the threshold lies between the levels that occur at cells.
      const data = Float32Array.from(values);
      for (let py = 0; py < height; py++)
        for (let px = 0; px < width; px++)
          if (sampleBilinear(data, 5, 6, (px + 0.5 - 5) / 10, (py + 0.5 - 5) / 10) > 4.4321) {
            area++;
            within += inside(px, py) ? 1 : 0;
            sumX += px;
            sumY += py;
          }
      const expected = area > 0 && (within / area >= 0.3 || inside(Math.round(sumX / area), Math.round(sumY / area)));
      // Rounding of the 8-bit map may move single pixels: leave out what hangs on them.
      fc.pre(area === 0 || Math.abs(within / area - 0.3) > 0.02);
      if (area > 0 && within / area < 0.3) {
        const [cx, cy] = [sumX / area, sumY / area];
        fc.pre([cx - x, cx - x - w, cy - y, cy - y - h].every((d) => Math.abs(d) > 1));
      }
      assert.equal(hits(encodeGrid(data, 5, 6), 4.4321, placement, { boundary }, { width, height }), expected);
      if (expected) hit++;
      else missed++;
    });
    fc.assert(property, { numRuns: 300, seed: 11 });
    assert.ok(hit > 20 && missed > 20, `${hit} hits, ${missed} misses`);
  });

  it('the same in a large view as in a small one', () => {
    const map = encodeGrid(
      Float32Array.from({ length: 30 }, (_, i) => (i === 12 ? 1 : 0)),
      5,
      6,
    );
    for (const scale of [1, 8, 60]) {
      const at = { x0: 5 * scale, y0: 5 * scale, stepX: 10 * scale, stepY: 10 * scale };
      const view = { width: 50 * scale, height: 60 * scale };
      const square = (x: number, y: number) => ({ boundary: [x, y, x + 8, y, x + 8, y + 8, x, y + 8].map((v) => v * scale) });
      assert.equal(hits(map, 0.2, at, square(21, 21), view), true);
      assert.equal(hits(map, 0.2, at, square(38, 21), view), false);
    }
  });

  it('never when it is empty', () => {
    const map = encodeGrid(new Float32Array(4), 2, 2);
    assert.equal(hits(map, 0, { x0: 0, y0: 0, stepX: 1, stepY: 1 }, { boundary: [0, 0, 2, 0, 2, 2] }, { width: 2, height: 2 }), false);
  });
});

describe('agreement', () => {
  it('is measured for every shown unit, and unknown where no finding is known', async () => {
    const e = await exampleExplanation();
    assert.deepEqual(
      e.agreement?.map((a) => a.unit),
      e.evidence.map((u) => u.unit),
    );
    assert.deepEqual(
      e.agreement?.find((a) => a.unit === 'unit_0003'),
      { unit: 'unit_0003', fits: true, hits: true },
    );
    assert.equal(e.agreement?.find((a) => a.unit === 'unit_0015')?.fits, false);
    const away = [finding([500, 800, 560, 800, 560, 860, 500, 860], mass)];
    const elsewhere = agreementWith(away, e.evidence, e.placement, e.view);
    assert.ok(elsewhere?.every((a) => !a.hits));
    assert.equal(agreementWith([], e.evidence, e.placement, e.view), undefined);
  });
});
