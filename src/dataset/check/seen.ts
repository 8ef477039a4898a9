/** A view with what a look at its file found, as every check takes them, and how a check says what it finds. */
import type { CheckedProblem, ProblemKind } from '../../protocol/dataCheck';
import type { Problem } from '../../protocol/problem';
import type { View } from '../model';
import type { Look } from './look';

export interface Seen {
  /** Place among the views of the report. */
  index: number;
  view: View;
  look: Look;
}

/** What is wrong with views; `at`: those it is about, the one whose file is to blame first. */
export function problemOf(kind: ProblemKind, at: readonly Seen[], problem: Omit<Problem, 'file'>): CheckedProblem {
  return { ...problem, kind, file: at[0]?.view.file, views: at.map((s) => s.index) };
}

/** The middle one of the numbers; undefined of none. */
export function median(numbers: readonly number[]): number | undefined {
  return numbers.length > 0 ? [...numbers].sort((a, b) => a - b)[numbers.length >> 1] : undefined;
}

/** 0.283 reads `28 %`. */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;
