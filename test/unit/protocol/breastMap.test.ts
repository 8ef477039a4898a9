/** Maps confined to the breast: nothing outside is seen or scaled by, nothing on it changes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { confine, isOnBreast, onBreast } from '../../../src/protocol/breastMap';
import { decodeGrid, encodeGrid } from '../../../src/protocol/grid';
import { exampleExplanation } from '../explanation/example';

describe('maps on the breast', () => {
  it('keep their values on it, and take the lowest of these elsewhere', () => {
    const cells = fc.integer({ min: 2, max: 30 }).chain((n) =>
      fc.record({
        values: fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: n, maxLength: n }),
        inside: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
      }),
    );
    fc.assert(
      fc.property(cells, ({ values, inside }) => {
        const map = encodeGrid(values, values.length, 1);
        const confined = confine(map, encodeGrid(inside.map(Number), values.length, 1));
        if (inside.every(Boolean) || !inside.some(Boolean)) return void assert.equal(confined, map);
        const [before, after] = [decodeGrid(map), decodeGrid(confined)];
        const lowest = Math.min(...before.filter((_, i) => inside[i]));
        for (const [i, v] of after.entries())
          assert.ok(Math.abs(v - (inside[i] ? before[i] : lowest)) <= confined.scale / 2 + 1e-3, `${v} at ${i}`);
        assert.ok(confined.scale <= map.scale * (1 + 1e-6) + 1e-9);
      }),
    );
  });

  it('leave an explanation without a breast as it is, and confine every map of one with it', async () => {
    const e = await exampleExplanation();
    assert.equal(onBreast(e), e);
    const { width, height } = e.cam;
    const left = Uint8Array.from({ length: width * height }, (_, i) => (i % width < width / 2 ? 1 : 0));
    const confined = onBreast({ ...e, breast: encodeGrid(left, width, height) });
    const maps = [
      confined.cam,
      ...Object.values(confined.logitMaps),
      ...Object.values(confined.probabilityMaps),
      ...confined.evidence.map((u) => u.map!),
    ];
    for (const map of maps) {
      const values = decodeGrid(map);
      const lowest = values.reduce((low, v) => Math.min(low, v), Number.POSITIVE_INFINITY);
      for (const [i, v] of values.entries()) if (left[i] === 0) assert.equal(v, lowest);
    }
    assert.deepEqual([confined.sentence, confined.logit, confined.scores], [e.sentence, e.logit, e.scores]);
  });

  it('know their place', async () => {
    const e = await exampleExplanation();
    const { width, height } = e.cam;
    const breast = encodeGrid(
      Uint8Array.from({ length: width * height }, (_, i) => (i % width === 3 ? 1 : 0)),
      width,
      height,
    );
    const { x0, stepX } = e.placement;
    assert.ok(isOnBreast({ ...e, breast }, x0 + 3.4 * stepX, 200));
    assert.ok(!isOnBreast({ ...e, breast }, x0 + 3.6 * stepX, 200));
    assert.ok(isOnBreast(e, -50, -50));
  });
});
