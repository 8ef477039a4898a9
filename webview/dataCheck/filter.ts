/** Which views are shown: within a property any of the chosen values, across properties all of them, and a text that they contain. */
import { type CheckedView, type DataCheck, KIND_TITLES, type ProblemKind, sideName } from '../../src/protocol/dataCheck';

export type Facet = 'status' | 'kind' | 'class' | 'part' | 'side' | 'scanner';

export const FACETS: readonly { facet: Facet; title: string }[] = [
  { facet: 'status', title: 'Status' },
  { facet: 'kind', title: 'Problem' },
  { facet: 'class', title: 'Class' },
  { facet: 'part', title: 'Part' },
  { facet: 'side', title: 'View' },
  { facet: 'scanner', title: 'Scanner' },
];

export interface Filter {
  search: string;
  /** Values by facet; none chosen: all pass. */
  chosen: Record<Facet, string[]>;
}

export const NO_FILTER: Filter = { search: '', chosen: { status: [], kind: [], class: [], part: [], side: [], scanner: [] } };

export const isFiltered = ({ search, chosen }: Filter): boolean =>
  search.trim() !== '' || FACETS.some(({ facet }) => chosen[facet].length > 0);

/** A view's values by facet, and its text, made once. */
export interface Indexed {
  view: CheckedView;
  index: number;
  values: Record<Facet, string[]>;
  text: string;
}

export function indexViews({ views, problems }: Pick<DataCheck, 'views' | 'problems'>): Indexed[] {
  return views.map((view, index) => ({
    view,
    index,
    values: {
      status: [view.status],
      kind: [...new Set(view.problems.map((p) => problems[p].kind))],
      class: [view.className],
      part: [view.part ?? 'none'],
      side: [sideName(view)],
      scanner: [view.scanner ?? 'unknown'],
    },
    text: `${view.viewId} ${view.file} ${view.format ?? ''}`.toLowerCase(),
  }));
}

export interface Filtered {
  found: Indexed[];
  /** How many views each value would show beside what is chosen of the other facets. */
  counts: Record<Facet, Map<string, number>>;
}

/** One pass over all views. */
export function filterViews(views: readonly Indexed[], { search, chosen }: Filter): Filtered {
  const counts = Object.fromEntries(FACETS.map(({ facet }) => [facet, new Map<string, number>()])) as Filtered['counts'];
  const sets = FACETS.map(({ facet }) => ({ facet, set: new Set(chosen[facet]) }));
  const wanted = search.trim().toLowerCase();
  const found: Indexed[] = [];
  for (const view of views) {
    if (wanted && !view.text.includes(wanted)) {
      // A value that nothing has by now is still a value that can be chosen.
      for (const { facet } of sets) for (const value of view.values[facet]) add(counts[facet], value, 0);
      continue;
    }
    const failing = sets.filter(({ facet, set }) => set.size > 0 && !view.values[facet].some((value) => set.has(value)));
    if (failing.length === 0) found.push(view);
    for (const { facet } of sets) {
      const counted = failing.length === 0 || (failing.length === 1 && failing[0].facet === facet);
      for (const value of view.values[facet]) add(counts[facet], value, counted ? 1 : 0);
    }
  }
  return { found, counts };
}

function add(counts: Map<string, number>, value: string, by: number): void {
  counts.set(value, (counts.get(value) ?? 0) + by);
}

const WORDS: Record<string, string> = {
  good: 'Good',
  warning: 'Warnings',
  error: 'Errors',
  train: 'Training',
  holdout: 'Hold-out',
  test: 'Test',
  none: 'None',
  unknown: 'Unknown',
};

/** A value as its chip says it. */
export function valueWords(facet: Facet, value: string): string {
  if (facet === 'kind') return KIND_TITLES[value as ProblemKind] ?? value;
  if (facet === 'side') return value.replace('LEFT', 'Left').replace('RIGHT', 'Right').replace('unknown', 'Unknown');
  return facet === 'class' ? value : (WORDS[value] ?? value);
}
