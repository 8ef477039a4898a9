/** A study as a table to fill in: a row a case in the reader's own order, its words, and two empty cells. */
import { guarded } from '../../annotation/exchange/cells';
import { type Cell, csvText } from '../../evaluation/csv';
import type { StudyPlan } from '../../protocol/study';

/** Digits of the plan's hash by which sheets and plans know each other. */
const CODE_DIGITS = 16;

export const sheetCode = (plan: Pick<StudyPlan, 'hash'>): string => plan.hash.slice(0, CODE_DIGITS);

/** One case as it stands on paper. */
export interface SheetCase {
  id: string;
  /** One list a unit, most influential first. */
  words: string[][];
}

/** A byte order mark in front, by which spreadsheets know UTF-8. */
export function sheetCsv(plan: StudyPlan, reader: string, cases: readonly SheetCase[]): string {
  const units = Math.max(0, ...cases.map((c) => c.words.length));
  const header = ['study', 'reader', 'case', ...Array.from({ length: units }, (_, i) => `words ${i + 1}`), 'call', 'confidence'];
  const rows = cases.map(({ id, words }): Cell[] => [
    sheetCode(plan),
    guarded(reader),
    id,
    ...Array.from({ length: units }, (_, i) => guarded((words[i] ?? []).join(' / '))),
    '',
    '',
  ]);
  return `\uFEFF${csvText(header, rows)}`;
}
