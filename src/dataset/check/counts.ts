/** How much there is of what: exact counts by class and part, and by every property of a view. */
import { type Amount, type CheckedPart, type CheckedView, type DataCounts, sideName, type Tally } from '../../protocol/dataCheck';

const PARTS: readonly CheckedPart[] = ['train', 'holdout', 'test'];

/** One case as the counts need it: its class, its part and its views. */
export interface CountedCase {
  className: string;
  /** Absent of a case that the split leaves out. */
  part?: CheckedPart;
  views: readonly CheckedView[];
}

/** Counts cases; `classes`: those of the project, which are listed even where nothing has them. */
export function countData(cases: readonly CountedCase[], classes: readonly string[]): DataCounts {
  const views = cases.flatMap((c) => c.views);
  const names = [...new Set([...classes, ...views.flatMap((v) => [v.className, ...v.findings.map((f) => f.className)])])];
  const amount = (part?: CheckedPart, className?: string): Amount => {
    const within = cases.filter((c) => !part || c.part === part);
    const theirs = within.flatMap((c) => c.views);
    const has = (name: string) => className === undefined || name === className;
    return {
      cases: within.filter((c) => has(c.className)).length,
      views: theirs.filter((v) => has(v.className)).length,
      findings: theirs.reduce((sum, v) => sum + v.findings.filter((f) => has(f.className)).length, 0),
    };
  };
  const parts = (className?: string) =>
    Object.fromEntries(PARTS.map((part) => [part, amount(part, className)])) as Record<CheckedPart, Amount>;
  return {
    ...amount(),
    classes: names.map((className) => ({ className, ...amount(undefined, className), parts: parts(className) })),
    parts: parts(),
    sides: tally(views, sideName),
    scanners: tally(views, (v) => v.scanner),
    sizes: tally(views, (v) => `${v.width} x ${v.height}`),
    bits: tally(views, (v) => String(v.bits)),
    spacings: tally(views, (v) => (v.microns === undefined ? undefined : String(Number(v.microns.toFixed(1))))),
    formats: tally(views, (v) => v.format),
  };
}

/** Views by a property, the most frequent first, `unknown` last. */
function tally(views: readonly CheckedView[], property: (view: CheckedView) => string | undefined): Tally[] {
  const counts = new Map<string, number>();
  for (const view of views) {
    const name = property(view) ?? 'unknown';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const tallies = [...counts].map(([name, n]) => ({ name, views: n }));
  const last = ({ name }: Tally) => Number(name === 'unknown');
  return tallies.sort((a, b) => last(a) - last(b) || b.views - a.views || (a.name < b.name ? -1 : 1));
}
