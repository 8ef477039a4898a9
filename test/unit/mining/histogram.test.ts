import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ActivationHistogram } from '../../../src/mining/histogram';
import { ProblemError } from '../../../src/protocol/problem';

const activation = fc.double({ min: -1, max: 50, noNaN: true }).map(Math.fround);

describe('histogram of activations', () => {
  it('gives an upper quantile within one bin (1.6 %) of the sorted activations', () => {
    fc.assert(
      fc.property(fc.array(activation, { minLength: 1, maxLength: 200 }), fc.constantFrom(0.005, 0.05, 0.3), (values, q) => {
        const histogram = new ActivationHistogram(1);
        histogram.add(new Float32Array(values), values.length);
        const found = histogram.upperQuantile(0, q);
        // The bin of the value at this place from the top, whole values only.
        const sorted = [...values].sort((a, b) => b - a);
        const exact = Math.max(sorted[Math.ceil(q * values.length) - 1], 2 ** -16);
        assert.ok(found <= exact * (1 + 1 / 64) && (found >= exact * (1 - 1 / 64) || exact === 2 ** -16), `${found} for ${exact}`);
      }),
    );
  });

  it('counts each unit apart and merges to the histogram of the whole', () => {
    const a = new ActivationHistogram(2);
    const b = new ActivationHistogram(2);
    const whole = new ActivationHistogram(2);
    const first = new Float32Array([0, 1, 2, /* unit 1 */ 10, 20, 30]);
    const second = new Float32Array([5, 0, 0, /* unit 1 */ 0, 0, 70]);
    a.add(first, 3);
    b.add(second, 3);
    whole.add(first, 3);
    whole.add(second, 3);
    a.merge(b);
    for (const unit of [0, 1]) for (const q of [0.1, 0.2, 0.5]) assert.equal(a.upperQuantile(unit, q), whole.upperQuantile(unit, q));
    assert.ok(Math.abs(a.upperQuantile(1, 0.16) - 70) < 1.2);
  });

  it('of a silent unit has the quantile zero, and of no image none at all', () => {
    const histogram = new ActivationHistogram(1);
    assert.throws(() => histogram.upperQuantile(0, 0.005), ProblemError);
    histogram.add(new Float32Array(100), 100);
    assert.equal(histogram.upperQuantile(0, 0.005), 0);
  });
});
