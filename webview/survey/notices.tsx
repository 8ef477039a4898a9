/** What the reader must know beside the unit: answers that could not be saved, nothing to annotate, everything answered. */
import type { UnitId } from '../../src/protocol/unit';
import { answerTo, type Session } from './session';

interface FailureProps {
  session: Session;
  onRetry(unit: UnitId): void;
  onOpen(unit: UnitId): void;
}

/** One line per answer that was refused; the draft is still here, so trying again loses nothing. */
export function Failures({ session, onRetry, onOpen }: FailureProps) {
  const failed = session.units.filter((u) => session.work[u.unit]?.failure);
  if (failed.length === 0) return null;
  return (
    <div class="failures" role="alert">
      {failed.map(({ unit }) => (
        <p key={unit}>
          <span>
            <b>{unit} is not saved.</b> {session.work[unit].failure} Your answer is kept on this page.
          </span>
          <span class="failure-actions">
            <button type="button" onClick={() => onRetry(unit)}>
              Try again
            </button>
            <button type="button" class="quiet-button" onClick={() => onOpen(unit)}>
              Show the answer
            </button>
          </span>
        </p>
      ))}
    </div>
  );
}

/** Damage that was found in the logs, and mended where it could be. */
export function Notices({ session, onClose }: { session: Session; onClose(): void }) {
  const problems = session.survey?.problems ?? [];
  if (problems.length === 0 || session.noticesClosed) return null;
  return (
    <div class="notices" role="status">
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
      <button type="button" class="quiet-button" onClick={onClose}>
        Put away
      </button>
    </div>
  );
}

/** Pictures of two mining results are not shown side by side: the reader opens the new one when the answer in hand is done. */
export function MinedAgain({ session, onReopen }: { session: Session; onReopen(): void }) {
  if (session.minedAgain === undefined) return null;
  return (
    <div class="notices" role="status">
      <p>
        <b>The units were mined again.</b> Pictures that are not here yet are of the new result. Save the answer you are giving, then open
        the survey anew; unfinished answers belong to the units as you see them.
      </p>
      <button type="button" onClick={onReopen}>
        Open anew
      </button>
    </div>
  );
}

export function EmptySurvey({ message }: { message: string }) {
  return (
    <main class="whole-page">
      <h1>Nothing to annotate yet</h1>
      <p>{message}</p>
      <p class="quiet">A survey needs a trained network and its mined units: train, then mine, then annotate.</p>
    </main>
  );
}

/** The closing page: what was named, and in how much time. */
export function FinishedSurvey({ session, onOpen, onBack }: { session: Session; onOpen(unit: UnitId): void; onBack(): void }) {
  const { units } = session;
  const answers = units.flatMap((u) => answerTo(session, u.unit) ?? []);
  const open = units.filter((u) => !answerTo(session, u.unit));
  const named = answers.filter((a) => a.recognizable).length;
  const seconds = answers.reduce((sum, a) => sum + a.seconds, 0);
  const minutes = seconds < 60 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 6) / 10} minutes`;
  return (
    <section class="finished">
      <h2 tabIndex={-1} id="finished-title">
        {open.length === 0
          ? 'Every unit is answered. Thank you.'
          : `End of the list; ${open.length} of ${units.length} units have no saved answer.`}
      </h2>
      <p>
        {named} of {units.length} units show phenomena you could name. Time spent on the {answers.length} answers: {minutes}.
      </p>
      <div class="finished-actions">
        {open.length > 0 ? (
          <button type="button" onClick={() => onOpen(open[0].unit)}>
            Go to {open[0].unit}
          </button>
        ) : null}
        <button type="button" class="secondary" onClick={onBack}>
          Back to the last unit
        </button>
      </div>
    </section>
  );
}
