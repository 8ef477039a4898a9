/** Agreement of experts: equal to what others compute, the same whatever the order of things, and never a number where there is none. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { cohenKappa, fleissKappa } from '../../../src/statistics/kappa';
import { seededRandom, shuffle } from '../../../src/statistics/random';

interface Golden {
  made: Record<string, string>;
  cohen: { first: string[]; second: string[]; kappa: number }[];
  fleiss: { answers: string[][]; kappa: number }[];
  fleissWithGaps: { answers: (string | null)[][]; units: number; kappa: number }[];
}

const golden: Golden = JSON.parse(readFileSync('test/golden/agreement.json', 'utf8'));
const near = (found: number | null, expected: number, tolerance = 1e-12) =>
  assert.ok(found !== null && Math.abs(found - expected) <= tolerance, `${found} is not ${expected}`);
const given = (answers: (string | null)[][]) => answers.map((unit) => unit.map((said) => said ?? undefined));
const few = { draws: 50 };

const category = fc.constantFrom('mass', 'calcification', 'other', 'normal tissue');
const answers = fc
  .integer({ min: 2, max: 5 })
  .chain((raters) =>
    fc.array(fc.array(fc.option(category, { nil: undefined }), { minLength: raters, maxLength: raters }), { maxLength: 25 }),
  );

describe(`kappa, against scikit-learn ${golden.made['scikit-learn']} and statsmodels ${golden.made.statsmodels}`, () => {
  golden.cohen.forEach(({ first, second, kappa }, i) => {
    it(`of two raters is scikit-learn's, list ${i + 1}`, () => near(cohenKappa(first, second).kappa, kappa));
  });
  golden.fleiss.forEach(({ answers: said, kappa }, i) => {
    it(`of several raters is statsmodels', list ${i + 1}`, () => near(fleissKappa(said).kappa, kappa));
  });
  golden.fleissWithGaps.forEach(({ answers: said, units, kappa }, i) => {
    it(`of raters who left units out is a plain double loop's, list ${i + 1}`, () => {
      const found = fleissKappa(given(said));
      assert.equal(found.units, units);
      near(found.kappa, kappa);
    });
  });
});

describe('kappa', () => {
  it('does not hang on the order of raters or units, nor on the names of categories', () => {
    fc.assert(
      fc.property(answers, fc.integer(), (said, seed) => {
        const random = seededRandom(seed);
        const order = shuffle(said, random);
        const renamed = said.map((unit) => unit.map((c) => c && `${c.length}${c}`));
        const raters = shuffle([...(said[0] ?? []).keys()], random);
        const turned = order.map((unit) => raters.map((r) => unit[r]));
        const { kappa, reason } = fleissKappa(said, few);
        for (const other of [turned, renamed].map((s) => fleissKappa(s, few))) {
          assert.equal(other.reason, reason);
          if (kappa === null) assert.equal(other.kappa, null);
          else near(other.kappa, kappa, 1e-9);
        }
        const [first, second] = [said.map((u) => u[0]), said.map((u) => u[1])];
        const forth = cohenKappa(first, second, few);
        const back = cohenKappa(second, first, few);
        assert.deepEqual({ ...back, interval: null }, { ...forth, interval: null });
      }),
    );
  });

  it('of perfect agreement is 1, and so are both ends of its interval', () => {
    fc.assert(
      fc.property(fc.array(category, { minLength: 2, maxLength: 30 }), fc.integer({ min: 2, max: 6 }), (units, raters) => {
        fc.pre(new Set(units).size > 1);
        for (const found of [
          cohenKappa(units, units, few),
          fleissKappa(
            units.map((c) => Array(raters).fill(c)),
            few,
          ),
        ]) {
          near(found.kappa, 1);
          if (found.interval) near(found.interval.low, 1);
        }
      }),
    );
  });

  it('is never above 1 nor a number that is none, and lies within reach of its interval', () => {
    fc.assert(
      fc.property(answers, (said) => {
        for (const found of [
          fleissKappa(said, few),
          cohenKappa(
            said.map((u) => u[0]),
            said.map((u) => u[1]),
            few,
          ),
        ]) {
          assert.equal(found.kappa === null, found.reason !== undefined);
          for (const x of [found.kappa, found.observed, found.expected, found.interval?.low, found.interval?.high])
            assert.ok(x === null || x === undefined || (Number.isFinite(x) && x <= 1 + 1e-12), `${x}`);
        }
      }),
    );
  });

  it('is nothing, and says why, without units, with one unit, and where all answers are alike', () => {
    assert.deepEqual(cohenKappa([], []), { kappa: null, reason: 'tooFewUnits', interval: null, units: 0, observed: null, expected: null });
    assert.deepEqual(fleissKappa([['mass'], ['mass', undefined]]), {
      kappa: null,
      reason: 'tooFewUnits',
      interval: null,
      units: 0,
      observed: null,
      expected: null,
    });
    assert.equal(cohenKappa(['mass'], ['other']).reason, 'tooFewUnits');
    assert.deepEqual(cohenKappa(['mass', 'mass'], ['mass', 'mass']), {
      kappa: null,
      reason: 'oneCategory',
      interval: null,
      units: 2,
      observed: 1,
      expected: 1,
    });
  });

  it('counts only units that both have answered', () => {
    const found = cohenKappa(['mass', 'other', undefined, 'mass'], ['mass', 'other', 'mass', undefined]);
    assert.deepEqual([found.units, found.kappa], [2, 1]);
  });

  it('has the same interval for the same seed, and one that holds chance where answers are drawn by chance', () => {
    const random = seededRandom(7);
    const draw = () => Array.from({ length: 300 }, () => (random() < 0.5 ? 'mass' : 'other'));
    const [first, second] = [draw(), draw()];
    const found = cohenKappa(first, second, { seed: 3 });
    assert.deepEqual(cohenKappa(first, second, { seed: 3 }), found);
    assert.ok(found.interval!.low < 0 && found.interval!.high > 0, JSON.stringify(found.interval));
    assert.throws(() => cohenKappa(['mass'], []), RangeError);
  });
});
