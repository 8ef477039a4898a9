/** What a reader's page is given: questions in the reader's own order, words without units, the reader's own answers. */
import { describeProblem, type Problem } from '../protocol/problem';
import type { StudyAnswer, StudyItem, StudyPlan, StudyState } from '../protocol/study';
import { hashSeed, seededRandom, shuffle } from '../statistics/random';
import { questionOf } from './standing';

/** Every question once: under each condition, in the plan's order of conditions, the cases in an order of this reader's. The same plan and reader, the same order. */
export function readingOrder(plan: StudyPlan, reader: string): StudyItem[] {
  const ids = plan.cases.map((c) => c.id).sort();
  return plan.choices.conditions.flatMap((condition) => {
    const random = seededRandom(hashSeed(`${plan.hash}\n${reader}\n${condition}`));
    return shuffle(ids, random).map((id) => ({ case: id, condition }));
  });
}

/**
 * @param standing the reader's standing answers, those to other plans included: these are told of and not given
 * @param damage of the reader's log
 */
export function readerState(
  plan: StudyPlan,
  { reader, standing, damage }: { reader: string; standing: readonly StudyAnswer[]; damage: readonly Problem[] },
): StudyState {
  const answers = standing.filter((a) => a.study === plan.hash);
  const foreign = standing.length - answers.length;
  return {
    name: plan.name,
    study: plan.hash,
    reader,
    items: readingOrder(plan, reader),
    cases: Object.fromEntries(plan.cases.map(({ id, units }) => [id, units.map(({ words }) => words)])),
    answers,
    goBack: plan.choices.goBack,
    problems: [
      ...conflictsOf(answers).map(conflictWords),
      ...(foreign > 0
        ? [
            `${foreign} ${foreign === 1 ? 'answer is' : 'answers are'} to another plan of this name, and ${foreign === 1 ? 'is' : 'are'} not used.`,
          ]
        : []),
      ...damage.map(describeProblem),
    ],
  };
}

/** Questions that have several standing answers, each with them, by reader. */
export function conflictsOf(standing: readonly StudyAnswer[]): StudyAnswer[][] {
  const questions = new Map<string, StudyAnswer[]>();
  for (const a of standing) {
    const question = questionOf(a);
    questions.set(question, [...(questions.get(question) ?? []), a]);
  }
  return [...questions.values()].filter((answers) => answers.length > 1);
}

/** `case_003 (words) has two answers of ada, given without sight of each other: benign, malignant.` */
export function conflictWords(answers: readonly StudyAnswer[]): string {
  const [{ case: id, condition, reader }] = answers;
  const calls = answers.map(({ call, confidence }) => `${call} (confidence ${confidence})`).join(', ');
  return `${id} (${condition}) has ${answers.length} answers of ${reader}, given without sight of each other: ${calls}.`;
}
