/** Which answers of a log stand: those that no later answer has taken the place of. */
import type { Answer } from '../protocol/annotation';
import type { LoggedAnswer } from './logLine';

/**
 * The standing answers by expert, network and unit, in that order; within one unit by sequence, the latest last. There is more than one
 * where two answers were given without sight of each other. A line that a merge doubled is one answer.
 */
export function standingAnswers(logged: readonly LoggedAnswer[]): Answer[][] {
  const byUnit = new Map<string, Map<string, LoggedAnswer>>();
  for (const entry of logged) {
    const key = [entry.answer.expert, entry.answer.network, entry.answer.unit].join('\n');
    const lines = byUnit.get(key);
    if (lines) lines.set(entry.answer.id!, entry);
    else byUnit.set(key, new Map([[entry.answer.id!, entry]]));
  }
  return [...byUnit.keys()].sort().map((key) => standingOf([...byUnit.get(key)!.values()]));
}

function standingOf(lines: readonly LoggedAnswer[]): Answer[] {
  // Stable: of equal numbers, which two processes write at once, the later line is the later answer.
  const ordered = lines.toSorted((a, b) => a.sequence - b.sequence);
  const replaced = new Set(ordered.flatMap(({ answer }) => answer.replaces ?? []));
  const latestOlder = ordered.findLastIndex(({ answer }) => answer.replaces === undefined);
  // Older logs say nothing of what was in sight: each answer takes the place of all before it.
  return ordered.filter(({ answer }, i) => i >= latestOlder && !replaced.has(answer.id!)).map(({ answer }) => answer);
}
