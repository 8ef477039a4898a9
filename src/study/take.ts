/** What becomes of an answer that a reader hands in: what the plan allows, and what was said before. */
import { expertName } from '../annotation/expertFile';
import { ProblemError } from '../protocol/problem';
import type { StudyAnswer, StudyPlan } from '../protocol/study';
import { checkStudyAnswer } from './answer';
import { caseOf } from './folder';
import { questionOf } from './standing';
import type { GivenStudyAnswer } from './store';

/**
 * The answer to keep, or, with its id, the one that is kept already: sent again it is acknowledged, not doubled. Where going back is
 * allowed it replaces what stands, or what `replaces` says was in sight. Throws ProblemError `study.otherPlan`, `study.unknownCase`,
 * `study.unknownCondition`, `study.answer`, and `study.answered` for a second call where going back is not allowed: the first stays.
 * @param standing the reader's standing answers
 */
export function takeAnswer(plan: StudyPlan, given: GivenStudyAnswer, standing: readonly StudyAnswer[]): StudyAnswer | GivenStudyAnswer {
  if (given.study !== plan.hash) throw otherPlan(plan, given.study);
  caseOf(plan, given.case);
  if (!plan.choices.conditions.includes(given.condition)) throw unknownCondition(plan, given.condition);
  const at = given.at ?? new Date().toISOString();
  const { replaces, ...answer } = checkStudyAnswer({ ...given, reader: expertName(given.reader), at });
  const before = standing.filter((a) => questionOf(a) === questionOf(answer));
  const same = before.find((a) => a.call === answer.call && a.confidence === answer.confidence && a.seconds === answer.seconds);
  if (same) return same;
  if (before.length === 0) return answer;
  if (!plan.choices.goBack) throw answered(plan, before[0]);
  return { ...answer, replaces: replaces ?? before.map((a) => a.id!) };
}

function otherPlan(plan: StudyPlan, found: unknown): ProblemError {
  return new ProblemError({
    code: 'study.otherPlan',
    found: `an answer to another plan (${String(found).slice(0, 12)})`,
    expected: `one to ${plan.name} as it is now (${plan.hash.slice(0, 12)})`,
    remedy: 'Open the study again.',
  });
}

function unknownCondition({ name, choices }: StudyPlan, found: unknown): ProblemError {
  return new ProblemError({
    code: 'study.unknownCondition',
    found: `an answer under the condition ${JSON.stringify(String(found).slice(0, 40))}`,
    expected: `a condition of ${name}: ${choices.conditions.join(', ')}`,
    remedy: 'Open the study again.',
  });
}

function answered({ name }: StudyPlan, first: StudyAnswer): ProblemError {
  return new ProblemError({
    code: 'study.answered',
    found: `a second call on ${first.case} (${first.condition}) by ${first.reader}`,
    expected: `one call a case: ${name} does not allow going back`,
    remedy: `The first call, ${first.call} with confidence ${first.confidence}, stays.`,
  });
}
