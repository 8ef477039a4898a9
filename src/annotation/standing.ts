/** Which answers of a log stand: those that no later answer has taken the place of. */
import { inOrder, type Logged } from '../log/line';
import type { Answer } from '../protocol/annotation';

/**
 * The standing answers by expert, network and unit, in that order; within one unit by sequence, the latest last. There is more than one
 * where two answers were given without sight of each other. A line that a merge doubled is one answer. The order of the lines does not
 * matter: merges change it.
 */
export function standingAnswers(logged: readonly Logged<Answer>[]): Answer[][] {
  const byUnit = new Map<string, Map<string, Logged<Answer>>>();
  // Whoever gave it: a decision takes the place of another's that was in sight.
  const replaced = new Set<string>();
  for (const entry of logged) {
    const { answer } = entry;
    const key = [answer.expert, answer.network, answer.unit].join('\n');
    const lines = byUnit.get(key);
    if (lines) lines.set(answer.id!, entry);
    else byUnit.set(key, new Map([[answer.id!, entry]]));
    for (const id of answer.replaces ?? []) replaced.add(place(answer, id));
  }
  return [...byUnit.keys()]
    .sort()
    .map((key) => standingOf([...byUnit.get(key)!.values()]).filter((answer) => !replaced.has(place(answer, answer.id!))))
    .filter((standing) => standing.length > 0);
}

const place = ({ network, unit }: Answer, id: string): string => [network, unit, id].join('\n');

/** Older logs say nothing of what was in sight: each answer takes the place of all with a smaller number. */
function standingOf(lines: readonly Logged<Answer>[]): Answer[] {
  const latestOlder = Math.max(...lines.filter(({ answer }) => answer.replaces === undefined).map(({ sequence }) => sequence));
  return lines
    .filter(({ sequence }) => sequence >= latestOlder)
    .toSorted(inOrder)
    .map(({ answer }) => answer);
}
