/** Which cases of a study are looked at, and how a reader's call on one is told. */
import type { ScoredCase } from '../../../src/protocol/study';
import { CONDITION_NAMES } from '../../../src/protocol/studyWords';
import type { CaseFilter } from './looks';

type CaseAnswer = ScoredCase['answers'][number];

const PASSES: Record<CaseFilter, (c: ScoredCase) => boolean> = {
  all: () => true,
  wrong: (c) => c.answers.some((a) => !a.right),
  differ: (c) => new Set(c.answers.map((a) => a.call)).size > 1,
  network: (c) => c.networkRight === false,
};

export const FILTER_NAMES: Record<CaseFilter, string> = {
  all: 'All',
  wrong: 'Called wrongly',
  differ: 'Calls differ',
  network: 'Network wrong',
};

export const filterCases = (cases: readonly ScoredCase[], filter: CaseFilter): ScoredCase[] => cases.filter(PASSES[filter]);

/** `ada: malignant, confidence 4 of 5, wrong`. */
export function answerWords({ reader, condition, call, confidence, right }: CaseAnswer, several: boolean): string {
  const how = several ? ` (${CONDITION_NAMES[condition].toLowerCase()})` : '';
  return `${reader}${how}: ${call}${confidence === null ? '' : `, confidence ${confidence} of 5`}, ${right ? 'right' : 'wrong'}`;
}
