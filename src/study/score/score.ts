/** The score of a study of one's own: its plan, its key and the answers in its logs, put together. */
import { ProblemError } from '../../protocol/problem';
import type { StudyAnswer, StudyKey, StudyPlan, StudyScore } from '../../protocol/study';
import type { ReadCase, Reading } from './reading';
import { scoreOf } from './scoreOf';

/** Ids that a warning names before it only counts. */
const NAMED = 5;

/**
 * @param standing all readers' answers that no later one replaces; two of a reader to one case: the first counts, where going back is allowed the latest
 * @param problems of their logs, in words
 * Throws ProblemError `study.otherKey` where the key lacks a case of the plan.
 */
export function scoreStudy(plan: StudyPlan, key: StudyKey, standing: readonly StudyAnswer[], problems: readonly string[] = []): StudyScore {
  const cases = plan.cases.map(({ id, units }): ReadCase => {
    const truth = Object.hasOwn(key.cases, id) ? key.cases[id] : undefined;
    if (!truth) throw lacking(plan, id);
    const { truth: call, viewId, caseId, findingTypes, keywords, decidedClass, networkRight } = truth;
    return { id, truth: call, words: units.map((u) => u.words), viewId, caseId, findingTypes, keywords, decidedClass, networkRight };
  });
  const { readings, warnings } = readingsOf(plan, standing);
  return scoreOf(
    { cases, conditions: plan.choices.conditions, readings },
    { name: plan.name, study: plan.hash, choices: plan.choices, source: plan.source, warnings: [...problems, ...warnings] },
  );
}

/** One answer of a reader to a case under a condition, and what was done with the others. */
function readingsOf(plan: StudyPlan, standing: readonly StudyAnswer[]): { readings: Reading[]; warnings: string[] } {
  const ids = new Set(plan.cases.map((c) => c.id));
  const others = standing.filter((a) => a.study !== plan.hash);
  const own = standing.filter((a) => a.study === plan.hash);
  const unknown = own.filter((a) => !ids.has(a.case) || !plan.choices.conditions.includes(a.condition));
  const places = new Map<string, StudyAnswer[]>();
  for (const answer of own.filter((a) => !unknown.includes(a))) {
    const place = JSON.stringify([answer.reader, answer.condition, answer.case]);
    places.set(place, [...(places.get(place) ?? []), answer]);
  }
  const { goBack } = plan.choices;
  const twice: StudyAnswer[][] = [];
  const readings = [...places.values()].map((given): Reading => {
    const inTime = given.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    if (given.length > 1) twice.push(inTime);
    const { reader, condition, case: id, call, confidence, seconds } = goBack ? inTime.at(-1)! : inTime[0];
    return { reader, condition, case: id, call, confidence, seconds };
  });
  return {
    readings,
    warnings: [
      ...(others.length > 0
        ? [`${answers(others.length)} to another study in these logs ${others.length === 1 ? 'counts' : 'count'} nowhere.`]
        : []),
      ...(unknown.length > 0
        ? [
            `${answers(unknown.length)} to what the plan does not ask ${unknown.length === 1 ? 'counts' : 'count'} nowhere: ${some(unknown.map((a) => `${a.case} by ${a.reader}`))}.`,
          ]
        : []),
      ...twice.map(
        (given) =>
          `${given[0].reader} answered ${given[0].case} ${given.length} times (${given.map((a) => a.call).join(', then ')}), none in sight of the others: the ${goBack ? 'latest' : 'first'} counts.`,
      ),
    ],
  };
}

const answers = (count: number): string => `${count} ${count === 1 ? 'answer' : 'answers'}`;

const some = (names: readonly string[]): string =>
  `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`;

function lacking(plan: StudyPlan, id: string): ProblemError {
  return new ProblemError({
    code: 'study.otherKey',
    found: `a key without the case ${id}`,
    expected: `the key of ${plan.name}, which has all of its ${plan.cases.length} cases`,
    remedy: 'Bring back the key that was written together with this plan.',
  });
}
