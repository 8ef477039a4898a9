/**
 * The split of a data set into train, hold-out and test, by case (SPEC 2).
 *
 * No rule can at once depend on nothing but the case, so that adding cases moves none, and give every class its share exactly. This one holds to
 * the first as far as the second allows: a case's part follows from its own name and the seed; only where a class would get too few or too many
 * cases in a part do the cases nearest to the limit change over. With `keep` nothing ever moves: parts given earlier are kept as they are.
 */
import { hashSeed } from '../statistics/random';
import type { Case, Part } from './model';
import { caseLabel, type LabelOrder } from './viewLabel';

export interface SplitOptions {
  seed: number;
  /** Share of the hold-out part, 0..1. */
  holdout: number;
  /** Share of the test part, 0..1. */
  test: number;
  /** Parts given earlier, by case id. */
  keep?: ReadonlyMap<string, Part>;
  /** Which class counts where a case has several. */
  order?: LabelOrder;
}

/** A class may have this many cases more or fewer in a part than its share, or … */
const SLACK_CASES = 2;
/** … this much of its share, whichever is more. */
const SLACK_SHARE = 0.2;
/** From this many cases on a class is in every part. */
const EVERY_PART_FROM = 3;

/**
 * Gives each case one part. Within each class (a case's worst finding; benign with and without callback are one) a part has its share of the cases within two cases or a fifth; classes of
 * at least three cases are in every part that has a share; with at least three cases in all no such part is empty. The order of the cases does not matter.
 * Throws RangeError when the shares leave nothing to train on.
 */
export function splitCases(cases: readonly Case[], options: SplitOptions): Map<string, Part> {
  const { seed, holdout, test, keep } = options;
  if (!(holdout >= 0 && test >= 0 && holdout + test < 1))
    throw new RangeError(`Hold-out and test together are shares below 1; found ${holdout} and ${test}.`);
  const strata = new Map<string, string[]>();
  for (const c of cases) {
    const name = caseLabel(c.views, options.order);
    strata.set(name, [...(strata.get(name) ?? []), c.id]);
  }
  const parts = new Map<string, Part>();
  for (const c of cases) {
    const kept = keep?.get(c.id);
    if (kept) parts.set(c.id, kept);
  }
  for (const ids of strata.values()) {
    draw(ids, 'test', test, test, seed, parts);
    // Among the cases that are not in the test part, which makes the same share of all of them.
    draw(ids, 'holdout', holdout, holdout / (1 - test), seed, parts);
    for (const id of ids) if (!parts.has(id)) parts.set(id, 'train');
  }
  if (cases.length >= 3) {
    fillEmpty('train', seed, parts, keep);
    if (test > 0) fillEmpty('test', seed, parts, keep);
    if (holdout > 0) fillEmpty('holdout', seed, parts, keep);
  }
  return new Map(cases.map((c) => [c.id, parts.get(c.id)!]));
}

/** Puts cases into `part`: those whose own number lies below the limit, or as many more or fewer as the bounds on their count want. */
function draw(ids: readonly string[], part: Part, share: number, limit: number, seed: number, parts: Map<string, Part>): void {
  if (share === 0) return;
  const already = ids.filter((id) => parts.get(id) === part).length;
  const target = share * ids.length;
  const slack = Math.max(SLACK_CASES, SLACK_SHARE * target);
  const least = Math.max(ids.length >= EVERY_PART_FROM ? 1 : 0, Math.ceil(target - slack));
  // The slack must not empty the training part of a class of three or four.
  const most = Math.max(Math.ceil(target), Math.min(Math.floor(target + slack), Math.floor(ids.length / 4)));
  const open = ids.filter((id) => !parts.has(id)).sort(byNumber(seed, part));
  const below = open.filter((id) => ownNumber(seed, part, id) < limit).length;
  const count = Math.min(Math.max(below, least - already), Math.max(0, most - already), open.length);
  for (const id of open.slice(0, count)) parts.set(id, part);
}

/** In a data set of a few cases, classes of one or two may leave a part without any: takes a case of the fullest part. */
function fillEmpty(part: Part, seed: number, parts: Map<string, Part>, keep: ReadonlyMap<string, Part> | undefined): void {
  if ([...parts.values()].includes(part)) return;
  const movable = (['train', 'holdout', 'test'] as const).map((from) =>
    [...parts.keys()].filter((id) => parts.get(id) === from && !keep?.has(id)).sort(byNumber(seed, part)),
  );
  const fullest = movable.reduce((a, b) => (b.length > a.length ? b : a));
  if (fullest.length > 1) parts.set(fullest[0], part);
}

/** A number in [0, 1) that belongs to the case, the part and the seed alone. */
function ownNumber(seed: number, part: Part, id: string): number {
  return hashSeed(`${seed} ${part} ${id}`) / 2 ** 32;
}

/** Ties, which two cases in four thousand million have, by name. */
function byNumber(seed: number, part: Part): (a: string, b: string) => number {
  return (a, b) => ownNumber(seed, part, a) - ownNumber(seed, part, b) || (a < b ? -1 : 1);
}
