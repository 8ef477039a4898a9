import assert from 'node:assert/strict';
import { gaussian, hashSeed, seededRandom, shuffle } from '../../../src/statistics/random';

describe('seeded random numbers', () => {
  it('repeat with the seed and differ without', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    assert.deepEqual(draw(7), draw(7));
    assert.notDeepEqual(draw(7), draw(8));
    assert.throws(() => seededRandom(Number.NaN), /finite/);
  });

  it('fill [0, 1) evenly: a chi-square of 100 bins is unsuspicious', () => {
    const random = seededRandom(1);
    const bins = new Array<number>(100).fill(0);
    const n = 100_000;
    for (let i = 0; i < n; i++) bins[Math.floor(random() * 100)]++;
    const chiSquare = bins.reduce((sum, count) => sum + (count - n / 100) ** 2 / (n / 100), 0);
    // 99 degrees of freedom: 0.001 and 0.999 quantiles.
    assert.ok(chiSquare > 60.3 && chiSquare < 149.5, `chi-square ${chiSquare}`);
  });

  it('have normal deviates of mean 0 and deviation 1', () => {
    const random = seededRandom(2);
    const n = 50_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const v = gaussian(random);
      sum += v;
      squares += v * v;
    }
    assert.ok(Math.abs(sum / n) < 0.02 && Math.abs(squares / n - 1) < 0.03);
  });

  it('shuffle to a permutation, every order of three equally often', () => {
    const random = seededRandom(3);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffle('abc'.split(''), random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 6);
    for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 130, `${count} of 6000`);
  });

  it('give texts 32-bit seeds that differ', () => {
    const seeds = new Set(Array.from({ length: 5000 }, (_, i) => hashSeed(`1 case ${i}`)));
    assert.ok(seeds.size >= 4998);
  });
});
