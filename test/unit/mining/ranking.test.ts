import assert from 'node:assert/strict';
import fc from 'fast-check';
import { influences, largestUnits, mapMaxima } from '../../../src/mining/influence';
import { surveyOrder, UnitRanking } from '../../../src/mining/ranking';
import { ProblemError } from '../../../src/protocol/problem';
import type { UnitIndex } from '../../../src/protocol/unit';

const CLASSES = 2;
const UNITS = 6;
const options = { classes: CLASSES, units: UNITS, topPerImage: 3 };

// Few distinct values, so that influences, counts and sums tie often.
const small = fc.integer({ min: -2, max: 4 }).map((n) => n / 8);
const anyValue = fc.float({ min: -4, max: 4, noNaN: true });
const images = (value: fc.Arbitrary<number>) =>
  fc.array(fc.array(value, { minLength: UNITS, maxLength: UNITS }).map(Float32Array.from.bind(Float32Array)), { maxLength: 12 });
const weights = fc.array(small, { minLength: CLASSES * UNITS, maxLength: CLASSES * UNITS }).map((w) => new Float32Array(w));

/** The definition, word by word. */
function byDefinition(maxima: Float32Array[], weight: Float32Array, k: number, count: number) {
  const taken = new Map<number, number[]>();
  for (const image of maxima) {
    const influence = [...image].map((a, u) => a * weight[k * UNITS + u]);
    const order = influence.map((_, u) => u).sort((a, b) => influence[b] - influence[a] || a - b);
    for (const u of order.slice(0, 3)) taken.set(u, [...(taken.get(u) ?? []), influence[u]]);
  }
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const units = [...taken].map(([unit, values]) => ({ unit, topCount: values.length, summedInfluence: sum(values) }));
  units.sort((a, b) => b.topCount - a.topCount || b.summedInfluence - a.summedInfluence || a.unit - b.unit);
  const chosen = units.slice(0, count).map((u, i) => ({ ...u, rank: i + 1 }));
  const coverage = maxima.length === 0 ? 0 : sum(chosen.map((u) => u.topCount)) / (maxima.length * 3);
  return { chosen, coverage };
}

function rank(maxima: Float32Array[], weight: Float32Array): UnitRanking {
  const ranking = new UnitRanking(options);
  for (const image of maxima) ranking.add(image, weight);
  return ranking;
}

describe('ranking of units', () => {
  it('is the most frequent among the most influential of every image, ties by summed influence, then by index', () => {
    // Multiples of 1/8 times multiples of 1/8 add up exactly, so ties of sums are real ties in both.
    fc.assert(
      fc.property(images(small), weights, (maxima, weight) => {
        const ranking = rank(maxima, weight);
        for (let k = 0; k < CLASSES; k++) {
          const expected = byDefinition(maxima, weight, k, 4);
          assert.deepEqual(
            ranking.chosen(k, 4).map((u) => ({ ...u, unit: Number(u.unit) })),
            expected.chosen.map(({ unit, topCount, summedInfluence, rank: place }) => ({ unit, topCount, summedInfluence, rank: place })),
          );
          assert.equal(ranking.coverage(k, 4), expected.coverage);
        }
      }),
    );
  });

  it('of parts counted apart, kept in files, merges to exactly the ranking of the whole, in any order', () => {
    fc.assert(
      fc.property(images(anyValue), weights, fc.nat(12), (maxima, weight, cut) => {
        const kept = rank(maxima.slice(cut).reverse(), weight).state();
        const merged = UnitRanking.from(JSON.parse(JSON.stringify(kept)));
        merged.merge(rank(maxima.slice(0, cut), weight));
        const whole = rank(maxima, weight);
        for (let k = 0; k < CLASSES; k++) assert.deepEqual(merged.chosen(k, UNITS), whole.chosen(k, UNITS));
      }),
    );
  });

  it('counts an image for its decided class alone when told so', () => {
    const ranking = new UnitRanking(options);
    ranking.add(new Float32Array([1, 2, 3, 4, 5, 6]), new Float32Array(12).fill(1), 1);
    assert.equal(ranking.images(0), 0);
    assert.equal(ranking.images(1), 1);
    assert.deepEqual(ranking.chosen(0, 5), []);
    assert.equal(ranking.coverage(0, 5), 0);
    assert.equal(ranking.coverage(1, 2), 2 / 3);
  });

  it('refuses to merge rankings of different networks', () => {
    assert.throws(() => new UnitRanking(options).merge(new UnitRanking({ ...options, units: 7 })), RangeError);
  });

  it('lists each chosen unit once in the survey, at its first place', () => {
    const at = (unit: number, place: number) => ({ unit: unit as UnitIndex, rank: place, topCount: 1, summedInfluence: 1 });
    assert.deepEqual(surveyOrder([[at(4, 1), at(2, 2)], [at(2, 1), at(7, 2)], []]), [4, 2, 7]);
  });
});

describe('influence', () => {
  it('is the largest activation over positions times the weight of the class', () => {
    const features = new Float32Array([1, 5, 2, 5, /* second unit */ -3, -1, -2, -4]);
    const maxima = new Float32Array(2);
    const cells = new Int32Array(2);
    mapMaxima(features, 4, maxima, cells);
    assert.deepEqual([...maxima], [5, -1]);
    assert.deepEqual([...cells], [1, 1]);
    assert.deepEqual([...influences(maxima, new Float32Array([1, 1, 2, -3]), 1)], [10, 3]);
  });

  it('gives equal units in the order of their index', () => {
    assert.deepEqual(largestUnits([1, 3, 3, 0, 3], 2), [1, 2]);
    assert.deepEqual(largestUnits([1], 5), [0]);
  });

  it('of a network that gives no finite numbers is refused with what to do', () => {
    for (const bad of [Number.NaN, Infinity])
      assert.throws(() => mapMaxima(new Float32Array([0, bad, 1]), 3, new Float32Array(1), new Int32Array(1)), ProblemError);
    const name = { units: 2, image: (i: number) => `view ${i}` };
    const broken = new Float32Array([1, 2, 3, 4, 5, 6, NaN, 8]);
    assert.throws(() => mapMaxima(broken, 2, new Float32Array(4), new Int32Array(4), undefined, name), /unit_0002 on view 1/);
  });
});

describe('the largest activation of a map, on tissue alone', () => {
  it('passes over cells outside, and counts all when none is inside', () => {
    const maxima = new Float32Array(2);
    const cells = new Int32Array(2);
    mapMaxima(new Float32Array([9, 1, 3, 2, -5, 8, -7, -6]), 4, maxima, cells, new Uint8Array([0, 1, 1, 0]));
    assert.deepEqual([...maxima], [3, 8]);
    assert.deepEqual([...cells], [2, 1]);
    mapMaxima(new Float32Array([9, 1, 3, 2, -5, -4, -7, -6]), 4, maxima, cells, new Uint8Array([1, 0, 0, 1]));
    assert.deepEqual([...maxima], [9, -5]);
    mapMaxima(new Float32Array([9, 1, 3, 2, -5, -4, -7, -6]), 4, maxima, cells, new Uint8Array(4));
    assert.deepEqual([...maxima], [9, -4]);
  });
});
