/** The two questions of a case, and what happens when both are answered. */
import { STUDY_CALLS, type StudyConfidence } from '../../src/protocol/study';
import { sentenceCase } from '../shared/wording';
import { isReading, type Session } from './session';
import type { StudyEvent } from './step';
import { GRACE_MS, goesByItself, isComplete } from './useStudy';
import { CONFIDENCE_WORDS } from './wording';

const STEPS: readonly StudyConfidence[] = [1, 2, 3, 4, 5];

export function AnswerBar({ session, send }: { session: Session; send(event: StudyEvent): void }) {
  const { choice } = session;
  const open = isReading(session);
  return (
    <div class="answer-bar">
      <fieldset>
        <legend>This case is</legend>
        <div class="calls">
          {STUDY_CALLS.map((call) => (
            <button
              key={call}
              type="button"
              class="pick call"
              aria-pressed={choice.call === call}
              aria-disabled={!open}
              onClick={() => send({ type: 'call', call })}
            >
              {sentenceCase(call)} <kbd>{call === 'benign' ? 'B' : 'M'}</kbd>
            </button>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>How sure are you?</legend>
        <div class="steps">
          {STEPS.map((confidence) => (
            <button
              key={confidence}
              type="button"
              class="pick step"
              aria-pressed={choice.confidence === confidence}
              aria-disabled={!open}
              onClick={() => send({ type: 'confidence', confidence })}
            >
              <b>{confidence}</b>
              {CONFIDENCE_WORDS[confidence] ? <span> {CONFIDENCE_WORDS[confidence]}</span> : null}
            </button>
          ))}
        </div>
      </fieldset>
      <div class="sending">
        <button
          type="button"
          class={goesByItself(session) ? 'send by-itself' : 'send'}
          style={{ '--grace': `${GRACE_MS}ms` }}
          aria-disabled={!open || !isComplete(session)}
          onClick={() => send({ type: 'send' })}
        >
          <span>Send</span> <kbd>Enter</kbd>
        </button>
        <p class="quiet send-state" role="status">
          {stateOf(session)}
        </p>
      </div>
    </div>
  );
}

/** What the page waits for. */
function stateOf(session: Session): string {
  const { choice, sending } = session;
  if (sending) return sending.failure ? 'Not saved' : 'Saving…';
  if (!isComplete(session)) {
    if (choice.call) return 'How sure?';
    return choice.confidence ? 'Benign or malignant?' : '';
  }
  if (goesByItself(session)) return 'Goes in a moment; Esc takes it back';
  return 'Enter sends';
}
