/** An answer in a word and in words, as results show it. */
import type { Answer } from '../../protocol/annotation';
import type { AnswerKind, ResultAnswer } from '../../protocol/surveyResults';
import { namedUnits, phenomenonWords } from '../named';

/** The BI-RADS category of the first phenomenon. */
export function kindOf({ recognizable, phenomena }: Pick<Answer, 'recognizable' | 'phenomena'>): AnswerKind {
  return recognizable ? (phenomena[0]?.category ?? 'uncategorised') : 'not recognizable';
}

/** Whether the answer gives the unit a name, by the rule that explanations go by. Throws RangeError on a malformed unit. */
export function isNamed(answer: Answer): boolean {
  return namedUnits([answer]).size > 0;
}

export function resultAnswer(answer: Answer): ResultAnswer {
  const { expert, recognizable, phenomena, at, seconds } = answer;
  return {
    expert,
    kind: kindOf(answer),
    words: recognizable ? phenomena.map(phenomenonWords).filter(Boolean).join('; ') : '',
    ...(recognizable && phenomena.length > 0 && { association: phenomena[0].association }),
    named: isNamed(answer),
    at,
    seconds,
  };
}
