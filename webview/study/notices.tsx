/** What a reader must know beside the case: a call that is not saved yet, and damage found in the log. */
import type { Session } from './session';

export function Failure({ session, onRetry }: { session: Session; onRetry(): void }) {
  const { sending } = session;
  if (!sending?.failure) return null;
  const { call, confidence } = sending.answer;
  return (
    <div class="failures" role="alert">
      <p>
        <span>
          <b>
            Your call ({call}, {confidence}) is not saved.
          </b>{' '}
          {sending.failure} It is kept on this page and tried again every few seconds; the next case waits for it.
        </span>
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      </p>
    </div>
  );
}

export function Notices({ session, onClose }: { session: Session; onClose(): void }) {
  const problems = [...(session.dropped ? [session.dropped] : []), ...(session.noticesClosed ? [] : (session.study?.problems ?? []))];
  if (problems.length === 0) return null;
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
