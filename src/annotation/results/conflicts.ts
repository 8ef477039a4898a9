/** Answers that stand beside each other: two of one expert to one unit, neither given in sight of the other. */
import type { Answer } from '../../protocol/annotation';
import type { AnswerConflict } from '../../protocol/surveyResults';
import type { UnitId } from '../../protocol/unit';
import { resultAnswer } from './answerKind';

/** @param standing of one network, each expert's to a unit with the latest last */
export function conflictsOf(standing: readonly Answer[], decisions: readonly Answer[]): AnswerConflict[] {
  return [...groups(standing, (a) => a.expert), ...groups(decisions, () => 'consensus')].filter(({ answers }) => answers.length > 1);
}

function groups(answers: readonly Answer[], expertOf: (answer: Answer) => string): AnswerConflict[] {
  const byPlace = new Map<string, { unit: UnitId; expert: string; answers: Answer[] }>();
  for (const answer of answers) {
    const expert = expertOf(answer);
    const key = JSON.stringify([answer.unit, expert]);
    const group = byPlace.get(key) ?? { unit: answer.unit, expert, answers: [] };
    group.answers.push(answer);
    byPlace.set(key, group);
  }
  return [...byPlace.values()].map(({ unit, expert, answers: said }) => ({
    unit,
    expert,
    answers: said.map((answer) => ({ ...resultAnswer(answer), id: answer.id ?? '' })),
  }));
}
