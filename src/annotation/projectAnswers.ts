/** The answers of a project: what experts said each for themselves, and what was decided from it. */
import path from 'node:path';
import type { Answer } from '../protocol/annotation';
import type { Problem } from '../protocol/problem';
import { settled } from './settled';
import { AnnotationStore } from './store';

/** Where decisions are kept: logs like those of experts, one for whoever decides. */
export const decisionsDir = (annotationsDir: string): string => path.join(annotationsDir, 'consensus');

/**
 * What units of a network are called now: a decided unit by its decision, any other by every expert's latest answer. Decisions that were
 * taken without sight of each other all count, each under who took it. Throws ProblemError when the folder cannot be read.
 */
export async function settledAnswers(annotationsDir: string, network: string): Promise<{ answers: Answer[]; problems: Problem[] }> {
  const [experts, deciders] = await Promise.all([AnnotationStore.open(annotationsDir), AnnotationStore.open(decisionsDir(annotationsDir))]);
  const of = (answers: readonly Answer[]) => answers.filter((a) => a.network === network);
  const answers = settled(of(await experts.answers()), of(await deciders.standing()));
  return { answers, problems: [...experts.problems, ...deciders.problems] };
}
