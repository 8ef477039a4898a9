/** How far experts agree on what a unit is: kappa of every two, and of all. */
import type { Answer } from '../../protocol/annotation';
import type { AgreementQuestion, QuestionAgreement, ResultExpert } from '../../protocol/surveyResults';
import type { UnitId } from '../../protocol/unit';
import { cohenKappa, fleissKappa } from '../../statistics/kappa';
import { kindOf } from './answerKind';

/** What an answer says to each question. A unit that shows nothing recognizable has that for its category and association. */
export const SAID: Record<AgreementQuestion, (answer: Answer) => string> = {
  recognizable: ({ recognizable }) => (recognizable ? 'yes' : 'no'),
  category: kindOf,
  association: ({ recognizable, phenomena }) => (recognizable ? (phenomena[0]?.association ?? 'none given') : 'not recognizable'),
};

/**
 * Kappas in the order of the questions. `experts` gives the order of the pairs.
 * @param units the units compared, in any order; an expert need not have answered all
 * @param latest one answer of an expert to a unit
 */
export function agreementOf(
  units: readonly UnitId[],
  experts: readonly Pick<ResultExpert, 'expert' | 'person'>[],
  latest: readonly Answer[],
): QuestionAgreement[] {
  const byPlace = new Map(latest.map((answer) => [JSON.stringify([answer.expert, answer.unit]), answer]));
  return (Object.keys(SAID) as AgreementQuestion[]).map((question) => {
    const saidBy = ({ expert }: { expert: string }) =>
      units.map((unit) => {
        const answer = byPlace.get(JSON.stringify([expert, unit]));
        return answer && SAID[question](answer);
      });
    const persons = experts.filter(({ person }) => person).map(saidBy);
    const columns = experts.map((expert) => ({ expert: expert.expert, said: saidBy(expert) }));
    return {
      question,
      all: persons.length < 2 ? null : { ...fleissKappa(units.map((_, u) => persons.map((said) => said[u]))), experts: persons.length },
      pairs: columns.flatMap((first, i) =>
        columns.slice(i + 1).map((second) => ({
          ...cohenKappa(first.said, second.said),
          experts: [first.expert, second.expert] as [string, string],
        })),
      ),
    };
  });
}
