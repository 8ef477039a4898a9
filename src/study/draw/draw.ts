/** The draw: equal numbers of benign and malignant cases, by a seed alone. */
import type { View } from '../../dataset/model';
import type { StudyCall } from '../../protocol/study';
import { STUDY_CALLS } from '../../protocol/study';
import { hashSeed, seededRandom, shuffle } from '../../statistics/random';
import { add, type Candidate, type Candidates } from './candidates';
import type { AskedChoices } from './choices';
import { tooFew } from './tooFew';

export interface Drawn<T> {
  truth: StudyCall;
  view: View;
  seen: T;
}

export interface Draw<T> {
  /** Shuffled: neither place nor number tells the class. */
  drawn: Drawn<T>[];
  /** Candidates that the draw was made from: those by label, less those found to be of no use. */
  eligible: Record<StudyCall, number>;
  leftOut: Map<string, number>;
}

/** What was seen of a view, or why it cannot be asked about. */
export type Look<T> = (view: View, truth: StudyCall) => Promise<{ seen: T } | { reason: string }>;

/**
 * Draws `choices.cases` candidates, half of each class, or as many as there are. A candidate's views are looked at in an order of chance
 * until one is of use; candidates without one are passed over and the next one is taken, which is the same as leaving them out before.
 * Throws ProblemError `study.tooFew` where there are fewer than were asked for, and what `look` throws.
 * @param look at most 2 x the smaller class' candidates are looked at, and those of no use
 */
export async function drawCases<T>(
  candidates: Candidates,
  choices: Pick<AskedChoices, 'seed' | 'cases' | 'draw'>,
  look: Look<T>,
): Promise<Draw<T>> {
  const { seed, cases, draw } = choices;
  const random = (purpose: string) => seededRandom(hashSeed(`${seed}\n${purpose}`));
  const count = (of: Record<StudyCall, readonly unknown[]>) => ({ benign: of.benign.length, malignant: of.malignant.length });
  const labelled = count(candidates.of);
  const fewest = Math.min(labelled.benign, labelled.malignant);
  const wanted = cases === undefined ? fewest : cases / 2;
  const lacking = (there: Record<StudyCall, number>) => tooFew({ there, cases, draw, views: candidates.views });
  if (wanted > fewest || fewest === 0) throw lacking(labelled);

  const leftOut = new Map(candidates.leftOut);
  const useless = { benign: 0, malignant: 0 };
  const taken: Record<StudyCall, Drawn<T>[]> = { benign: [], malignant: [] };
  for (const truth of STUDY_CALLS)
    for (const candidate of shuffle(candidates.of[truth], random(truth))) {
      if (taken[truth].length === wanted) break;
      const found = await firstOfUse(candidate, random(candidate.id), look, leftOut);
      if (found) taken[truth].push(found);
      else useless[truth] += 1;
    }
  const eligible = { benign: labelled.benign - useless.benign, malignant: labelled.malignant - useless.malignant };
  const half = Math.min(taken.benign.length, taken.malignant.length);
  if (half === 0 || (cases !== undefined && half < wanted)) throw lacking(eligible);
  const both = STUDY_CALLS.flatMap((truth) => taken[truth].slice(0, half));
  return { drawn: shuffle(both, random('numbers')), eligible, leftOut };
}

async function firstOfUse<T>(
  { views, truth }: Candidate,
  random: () => number,
  look: Look<T>,
  leftOut: Map<string, number>,
): Promise<Drawn<T> | undefined> {
  for (const view of shuffle(views, random)) {
    const found = await look(view, truth);
    if ('seen' in found) return { truth, view, seen: found.seen };
    add(leftOut, found.reason);
  }
  return undefined;
}
