/** The head of the page: which case, which part, how far, and for how long yet. */

import { answeredCount, answerTo, type OpenStudy, partsOf, type Session, secondsLeft } from './session';
import { CONDITION_NAMES, timeLeft } from './wording';

interface Props {
  session: Session;
  study: OpenStudy;
  onPause(): void;
  onBack(): void;
  onForward(): void;
}

export function StudyHeader({ session, study, onPause, onBack, onForward }: Props) {
  const parts = partsOf(study);
  const part = parts.findLast((p) => p.start <= session.position) ?? parts[0];
  const done = answeredCount(session);
  const left = secondsLeft(session);
  const item = study.items[session.position];
  return (
    <header class="study-header">
      <div class="case-title">
        <h1 id="case-name" tabIndex={-1}>
          Case {session.position - part.start + 1} <span class="of">of {part.count}</span>
        </h1>
        <p class="quiet">
          {parts.length > 1 ? `Part ${parts.indexOf(part) + 1} of ${parts.length}: ` : ''}
          {CONDITION_NAMES[part.condition]}
        </p>
      </div>
      <div class="progress">
        <label for="study-progress">
          <span role="status">
            <b>{done}</b> of {study.items.length} saved
          </span>
        </label>
        <progress id="study-progress" max={study.items.length} value={done} />
        <span class="quiet pace" title="At your own pace so far; pauses are not counted.">
          {left === undefined ? '' : timeLeft(left)}
        </span>
      </div>
      <div class="moves">
        {study.goBack ? (
          <>
            <button type="button" class="secondary" aria-label="Case before" aria-disabled={session.position === 0} onClick={onBack}>
              ←
            </button>
            <button type="button" class="secondary" aria-label="Next case" aria-disabled={!answerTo(session, item)} onClick={onForward}>
              →
            </button>
          </>
        ) : null}
        <button type="button" class="secondary" onClick={onPause}>
          {session.paused ? 'Go on' : 'Pause'} <kbd>P</kbd>
        </button>
      </div>
    </header>
  );
}
