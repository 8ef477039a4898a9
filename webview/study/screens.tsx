/** What is shown beside cases: the start, a pause, a word between the parts, thanks, and why nothing can be read. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { answeredCount, type OpenStudy, type PauseReason, partsOf, type Session } from './session';
import { keysOf } from './shortcuts';
import { CONDITION_NAMES, CONDITION_SENTENCES, counted, PAUSE_SENTENCES } from './wording';

/** A page of words; its title is read out when it appears. */
function Words({ title, children }: { title: string; children: ComponentChildren }) {
  useEffect(() => document.getElementById('screen-title')?.focus(), [title]);
  return (
    <main class="words-page">
      <h1 id="screen-title" tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}

function Onward({ children, onGoOn }: { children: ComponentChildren; onGoOn(): void }) {
  return (
    <p class="onward">
      <button type="button" onClick={onGoOn}>
        {children} <kbd>Enter</kbd>
      </button>
    </p>
  );
}

interface StartProps {
  session: Session;
  study: OpenStudy;
  onGoOn(): void;
  onWaits(waits: boolean): void;
}

export function StartScreen({ session, study, onGoOn, onWaits }: StartProps) {
  const parts = partsOf(study);
  const done = answeredCount(session);
  const total = study.items.length;
  return (
    <Words title={done === 0 ? 'Benign or malignant?' : `Welcome back: ${done} of ${total} saved`}>
      <p class="lead">
        {CONDITION_SENTENCES[parts[0].condition]} From these you say whether the case is benign or malignant, and how sure you are. Half of
        the cases are benign, half malignant, in an order of your own{study.goBack ? '' : '; a call that was sent is not changed any more'}.
      </p>
      <dl class="facts">
        {parts.map(({ condition, count }, i) => (
          <div key={condition}>
            <dt>{parts.length > 1 ? `Part ${i + 1}` : 'Cases'}</dt>
            <dd>
              {counted(count, 'case')}, {CONDITION_NAMES[condition].toLowerCase()}
            </dd>
          </div>
        ))}
        <div>
          <dt>Time</dt>
          <dd>Yours: it is kept, without pauses, and you can stop at any case and go on another day.</dd>
        </div>
        <div>
          <dt>Reader</dt>
          <dd>{study.reader}</dd>
        </div>
      </dl>
      <h2>Keys</h2>
      <Keys study={study} />
      <label class="waits">
        <input type="checkbox" checked={session.waits} onChange={(e) => onWaits(e.currentTarget.checked)} /> Send each call by Enter alone,
        not a moment after it is complete
      </label>
      <Onward onGoOn={onGoOn}>{done === 0 ? 'Begin' : `Go on with case ${placeIn(study, session.position)}`}</Onward>
    </Words>
  );
}

function placeIn(study: OpenStudy, position: number): number {
  return position - (partsOf(study).findLast((p) => p.start <= position)?.start ?? 0) + 1;
}

export function Keys({ study }: { study: OpenStudy }) {
  const pictures = study.items.some((item) => item.condition === 'picture');
  return (
    <dl class="key-list">
      {keysOf({ pictures, goBack: study.goBack }).map(({ keys, meaning }) => (
        <div key={keys}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

export function PauseScreen({ reason, onGoOn }: { reason: PauseReason; onGoOn(): void }) {
  return (
    <Words title="Paused">
      <p class="lead">{PAUSE_SENTENCES[reason]}</p>
      <p>Every call that was counted as saved is on the disk: you may also close this page and go on another day.</p>
      <Onward onGoOn={onGoOn}>Go on</Onward>
    </Words>
  );
}

export function BetweenScreen({ session, study, onGoOn }: { session: Session; study: OpenStudy; onGoOn(): void }) {
  const parts = partsOf(study);
  const next = parts.findLast((p) => p.start <= session.position) ?? parts[0];
  return (
    <Words title={`Part ${parts.indexOf(next) + 1} of ${parts.length}: ${CONDITION_NAMES[next.condition].toLowerCase()}`}>
      <p class="lead">From here on it is different. {CONDITION_SENTENCES[next.condition]}</p>
      <p>
        {counted(next.count, 'case')}, in a new order. They are the cases of the part before: call each by what you see now, whatever you
        said then.
      </p>
      <Onward onGoOn={onGoOn}>Begin this part</Onward>
    </Words>
  );
}

export function EndScreen({ session, study, onBack }: { session: Session; study: OpenStudy; onBack?(): void }) {
  return (
    <Words title="That was the last case. Thank you.">
      <p class="lead">
        All {counted(answeredCount(session), 'call')} of {study.reader} are saved.
      </p>
      <p>
        Whoever made the study scores them against its key, when every reader has finished. This page knows no results: please say nothing
        of the cases to other readers until then. You may close it.
      </p>
      {onBack ? (
        <p class="onward">
          <button type="button" class="secondary" onClick={onBack}>
            Back to the last case <kbd>←</kbd>
          </button>
        </p>
      ) : null}
    </Words>
  );
}

export function UnavailableScreen({ message, onRetry }: { message: string; onRetry(): void }) {
  return (
    <Words title="This study cannot be read now">
      <p class="lead" role="alert">
        {message}
      </p>
      <p class="onward">
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      </p>
    </Words>
  );
}
