/** What of an evaluation is looked at; remembered by the page and by notebooks. */
import { LEVELS, type Level } from '../../../src/protocol/evaluation';

export interface EvaluationLooks {
  level: Level;
  /** Absent: the last class, the rarest and gravest one. */
  className?: string;
}

/** What was remembered, field by field; anything else is as usual. */
export function readEvaluationLooks(state: unknown): EvaluationLooks {
  const kept = (typeof state === 'object' && state !== null ? state : {}) as Partial<Record<keyof EvaluationLooks, unknown>>;
  return {
    level: LEVELS.find((level) => level === kept.level) ?? 'patch',
    ...(typeof kept.className === 'string' && { className: kept.className }),
  };
}
