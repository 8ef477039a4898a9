/** Agreement beyond chance: Cohen's kappa of two raters and Fleiss' kappa of several, with intervals by resampling units. */
import type { Kappa, NoKappa } from '../protocol/kappa';
import { percentileInterval } from './bootstrap';
import { caseResamples } from './resample';

export interface KappaOptions {
  /** Resamples of units, and the seed they are drawn with. */
  draws?: number;
  seed?: number;
}

/** What a unit adds to the sums of either kappa: its agreement, and the shares of the categories among its answers, by rater where they are told apart. */
interface UnitTerms {
  agreement: number;
  /** [raters told apart (Cohen: 2, Fleiss: 1)][categories] */
  shares: Float64Array[];
}

/**
 * Cohen's kappa (Educational and Psychological Measurement 20:37, 1960), unweighted: categories have no order. Units that one of the two
 * did not answer are left out. The interval is the percentile bootstrap over units; resamples without a kappa (all answers alike) are left
 * out, and `draws` says how many remain. Throws RangeError when the lists differ in length.
 * @param first [units] category of each unit; undefined: not answered
 * @param second [units] the same of the other rater
 */
export function cohenKappa(
  first: readonly (string | undefined)[],
  second: readonly (string | undefined)[],
  options: KappaOptions = {},
): Kappa {
  if (first.length !== second.length)
    throw new RangeError(`Both raters have a place for every unit, found ${first.length} and ${second.length}.`);
  const both = first.flatMap((a, i) => (a === undefined || second[i] === undefined ? [] : [[a, second[i] as string] as const]));
  const places = placesOf(both.flat());
  const terms = both.map(([a, b]) => ({ agreement: a === b ? 1 : 0, shares: [a, b].map((said) => sharesOf([said], places)) }));
  return kappaOf(terms, places.size, options);
}

/**
 * Fleiss' kappa (Psychological Bulletin 76:378, 1971) of any number of raters, who need not have answered every unit. Units with two answers
 * or more count. Agreement of a unit is the share of agreeing pairs among *its* answers; observed agreement is the mean over units; the share
 * of a category is the mean over units of its share among the unit's answers. So every unit counts alike, however many answered it (Gwet,
 * Handbook of Inter-Rater Reliability, 4th ed., chapter 2, over the units compared); where all have equally many answers this is Fleiss' own
 * formula. Interval as above.
 * @param answers [units][answers] categories, in any order; undefined: not answered
 */
export function fleissKappa(answers: readonly (readonly (string | undefined)[])[], options: KappaOptions = {}): Kappa {
  const given = answers.map((unit) => unit.filter((said) => said !== undefined)).filter((unit) => unit.length >= 2);
  const places = placesOf(given.flat());
  const terms = given.map((unit) => {
    const shares = sharesOf(unit, places);
    const n = unit.length;
    // Counts are whole numbers: rounded back, so that perfect agreement is exactly 1.
    const pairs = shares.reduce((sum, share) => sum + Math.round(share * n) * (Math.round(share * n) - 1), 0);
    return { agreement: pairs / (n * (n - 1)), shares: [shares] };
  });
  return kappaOf(terms, places.size, options);
}

function kappaOf(terms: readonly UnitTerms[], categories: number, options: KappaOptions): Kappa {
  const units = terms.length;
  const once = new Uint16Array(units).fill(1);
  const { observed, expected } = units === 0 ? { observed: null, expected: null } : agreements(terms, categories, once);
  const none = (reason: NoKappa): Kappa => ({ kappa: null, reason, interval: null, units, observed, expected });
  if (observed === null || expected === null || units < 2) return none('tooFewUnits');
  if (categories < 2) return none('oneCategory');
  const { draws, times } = caseResamples(units, options);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const drawn = agreements(terms, categories, times.subarray(draw * units, (draw + 1) * units));
    if (drawn.used > 1) values.push(beyondChance(drawn));
  }
  return { kappa: beyondChance({ observed, expected }), interval: percentileInterval(values) ?? null, units, observed, expected };
}

/** Means over units, each counted `times`; `used`: categories that occur among them. */
function agreements(
  terms: readonly UnitTerms[],
  categories: number,
  times: Uint16Array,
): { observed: number; expected: number; used: number } {
  const raters = terms[0].shares.length;
  const sums = Array.from({ length: raters }, () => new Float64Array(categories));
  let units = 0;
  let agreed = 0;
  terms.forEach(({ agreement, shares }, i) => {
    const count = times[i];
    if (count === 0) return;
    units += count;
    agreed += count * agreement;
    for (let r = 0; r < raters; r++) for (let k = 0; k < categories; k++) sums[r][k] += count * shares[r][k];
  });
  let expected = 0;
  let used = 0;
  for (let k = 0; k < categories; k++) {
    expected += (sums[0][k] / units) * (sums[raters - 1][k] / units);
    if (sums.some((s) => s[k] > 0)) used++;
  }
  return { observed: agreed / units, expected, used };
}

const beyondChance = ({ observed, expected }: { observed: number; expected: number }): number => (observed - expected) / (1 - expected);

/** Categories by name in one order, so that sums, and their last digits, do not hang on the order of raters or units. */
function placesOf(said: readonly string[]): Map<string, number> {
  return new Map([...new Set(said)].sort().map((category, place) => [category, place]));
}

/** [categories] share of each among these answers. */
function sharesOf(said: readonly string[], places: ReadonlyMap<string, number>): Float64Array {
  const counts = new Float64Array(places.size);
  for (const category of said) counts[places.get(category)!]++;
  return counts.map((count) => count / said.length);
}
