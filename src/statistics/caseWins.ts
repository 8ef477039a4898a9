/** AUC of resamples by pairs of cases: with few cases and many observations quicker than a walk over the observations, and the same number. */
import type { RankedScores } from './rankedScores';

/** Pairs that positives of one case win against negatives of another, a tie counting one half. */
export interface CaseWins {
  /** Numbers of the cases with positives, and of those with negatives. */
  positiveCases: Uint32Array;
  negativeCases: Uint32Array;
  /** [positive cases, negative cases]; halves are exact */
  wins: Float64Array;
}

/** Takes memory and, for each resample, time for the cases with positives times those with negatives. */
export function caseWins({ caseOf, count, ends, positives, negatives }: RankedScores): CaseWins {
  const withSome = (counts: Uint32Array) => Uint32Array.from([...counts.keys()].filter((c) => counts[c] > 0));
  const [positiveCases, negativeCases] = [withSome(positives), withSome(negatives)];
  const row = new Map([...positiveCases].map((c, i) => [c, i]));
  const column = new Map([...negativeCases].map((c, j) => [c, j]));
  const width = negativeCases.length;
  const wins = new Float64Array(positiveCases.length * width);
  // [positive cases] observations in the steps above, those of this step counting one half
  const above = new Float64Array(positiveCases.length);
  for (let step = 0, start = 0; step < ends.length; start = ends[step++]) {
    const halves = () => {
      for (let k = start; k < ends[step]; k++) if (count[k] > 0) above[row.get(caseOf[k])!] += count[k] / 2;
    };
    halves();
    for (let k = start; k < ends[step]; k++) {
      if (count[k] > 0) continue;
      const j = column.get(caseOf[k])!;
      for (let i = 0; i < above.length; i++) wins[i * width + j] -= count[k] * above[i];
    }
    halves();
  }
  return { positiveCases, negativeCases, wins };
}

/** As resampledAuc() of the same scores. */
export function aucOfCases(
  { positiveCases, negativeCases, wins }: CaseWins,
  { positives, negatives }: RankedScores,
  times: ArrayLike<number>,
): number | undefined {
  const width = negativeCases.length;
  const drawn = new Float64Array(width);
  let allNegatives = 0;
  for (let j = 0; j < width; j++) {
    drawn[j] = times[negativeCases[j]];
    allNegatives += drawn[j] * negatives[negativeCases[j]];
  }
  let sum = 0;
  let allPositives = 0;
  for (let i = 0; i < positiveCases.length; i++) {
    const often = times[positiveCases[i]];
    if (often === 0) continue;
    allPositives += often * positives[positiveCases[i]];
    let own = 0;
    for (let j = 0; j < width; j++) own += wins[i * width + j] * drawn[j];
    sum += often * own;
  }
  return allPositives === 0 || allNegatives === 0 ? undefined : sum / (allPositives * allNegatives);
}
