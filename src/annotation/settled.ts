/** What units are called now, from what experts said and what was decided of it. */
import type { Answer } from '../protocol/annotation';

/**
 * A decided unit by its decision, any other by every expert's latest answer. Decisions that were taken without sight of each other all count,
 * each under who took it: `consensus (dr-wu)`. All answers are to units of one network.
 */
export function settled(latest: readonly Answer[], decisions: readonly Answer[]): Answer[] {
  const decided = new Set(decisions.map((a) => a.unit));
  return [...latest.filter((a) => !decided.has(a.unit)), ...decisions.map((a) => ({ ...a, expert: `consensus (${a.expert})` }))];
}
