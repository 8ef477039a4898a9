/** Chips by which views are chosen, each with how many it would show, and a search by name. */
import { PROBLEM_KINDS } from '../../src/protocol/dataCheck';
import { FACETS, type Facet, type Filter, type Filtered, isFiltered, NO_FILTER, valueWords } from './filter';

interface Props {
  filter: Filter;
  counts: Filtered['counts'];
  /** Classes in the order in which the report lists them. */
  classes: readonly string[];
  found: number;
  all: number;
  onFilter(filter: Filter): void;
}

/** In the order in which they are read; others by name. */
const ORDER: Partial<Record<Facet, readonly string[]>> = {
  status: ['error', 'warning', 'good'],
  part: ['train', 'holdout', 'test', 'none'],
  kind: PROBLEM_KINDS,
};

export function FilterBar({ filter, counts, classes, found, all, onFilter }: Props) {
  const toggle = (facet: Facet, value: string): void => {
    const chosen = filter.chosen[facet];
    const next = chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value];
    onFilter({ ...filter, chosen: { ...filter.chosen, [facet]: next } });
  };
  return (
    <search class="filter-bar">
      <div class="filter-line">
        <input
          type="text"
          class="search"
          value={filter.search}
          placeholder="Search views and files"
          aria-label="Search views and files"
          spellcheck={false}
          onInput={(event) => onFilter({ ...filter, search: event.currentTarget.value })}
        />
        <span class="found" role="status">
          {found === all ? `${all} views` : `${found} of ${all} views`}
        </span>
        {isFiltered(filter) ? (
          <button type="button" class="quiet-button" onClick={() => onFilter(NO_FILTER)}>
            Show all
          </button>
        ) : null}
      </div>
      <div class="facets">
        {FACETS.map(({ facet, title }) => {
          const values = valuesOf(counts[facet], facet === 'class' ? classes : ORDER[facet]);
          // One value for all is nothing to choose by.
          if (values.length < 2 && !(facet === 'kind' && values.length === 1) && filter.chosen[facet].length === 0) return null;
          return (
            <fieldset key={facet} class="facet">
              <legend>{title}</legend>
              {values.map(([value, count]) => (
                <button
                  key={value}
                  type="button"
                  class={`chip ${facet === 'status' ? `status-${value}` : ''}`}
                  aria-pressed={filter.chosen[facet].includes(value)}
                  onClick={() => toggle(facet, value)}
                >
                  {valueWords(facet, value)} <span class="chip-count">{count}</span>
                </button>
              ))}
            </fieldset>
          );
        })}
      </div>
    </search>
  );
}

function valuesOf(counts: ReadonlyMap<string, number>, order?: readonly string[]): [string, number][] {
  const place = (value: string) => (order ? order.indexOf(value) : 0);
  return [...counts].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
}
