/** The foot of the page: on, back, over; the keys; for whom the answers are kept. */
import type { SurveyState } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { answerTo, isDirty, type Session, workOf } from './session';
import { type Command, EXPLAIN_KEY, KEYS, LOOKING_KEYS } from './shortcuts';

interface Props {
  session: Session;
  survey: SurveyState;
  unit: UnitId;
  /** Views can be explained from here. */
  explains: boolean;
  onCommand(command: Command): void;
}

export function SurveyFooter({ session, survey, unit, explains, onCommand }: Props) {
  return (
    <footer class="survey-footer">
      <div class="actions">
        <button
          type="button"
          class="secondary"
          disabled={session.position === 0 && !session.finished}
          onClick={() => onCommand('previous')}
        >
          Previous <kbd>Alt+P</kbd>
        </button>
        {survey.looking ? (
          <button type="button" disabled={session.position === session.units.length - 1} onClick={() => onCommand('next')}>
            Next <kbd>Alt+N</kbd>
          </button>
        ) : session.finished ? null : (
          <>
            <button type="button" class="secondary" onClick={() => onCommand('skip')}>
              Skip <kbd>Alt+K</kbd>
            </button>
            <button type="button" onClick={() => onCommand('next')}>
              {isDirty(workOf(session, unit)) || !answerTo(session, unit) ? 'Save and next' : 'Next'} <kbd>Alt+N</kbd>
            </button>
          </>
        )}
      </div>
      <details class="keys">
        <summary>Keys</summary>
        <dl>
          {[...(survey.looking ? LOOKING_KEYS : KEYS), ...(explains ? [EXPLAIN_KEY] : [])].map(({ keys, meaning }) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
      <p class="notice">
        {survey.notice}{' '}
        {survey.looking ? null : (
          <span class="expert">
            {survey.mode === 'consensus' ? 'Deciding' : 'Answering'} as {survey.expert}.
          </span>
        )}
      </p>
    </footer>
  );
}
