/** What of a report is looked at: views or problems, and which views. */
import { FACETS, type Filter, NO_FILTER } from './filter';

export interface Looks {
  tab: 'views' | 'problems';
  filter: Filter;
}

/** As kept, perhaps by another version of the page; the whole where it cannot be understood. */
export function readLooks(kept: unknown): Looks {
  const { tab, filter } = (kept ?? {}) as Partial<Looks>;
  const chosen = filter?.chosen as Partial<Record<string, unknown>> | undefined;
  const names = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []);
  return {
    tab: tab === 'problems' ? tab : 'views',
    filter: {
      search: typeof filter?.search === 'string' ? filter.search : NO_FILTER.search,
      chosen: Object.fromEntries(FACETS.map(({ facet }) => [facet, names(chosen?.[facet])])) as Filter['chosen'],
    },
  };
}
