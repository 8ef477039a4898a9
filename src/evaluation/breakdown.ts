/** AUC by what views, cases and findings are: scanner, projection, side, density; subtlety and kind of finding. */
import type { View } from '../dataset/model';
import { BREAKDOWNS, type BreakdownBy, type Level, type Missing, type Stratum } from '../protocol/evaluation';
import type { Finding } from '../protocol/finding';
import { aucInterval } from '../statistics/bootstrap';
import { rankScores } from '../statistics/rankedScores';
import type { Resamples } from '../statistics/resample';
import { auc } from '../statistics/roc';
import { type OneAgainstRest, oneAgainstRest, tooFewCases } from './classEvaluation';
import { type Item, itemsAt, type Scores } from './items';
import type { KnownCase, KnownView } from './parts';

type OfViews = Exclude<BreakdownBy, 'subtlety' | 'finding'>;

const UNKNOWN = 'unknown';

/** A property of views: what each has. Density is the case's, so all its views have it. */
export const VIEW_PROPERTIES: Record<OfViews, (known: KnownView) => string> = {
  scanner: ({ view }) => view.scanner ?? UNKNOWN,
  projection: ({ view }) => view.projection ?? UNKNOWN,
  laterality: ({ view }) => view.laterality?.toLowerCase() ?? UNKNOWN,
  density: ({ density }) => (density === undefined ? UNKNOWN : String(density)),
};

/** A property of findings: what each has; a finding with two lesions has both kinds. */
export const FINDING_PROPERTIES: Record<'subtlety' | 'finding', (finding: Finding) => string[]> = {
  subtlety: ({ subtlety }) => [subtlety === undefined ? UNKNOWN : String(subtlety)],
  finding: ({ lesions }) => (lesions.length === 0 ? [UNKNOWN] : lesions.map((l) => l.kind)),
};

/** Each property's strata at a level, with the items of each; prepared once for all classes. */
export interface Strata {
  /** By value: items whose views have it. */
  views: Record<OfViews, [string, Item[]][]>;
  all: Item[];
}

export function strataAt(level: Level, cases: readonly KnownCase[], scores: Scores, all: Item[]): Strata {
  const of = (property: (known: KnownView) => string): [string, Item[]][] => {
    const values = new Map<View, string>();
    for (const known of cases.flatMap((c) => c.views)) values.set(known.view, property(known));
    return sorted(new Set(values.values())).map((value) => [
      value,
      itemsAt(level, cases, scores, (view) => values.get(view) === value).items,
    ]);
  };
  const { scanner, projection, laterality, density } = VIEW_PROPERTIES;
  return { all, views: { scanner: of(scanner), projection: of(projection), laterality: of(laterality), density: of(density) } };
}

/**
 * One class by every property. Of views' properties both positives and negatives have the value; of findings' properties the positives have
 * a finding with it, and stand against all negatives.
 */
export function breakdownsOf(
  { views, all }: Strata,
  index: number,
  resamples: Resamples,
  className: string,
): Record<BreakdownBy, Stratum[] | Missing> {
  const entries = BREAKDOWNS.map((by): [BreakdownBy, Stratum[] | Missing] => {
    if (by !== 'subtlety' && by !== 'finding')
      return [by, views[by].map(([value, items]) => stratum(value, oneAgainstRest(items, index), resamples))];
    const property = FINDING_PROPERTIES[by];
    const values = new Set(all.filter((i) => i.truth === index).flatMap((i) => i.findings.flatMap(property)));
    if (values.size === 0) return [by, { missing: `No finding stands for ${className}.` }];
    const having = (value: string) =>
      all.filter((i) => i.truth !== index || i.findings.some((finding) => property(finding).includes(value)));
    return [by, sorted(values).map((value) => stratum(value, oneAgainstRest(having(value), index), resamples))];
  });
  return Object.fromEntries(entries) as Record<BreakdownBy, Stratum[] | Missing>;
}

function stratum(value: string, { scores, positive, cases }: OneAgainstRest, resamples: Resamples): Stratum {
  const positives = positive.filter(Boolean).length;
  const counts = { value, positives, negatives: positive.length - positives, cases: new Set(cases).size };
  const area = auc(scores, positive);
  if (area === undefined) return { ...counts, missing: `No AUC: there are no ${positives === 0 ? 'positives' : 'negatives'}.` };
  const missing = tooFewCases(positive, cases);
  if (missing) return { ...counts, auc: area, missing };
  return { ...counts, auc: area, interval: aucInterval(rankScores(scores, positive, cases, resamples.cases), resamples) };
}

/** Numbers by size, words by letter, what is unknown last. */
function sorted(values: ReadonlySet<string>): string[] {
  return [...values].sort((a, b) => Number(a === UNKNOWN) - Number(b === UNKNOWN) || a.localeCompare(b, 'en', { numeric: true }));
}
