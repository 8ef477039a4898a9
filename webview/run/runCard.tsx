/** How one run stands: its status, progress with time left, what it is, and what can be done with it. */
import type { ComponentChildren } from 'preact';
import { percent, timeLeft } from '../../src/protocol/progressWords';
import type { RunHistory } from '../../src/protocol/runHistory';
import type { RunToHost } from '../../src/protocol/runPage';
import type { HostLink } from './hostLink';
import type { Live } from './runPage';
import { COLOURS, letterOf, runFacts, STATUS, triedText } from './words';

interface Props {
  history: RunHistory;
  /** Place among those shown. */
  run: number;
  several: boolean;
  live: Live[string] | undefined;
  host: HostLink;
}

export function RunCard({ history, run, several, live, host }: Props) {
  const { summary } = history;
  const { mark, text } = STATUS[summary.status];
  const name = summary.run;
  const Title = several ? 'h2' : 'h1';
  const tried = triedText(history);
  const running = summary.status === 'running';
  const act = (type: Exclude<RunToHost['type'], 'ready'>) => () => host.post({ type, run: name });
  return (
    <section class={`card colour-${run % COLOURS}`} aria-label={name}>
      <header>
        {several ? (
          <b class="tag" aria-hidden="true">
            {letterOf(run)}
          </b>
        ) : null}
        <Title>{name}</Title>
        <span class={`status status-${summary.status}`}>
          <span aria-hidden="true">{mark}</span> {text}
        </span>
        <span class="quiet">
          {summary.epochsDone} of {summary.epochs} epochs
          {summary.bestEpoch ? `, best ${summary.bestEpoch}` : ''}
        </span>
      </header>
      {running ? <ProgressLine history={history} live={live} /> : null}
      {summary.failure ? (
        <p class="failure" role="note">
          {summary.failure.message}
        </p>
      ) : null}
      <p class="facts quiet">
        {runFacts(history).join(' · ')} · begun {new Date(summary.createdAt).toLocaleString()}
      </p>
      {tried ? <p class="facts quiet">{tried}</p> : null}
      <p class="actions">
        {running ? (
          <button type="button" disabled={live?.stopping} onClick={act('cancel')}>
            {live?.stopping ? 'Stopping…' : 'Cancel'}
          </button>
        ) : summary.status === 'finished' ? null : (
          <button type="button" onClick={act('resume')}>
            Resume
          </button>
        )}
        {summary.checkpoint && !running ? (
          <Second onClick={act(summary.evaluated && !summary.evaluationOutdated ? 'showEvaluation' : 'evaluate')}>
            {summary.evaluated && !summary.evaluationOutdated ? 'Show evaluation' : 'Evaluate'}
          </Second>
        ) : null}
        <Second onClick={act('compare')}>Compare…</Second>
        <Second onClick={act('openConfig')}>Configuration</Second>
        {history.logFile ? <Second onClick={act('openLog')}>Log</Second> : null}
        {several ? <Second onClick={act('leaveOut')}>Leave out</Second> : null}
      </p>
    </section>
  );
}

function Second({ onClick, children }: { onClick(): void; children: ComponentChildren }) {
  return (
    <button type="button" class="secondary" onClick={onClick}>
      {children}
    </button>
  );
}

/** `42 %, 3 min left · epoch 2 of 5, loss 0.412` beneath a bar. */
function ProgressLine({ history: { summary }, live }: { history: RunHistory; live: Live[string] | undefined }) {
  const progress = live?.progress ?? summary.progress;
  if (live?.stopping) return <p class="progress">Stopping: the step that is computed is finished first.</p>;
  if (!progress) return <p class="progress">Starting…</p>;
  const { done, total, secondsLeft, stage, message } = progress;
  const pace = [percent(progress), secondsLeft === undefined ? '' : timeLeft(secondsLeft)].filter(Boolean).join(', ');
  return (
    <div class="progress">
      <progress max={Math.max(total, 1)} value={done} aria-label={`${summary.run}: ${stage}`} />
      <p>
        <b>{pace}</b> <span class="quiet">{message ?? stage}</span>
      </p>
    </div>
  );
}
