/** Maps and the decision. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classActivationMap, placementOverView } from '../../../src/explanation/maps';
import { decide, probabilityMaps } from '../../../src/mining/decide';

const small = fc.double({ min: -8, max: 8, noNaN: true });

describe('maps over a view', () => {
  it('probabilities are the softmax over classes at each position, however large the logits', () => {
    const [a, b] = probabilityMaps(Float32Array.from([0, 1000, Math.log(3), 999]), 2);
    assert.ok(Math.abs(a[0] - 0.25) < 1e-6 && Math.abs(b[0] - 0.75) < 1e-6);
    assert.ok(Math.abs(a[1] - 1 / (1 + Math.exp(-1))) < 1e-6 && Math.abs(a[1] + b[1] - 1) < 1e-6);
  });

  it('the CAM equals the sum over units of weight x map, position by position', () => {
    const shape = fc.record({
      units: fc.integer({ min: 1, max: 6 }),
      cells: fc.integer({ min: 1, max: 12 }),
      k: fc.integer({ min: 0, max: 2 }),
    });
    const property = fc.property(shape, fc.infiniteStream(small), ({ units, cells, k }, numbers) => {
      const next = () => numbers.next().value as number;
      const features = Float32Array.from({ length: units * cells }, next);
      const weight = Float32Array.from({ length: 3 * units }, next);
      const cam = classActivationMap(features, weight, units, k);
      for (let i = 0; i < cells; i++) {
        let sum = 0;
        for (let u = 0; u < units; u++) sum += weight[k * units + u] * features[u * cells + i];
        assert.ok(Math.abs(cam[i] - sum) <= 1e-4 * Math.max(1, Math.abs(sum)));
      }
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('cells lie where their receptive fields are centred, in view pixels, also when both axes are scaled apart', () => {
    const placement = placementOverView({ size: 31, stride: 8, offset: 4 }, { width: 100, height: 150 }, { width: 250, height: 600 });
    assert.deepEqual(placement, { x0: 10, y0: 16, stepX: 20, stepY: 32 });
  });
});

describe('the decision', () => {
  // [normal, benign, malignant] over four positions
  const maps = (...columns: [number, number, number][]) => [0, 1, 2].map((k) => Float32Array.from(columns, (c) => c[k]));

  it('goes to the background only when no other class leads anywhere', () => {
    const quiet = maps([0.9, 0.05, 0.05], [0.5, 0.3, 0.2]);
    assert.equal(decide(quiet, 'max', 0).classIndex, 0);
    const challenged = maps([0.9, 0.05, 0.05], [0.3, 0.3, 0.4]);
    const { classIndex, cell, probability, scores } = decide(challenged, 'max', 0);
    assert.deepEqual([classIndex, cell], [2, 1]);
    assert.ok(Math.abs(probability - 0.4) < 1e-6 && Math.abs(scores[0] - 0.9) < 1e-6);
  });

  it('among the others goes to the best score, not to the one that leads', () => {
    // benign leads once with 0.45; malignant is 0.48 where normal leads.
    const { classIndex, cell } = decide(maps([0.3, 0.45, 0.25], [0.5, 0.02, 0.48]), 'max', 0);
    assert.deepEqual([classIndex, cell], [2, 1]);
  });

  it('a tie with the background is no lead', () => {
    assert.equal(decide(maps([0.4, 0.4, 0.2]), 'max', 0).classIndex, 0);
  });

  it('without a background goes to the largest score', () => {
    assert.equal(decide(maps([0.9, 0.05, 0.05], [0.1, 0.1, 0.8]), 'max').classIndex, 0);
  });

  it('counts positions in the breast only, and all where there is none', () => {
    const m = maps([0.6, 0.3, 0.1], [0.05, 0.05, 0.9]);
    assert.equal(decide(m, 'max', 0, Uint8Array.from([1, 0])).classIndex, 0);
    assert.equal(decide(m, 'max', 0, Uint8Array.from([0, 0])).classIndex, 2);
  });

  it('by mean scores the mean, and decides where that class is largest', () => {
    const { scores, classIndex, cell } = decide(maps([0.1, 0.5, 0.4], [0.2, 0.6, 0.2], [0.05, 0.05, 0.9]), 'mean', 0);
    assert.ok(Math.abs(scores[2] - 0.5) < 1e-6 && Math.abs(scores[1] - 1.15 / 3) < 1e-6);
    assert.deepEqual([classIndex, cell], [2, 2]);
  });
});
