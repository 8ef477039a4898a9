import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ExactSum } from '../../../src/statistics/exactSum';

const number = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const sumOf = (values: readonly number[]) => values.reduce((sum, v) => sum.add(v), new ExactSum());

describe('exact sum', () => {
  it('keeps what ordinary addition loses', () => {
    assert.equal(sumOf([1e16, 1, -1e16]).value, 1);
    assert.equal(sumOf(Array(10).fill(0.1)).value, 1);
    assert.equal(sumOf([]).value, 0);
  });

  it('is the same in every order and cut into any parts', () => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 30 }), fc.nat(30), (values, cut) => {
        const whole = sumOf(values).value;
        assert.equal(sumOf([...values].reverse()).value, whole);
        const merged = sumOf(values.slice(cut)).merge(sumOf(values.slice(0, cut)));
        assert.equal(merged.value, whole);
      }),
    );
  });

  it('is the true sum, rounded once', () => {
    // Whole multiples of 2^-20 add up exactly as big integers.
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }), { maxLength: 30 }), (values) => {
        const exact = values.reduce((a, b) => a + b, 0n);
        assert.equal(sumOf(values.map((v) => Number(v) / 2 ** 20)).value, Number(exact) / 2 ** 20);
      }),
    );
  });
});
