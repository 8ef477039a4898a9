/** Which answers of readers stand: those that no later one has taken the place of. */
import { inOrder, type Logged } from '../log/line';
import type { StudyAnswer } from '../protocol/study';

/** One thing that a reader is asked. */
export const questionOf = ({ study, reader, case: id, condition }: StudyAnswer): string => [study, reader, condition, id].join('\n');

/**
 * The standing answers by study, reader, condition and case, in that order; within one case by sequence, the latest last. More than one
 * to a case is a conflict: they were given without sight of each other. A line that a merge doubled is one answer.
 */
export function standingStudyAnswers(logged: readonly Logged<StudyAnswer>[]): StudyAnswer[] {
  const replaced = new Set(logged.flatMap(({ answer }) => (answer.replaces ?? []).map((id) => `${questionOf(answer)}\n${id}`)));
  const once = new Map(logged.map((entry) => [`${questionOf(entry.answer)}\n${entry.answer.id}`, entry]));
  const standing = [...once].filter(([place]) => !replaced.has(place)).map(([, entry]) => entry);
  const questions = new Map<string, Logged<StudyAnswer>[]>();
  for (const entry of standing) questions.set(questionOf(entry.answer), [...(questions.get(questionOf(entry.answer)) ?? []), entry]);
  return [...questions.keys()].sort().flatMap((question) =>
    questions
      .get(question)!
      .sort(inOrder)
      .map(({ answer }) => answer),
  );
}
