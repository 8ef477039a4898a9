/** What the runs' logs warn of, the latest last. */
import type { RunHistory } from '../../src/protocol/runHistory';

interface Props {
  histories: readonly RunHistory[];
  onLog(run: string): void;
}

export function Warnings({ histories, onLog }: Props) {
  const warned = histories.filter(({ log }) => log.length > 0);
  if (warned.length === 0) return null;
  const count = warned.reduce((sum, { log }) => sum + log.length, 0);
  return (
    <details class="warnings" open={count <= 5}>
      <summary>
        {count} {count === 1 ? 'warning' : 'warnings'} in the log
      </summary>
      {warned.map(({ summary, log }) => (
        <section key={summary.run} aria-label={`Log of ${summary.run}`}>
          {histories.length > 1 ? <h3>{summary.run}</h3> : null}
          <ol>
            {log.map(({ at, level, message }, i) => (
              <li key={`${at} ${i}`} class={level}>
                <time dateTime={at}>{new Date(at).toLocaleString()}</time>
                <b>{level === 'warn' ? 'Warning' : 'Error'}</b>
                <span>{message}</span>
              </li>
            ))}
          </ol>
          <button type="button" class="quiet-button" onClick={() => onLog(summary.run)}>
            Open the log
          </button>
        </section>
      ))}
    </details>
  );
}
