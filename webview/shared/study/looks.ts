/** What of a study's results is looked at; remembered by the page and by notebooks. */
import type { StudyCondition } from '../../../src/protocol/study';

/** All cases; those some reader called wrongly; those on which readers differ; those the network decided wrongly. */
export type CaseFilter = 'all' | 'wrong' | 'differ' | 'network';
export const CASE_FILTERS: readonly CaseFilter[] = ['all', 'wrong', 'differ', 'network'];

export interface StudyLooks {
  /** Absent: the first that was read. */
  condition?: StudyCondition;
  /** null: all readers pooled. Absent: pooled where there are several. */
  reader?: string | null;
  cases: CaseFilter;
}

/** What was remembered, field by field; anything else is as usual. */
export function readStudyLooks(state: unknown): StudyLooks {
  const kept = (typeof state === 'object' && state !== null ? state : {}) as Partial<Record<keyof StudyLooks, unknown>>;
  const { condition, reader, cases } = kept;
  return {
    cases: CASE_FILTERS.find((filter) => filter === cases) ?? 'all',
    ...((condition === 'words' || condition === 'picture') && { condition }),
    ...((typeof reader === 'string' || reader === null) && { reader }),
  };
}
