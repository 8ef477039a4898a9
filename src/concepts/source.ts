/** Where masks of known concepts come from: beside the data set's own views, or any folder that people or other programs filled. */
import type { View } from '../dataset/model';
import type { MaskToRead } from '../mining/dissect';
import type { Mask } from '../pixels/image';
import { describeProblem, type Problem, ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';

export interface ConceptSource {
  /** As a report names it. */
  name: string;
  /** Concepts with at least one mask among the views asked for. */
  concepts: readonly string[];
  /** The masks of a view; a concept that is absent from it has none. */
  masks(view: View): Promise<MaskToRead[]>;
}

/** Problems of one kind that are told one by one; after these the rest is only counted. */
const TOLD = 5;

/** Warns of each problem, of many by the first few and a count. */
export function warnOf(problems: readonly Problem[], task: Task): void {
  for (const problem of problems.slice(0, TOLD)) task.log('warn', describeProblem(problem));
  if (problems.length > TOLD) task.log('warn', `… and ${problems.length - TOLD} more such faults of masks.`);
}

/** The mask, or undefined with a warning when its file is at fault: its view then says nothing of the concept. */
export async function maskOrWarning(read: () => Promise<Mask>, task: Task): Promise<Mask | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    task.log('warn', `Mask left out. ${describeProblem(error.problem)}`);
    return undefined;
  }
}
