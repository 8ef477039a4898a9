/** Which units are silenced together, and with which others they are compared. */
import type { UnitIndex } from '../protocol/unit';
import { hashSeed, seededRandom, shuffle } from '../statistics/random';

export interface UnitSets {
  /** Each mined unit alone, in survey order. */
  alone: UnitIndex[][];
  /** All annotated units. */
  annotated: UnitIndex[];
  /** As many mined units that are not annotated, drawn with the seed; all of them where they are fewer. */
  otherMined: UnitIndex[];
  /** Per draw as many units that are not annotated, mined or not; empty where they are fewer. */
  random: UnitIndex[][];
  /** Units that are not annotated: what `random` is drawn from. */
  outOf: number;
}

export function unitSets(
  mined: readonly UnitIndex[],
  annotated: readonly UnitIndex[],
  units: number,
  { draws, seed }: { draws: number; seed: number },
): UnitSets {
  const named = new Set(annotated);
  const others = Array.from({ length: units }, (_, u) => u as UnitIndex).filter((u) => !named.has(u));
  const drawn = (from: readonly UnitIndex[], purpose: string) =>
    shuffle(from, seededRandom(hashSeed(`${seed} ${purpose}`)))
      .slice(0, annotated.length)
      .sort((a, b) => a - b);
  const enough = annotated.length > 0 && others.length >= annotated.length;
  return {
    alone: mined.map((u) => [u]),
    annotated: [...annotated].sort((a, b) => a - b),
    otherMined: drawn(
      mined.filter((u) => !named.has(u)),
      'other mined units',
    ),
    random: enough ? Array.from({ length: draws }, (_, i) => drawn(others, `random units ${i}`)) : [],
    outOf: others.length,
  };
}
