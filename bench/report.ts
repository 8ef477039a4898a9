/** What a benchmark found, as one JSON object for programs and as a table for people. */
import { table } from '../src/cli/terminal';

export interface Figure {
  /** What was measured, e.g. `resnet18 b8 224 px`; a figure in another unit than the report's says it here. */
  case: string;
  /** null where it could not be measured; the reason was said on standard error. */
  ours: number | null;
  peer: number | null;
  /** Above 1 means that ours is better, whichever way the unit counts; null without a peer. */
  ratio: number | null;
  /** How it was measured, for the table alone. */
  note?: string;
}

export interface Report {
  name: string;
  unit: string;
  cases: Figure[];
}

export type Better = 'more' | 'less';

/** A figure with its ratio: ours to peer where more is better, peer to ours where less is. */
export function figure(name: string, better: Better, ours: number | null, peer: number | null, note?: string): Figure {
  const known = ours !== null && peer !== null && ours > 0 && peer > 0;
  const ratio = !known ? null : better === 'more' ? ours / peer : peer / ours;
  return { case: name, ours: rounded(ours), peer: rounded(peer), ratio: rounded(ratio), note };
}

/** Exactly name, unit and cases, and of each case its four keys. */
export function reportJson({ name, unit, cases }: Report): string {
  return JSON.stringify(
    { name, unit, cases: cases.map(({ case: name, ours, peer, ratio }) => ({ case: name, ours, peer, ratio })) },
    null,
    2,
  );
}

export function reportTable({ unit, cases }: Report): string {
  const text = (value: number | null): string => (value === null ? '-' : String(value));
  return table(
    [`case (${unit} unless said)`, 'ours', 'peer', 'ratio', 'measured'],
    cases.map((c) => [c.case, text(c.ours), text(c.peer), text(c.ratio), c.note ?? '']),
  );
}

/** The middle of the values; the mean of the two middle ones where their number is even. Throws RangeError when there is none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('No value has no median.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Four digits say more than a noisy machine knows. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
