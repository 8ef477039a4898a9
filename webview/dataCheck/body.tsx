/** The views of a report to look through and its problems, one at a time, and the view that is looked at closely. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CheckedProblem, DataCheck } from '../../src/protocol/dataCheck';
import { type Filter, filterViews, indexViews, NO_FILTER } from './filter';
import { FilterBar } from './filterBar';
import type { HostLink } from './hostLink';
import { ProblemList } from './problemList';
import { ViewDetail } from './viewDetail';
import { ViewGrid } from './viewGrid';

export interface Shown {
  check: DataCheck;
  base: string;
}

/** Larger pictures by view id, or why there is none. */
export type Previews = Record<string, { address?: string; message?: string }>;

interface BodyProps extends Shown {
  host: HostLink;
  previews: Previews;
  /** A view to look at, whatever is shown. */
  wanted?: { viewId: string };
  tab: 'views' | 'problems';
  filter: Filter;
  onTab(tab: 'views' | 'problems'): void;
  onFilter(filter: Filter): void;
}

export function Body({ check, base, host, previews, wanted, tab, filter, onTab, onFilter }: BodyProps) {
  const indexed = useMemo(() => indexViews(check), [check]);
  const { found, counts } = useMemo(() => filterViews(indexed, filter), [indexed, filter]);
  const [current, setCurrent] = useState(0);
  /** Place in the report of the view that is open, which need not be among those found. */
  const [opened, setOpened] = useState<number>();
  const open = (index: number): void => {
    setOpened(index);
    const { viewId, thumbnail } = check.views[index];
    if (thumbnail && !previews[viewId]) host.post({ type: 'preview', viewId });
  };
  useEffect(() => {
    const index = check.views.findIndex(({ viewId }) => viewId === wanted?.viewId);
    if (index >= 0) open(index);
  }, [wanted]);
  const focused = Math.min(current, Math.max(0, found.length - 1));
  const place = found.findIndex((f) => f.index === opened);
  const step = (by: 1 | -1): void => {
    const next = found[place < 0 ? 0 : Math.min(Math.max(place + by, 0), found.length - 1)];
    if (!next) return;
    setCurrent(found.indexOf(next));
    open(next.index);
  };
  const close = (): void => {
    setOpened(undefined);
    // The dialog gives the focus back to what opened it; the view that is looked at last may be another one.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-current] button')?.focus());
  };
  const openFile = ({ file, line }: CheckedProblem): void => {
    if (file !== undefined) host.post({ type: 'open', file, line });
  };
  const view = opened === undefined ? undefined : check.views[opened];
  return (
    <>
      {check.views.length > 0 ? (
        <div class="tabs" role="tablist" aria-label="What to show" onKeyDown={(event) => arrowTabs(event, tab, onTab)}>
          {(['views', 'problems'] as const).map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls="tab-panel"
              tabIndex={tab === name ? 0 : -1}
              onClick={() => onTab(name)}
            >
              {name === 'views' ? 'Views' : 'Problems'} <span class="chip-count">{check[name].length}</span>
            </button>
          ))}
        </div>
      ) : null}
      <div id="tab-panel" role="tabpanel" aria-label={tab === 'views' ? 'Views' : 'Problems'}>
        {tab === 'problems' ? (
          <ProblemList check={check} onView={open} onFile={openFile} />
        ) : (
          <>
            <FilterBar
              {...{ filter, counts, onFilter }}
              classes={check.counts.classes.map((c) => c.className)}
              found={found.length}
              all={check.views.length}
            />
            {found.length === 0 ? (
              <p class="none-found">
                No view is like that.{' '}
                <button type="button" class="quiet-button" onClick={() => onFilter(NO_FILTER)}>
                  Show all
                </button>
              </p>
            ) : (
              <ViewGrid
                views={found}
                base={base}
                current={focused}
                onCurrent={setCurrent}
                onOpen={(at) => {
                  setCurrent(at);
                  open(found[at].index);
                }}
              />
            )}
          </>
        )}
      </div>
      {view ? (
        <ViewDetail
          {...{ check, base, view, host }}
          preview={previews[view.viewId]}
          place={place < 0 ? `view of ${check.views.length}` : `${place + 1} of ${found.length}`}
          onStep={step}
          onView={open}
          onFile={openFile}
          onClose={close}
        />
      ) : null}
    </>
  );
}

function arrowTabs(event: KeyboardEvent, tab: 'views' | 'problems', onTab: (tab: 'views' | 'problems') => void): void {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  event.preventDefault();
  const next = tab === 'views' ? 'problems' : 'views';
  onTab(next);
  document.getElementById(`tab-${next}`)?.focus();
}
