/** Seeded random numbers: the same seed gives the same numbers on every machine, so that a split, a sample or an order can be made again. */

/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * Uniform numbers in [0, 1) with 32 random bits each (sfc32 by Chris Doty-Humphrey, PractRand; state 128 bits, period about 2^127).
 * @param seed any finite number; whole numbers that differ give unrelated sequences.
 */
export function seededRandom(seed: number): Random {
  if (!Number.isFinite(seed)) throw new RangeError(`A seed is a finite number, found ${seed}.`);
  const mix = splitMix(hashSeed(String(seed)));
  let a = mix();
  let b = mix();
  let c = mix();
  let counter = 1;
  const next: Random = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** A 32-bit seed from a text (FNV-1a with a final avalanche): gives every case, view or purpose a random sequence of its own. */
export function hashSeed(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return avalanche(hash) >>> 0;
}

/** The items in a random order, as a new array (Fisher-Yates): every order is equally likely. */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const result = items.slice();
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const moved = result[i];
    result[i] = result[j];
    result[j] = moved;
  }
  return result;
}

/** One normally distributed number, mean 0, standard deviation 1 (Box-Muller). */
export function gaussian(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** 32-bit numbers that spread one seed over a longer state (splitmix's constant and murmur's avalanche). */
function splitMix(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return avalanche(state);
  };
}

function avalanche(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
