/** Evidence: influence, exact shares, the annotated and the others. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evidenceOf } from '../../../src/explanation/evidence';
import { decodeGrid } from '../../../src/protocol/grid';
import { parseUnitId, type UnitIndex, unitId, unitIndex } from '../../../src/protocol/unit';
import { name } from './example';

const number = fc.double({ min: -3, max: 3, noNaN: true });
const views = fc
  .record({ units: fc.integer({ min: 1, max: 20 }), width: fc.integer({ min: 1, max: 5 }), height: fc.integer({ min: 1, max: 5 }) })
  .chain(({ units, width, height }) =>
    fc.record({
      units: fc.constant(units),
      width: fc.constant(width),
      height: fc.constant(height),
      features: fc.array(fc.double({ min: 0, max: 4, noNaN: true }), {
        minLength: units * width * height,
        maxLength: units * width * height,
      }),
      weight: fc.array(number, { minLength: 3 * units, maxLength: 3 * units }),
      bias: fc.array(number, { minLength: 3, maxLength: 3 }),
      classIndex: fc.integer({ min: 0, max: 2 }),
      cell: fc.integer({ min: 0, max: width * height - 1 }),
      named: fc.uniqueArray(fc.integer({ min: 0, max: units - 1 })),
    }),
  );

interface MadeView {
  units: number;
  width: number;
  height: number;
  features: number[];
  weight: number[];
  bias: number[];
  classIndex: number;
  cell: number;
  named: number[];
}

function ask(v: MadeView) {
  return evidenceOf({
    response: { features: Float32Array.from(v.features), width: v.width, height: v.height },
    weight: Float32Array.from(v.weight),
    bias: Float32Array.from(v.bias),
    classIndex: v.classIndex,
    cell: v.cell,
    names: new Map<UnitIndex, ReturnType<typeof name>>(v.named.map((u) => [unitIndex(u), name(`unit ${u}`, 'benign', 'mass', [])])),
    maskThreshold: (_, maximum) => maximum * 0.2,
    options: { units: 5, amongTop: 8 },
  });
}

describe('evidence', () => {
  it('adds up: bias + shares of the shown units + rest is the class logit at the deciding position', () => {
    fc.assert(
      fc.property(views, (v) => {
        const { evidence, logit } = ask(v);
        const shown = evidence.reduce((sum, e) => sum + e.share, 0);
        assert.ok(Math.abs(logit.bias + shown + logit.rest - logit.value) < 1e-9);
        const cells = v.width * v.height;
        let brute = Math.fround(v.bias[v.classIndex]);
        for (let u = 0; u < v.units; u++)
          brute += Math.fround(v.weight[v.classIndex * v.units + u]) * Math.fround(v.features[u * cells + v.cell]);
        assert.ok(Math.abs(brute - logit.value) < 1e-9);
      }),
    );
  });

  it('shows up to five annotated units of the eight with the most influence, in that order, and lists the others', () => {
    fc.assert(
      fc.property(views, (v) => {
        const { evidence, unannotated, against } = ask(v);
        const cells = v.width * v.height;
        const influence = Array.from({ length: v.units }, (_, u) => {
          const map = v.features.slice(u * cells, (u + 1) * cells).map(Math.fround);
          return Math.max(...map) * Math.fround(v.weight[v.classIndex * v.units + u]);
        });
        const order = influence.map((_, u) => u).sort((a, b) => influence[b] - influence[a] || a - b);
        const top = order.slice(0, 8);
        const indices = (list: typeof evidence) => list.map((e) => parseUnitId(e.unit) as number);
        assert.deepEqual(indices(evidence), top.filter((u) => v.named.includes(u)).slice(0, 5));
        assert.deepEqual(
          indices(unannotated),
          top.filter((u) => !v.named.includes(u)),
        );
        for (const e of [...evidence, ...unannotated, ...against]) assert.equal(e.rank, order.indexOf(parseUnitId(e.unit)) + 1);
        for (const e of against)
          assert.ok(e.share < 0 && v.named.includes(parseUnitId(e.unit)) && !evidence.some((s) => s.unit === e.unit));
        assert.deepEqual(
          against.map((e) => e.share),
          against.map((e) => e.share).sort((a, b) => a - b),
        );
      }),
    );
  });

  it("gives each shown unit its own map and its own words, by id: unit_0001's are never unit_0002's", () => {
    const { evidence } = ask({
      units: 3,
      width: 2,
      height: 1,
      features: [1, 2, 5, 4, 7, 0],
      weight: [0, 0, 0, 3, 2, 1, 0, 0, 0],
      bias: [0, 0, 0],
      classIndex: 1,
      cell: 0,
      named: [0, 1, 2],
    });
    assert.deepEqual(
      evidence.map((e) => [e.unit, e.influence, e.share, e.annotations[0].phenomena[0].description]),
      [
        ['unit_0002', 10, 10, 'unit 1'],
        ['unit_0003', 7, 7, 'unit 2'],
        ['unit_0001', 6, 3, 'unit 0'],
      ],
    );
    assert.deepEqual([...decodeGrid(evidence[0].map!)], [5, 4]);
    assert.equal(unitId(unitIndex(1)), evidence[0].unit);
  });
});
