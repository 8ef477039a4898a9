/** What is scored, whichever files it came from: cases with their truth, and every reader's call on them. */
import type { StudyCall, StudyCondition, StudyConfidence } from '../../protocol/study';

export interface ReadCase {
  id: string;
  truth: StudyCall;
  /** One list a unit, most influential first. */
  words: string[][];
  viewId?: string;
  /** The patient: views of one are not independent. */
  caseId?: string;
  findingTypes: string[];
  keywords: string[];
  decidedClass?: string;
  networkRight?: boolean;
}

/** At most one of a reader on a case under a condition. */
export interface Reading {
  reader: string;
  condition: StudyCondition;
  case: string;
  call: StudyCall;
  /** null: was not asked for. */
  confidence: StudyConfidence | null;
  /** 0: not timed. */
  seconds: number;
}

export interface ReadStudy {
  /** In the order of the study. */
  cases: readonly ReadCase[];
  /** In the order they are read. */
  conditions: readonly StudyCondition[];
  readings: readonly Reading[];
}

/** Readers with an answer, by name. */
export function readersOf({ readings }: ReadStudy): string[] {
  return [...new Set(readings.map((r) => r.reader))].sort();
}

/** Cases by id. */
export function casesById({ cases }: Pick<ReadStudy, 'cases'>): Map<string, ReadCase> {
  return new Map(cases.map((c) => [c.id, c]));
}
