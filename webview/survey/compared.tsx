/** What there is to compare on a unit. */
import type { Answer, AnswerDraft, Phenomenon } from '../../src/protocol/annotation';
import type { SurveyState } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { disagreement, sayTheSame } from './disagreement';
import { draftOf, takePhenomenon } from './draft';
import type { Session } from './session';
import { StandingAnswers } from './standingAnswers';

/** All experts' answers for whoever decides; answers to this unit that do not know of each other. */
export function Compared({
  session,
  survey,
  unit,
  draft,
  onChange,
}: {
  session: Session;
  survey: SurveyState;
  unit: UnitId;
  draft: AnswerDraft;
  onChange(draft: AnswerDraft): void;
}) {
  const rivals = session.standing[unit] ?? [];
  const experts = survey.othersAnswers.filter((a) => a.unit === unit);
  const { on } = disagreement(experts);
  const take = {
    onTake: (answer: Answer) => onChange(draftOf(answer)),
    onAdd: (phenomenon: Phenomenon) => onChange(takePhenomenon(draft, phenomenon)),
  };
  return (
    <>
      {rivals.some((answer) => !sayTheSame(answer, rivals[0])) ? (
        <StandingAnswers
          title="Conflict"
          words="These answers were given without sight of each other, in two windows or on two machines. All are kept; the one you save next takes their place."
          answers={rivals}
          {...take}
        />
      ) : null}
      {survey.mode === 'consensus' ? (
        <StandingAnswers
          title={experts.length === 0 ? 'No expert has answered yet' : `Answers of the experts`}
          words={
            on.length > 0 ? `They differ on ${on.join(', on ')}.` : experts.length > 1 ? 'They agree on category and association.' : ''
          }
          answers={experts}
          {...take}
        />
      ) : null}
    </>
  );
}
