/** Stands where an output cannot be shown: what was found, and what to do. */
import type { Unreadable } from './versioned';

export function UnreadableNote({ problem }: { problem: Unreadable }) {
  return (
    <div class="dm-note" role="alert">
      <strong>{problem.title}</strong>
      <p>{problem.detail}</p>
      <p>{problem.remedy}</p>
    </div>
  );
}
