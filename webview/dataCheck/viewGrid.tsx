/**
 * Views as a grid of small pictures. Only the rows in sight are drawn, so that ten thousand views cost no more than forty; the page itself scrolls.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Indexed } from './filter';
import { ViewTile } from './viewTile';

const TILE_WIDTH = 138;
const ROW_HEIGHT = 206;
/** Rows drawn beyond either end of what is in sight, so that scrolling finds them there. */
const BEYOND = 2;

interface Props {
  views: readonly Indexed[];
  base: string;
  /** Place in `views` that has the focus. */
  current: number;
  onCurrent(place: number): void;
  onOpen(place: number): void;
}

interface Extent {
  columns: number;
  first: number;
  last: number;
}

export function ViewGrid({ views, base, current, onCurrent, onOpen }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [extent, setExtent] = useState<Extent>({ columns: 1, first: 0, last: 4 });
  const wantsFocus = useRef(false);

  useLayoutEffect(() => {
    let frame = 0;
    const measure = () => {
      frame = 0;
      const { current: element } = list;
      if (!element) return;
      const { top, width } = element.getBoundingClientRect();
      const columns = Math.max(1, Math.floor(width / TILE_WIDTH));
      const first = Math.max(0, Math.floor(-top / ROW_HEIGHT) - BEYOND);
      const last = Math.ceil((window.innerHeight - top) / ROW_HEIGHT) + BEYOND;
      setExtent((was) => (was.columns === columns && was.first === first && was.last === last ? was : { columns, first, last }));
    };
    const soon = () => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    const resized = new ResizeObserver(soon);
    resized.observe(document.body);
    window.addEventListener('scroll', soon, { passive: true });
    window.addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      resized.disconnect();
      window.removeEventListener('scroll', soon);
      window.removeEventListener('resize', soon);
    };
  }, [views]);

  // Before the next key is heard: Enter opens what has the focus.
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    const tile = list.current?.querySelector<HTMLElement>('[data-current] button');
    tile?.focus({ preventScroll: true });
    tile?.scrollIntoView({ block: 'nearest' });
  });

  const { columns } = extent;
  const rows = Math.ceil(views.length / columns);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = columns * Math.max(1, Math.floor(window.innerHeight / ROW_HEIGHT) - 1);
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, PageUp: -page, PageDown: page }[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? views.length - 1 : by === undefined ? undefined : current + by;
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    wantsFocus.current = true;
    // Up and down stop where there is no row any more; a page goes as far as it can.
    if (Math.abs(by ?? 0) === columns && (to < 0 || to >= views.length)) onCurrent(current);
    else onCurrent(Math.min(Math.max(to, 0), views.length - 1));
  };

  const drawn = new Set<number>();
  for (let row = Math.max(0, extent.first); row < Math.min(rows, extent.last); row++) drawn.add(row);
  // The tile with the focus stays, however far one scrolls.
  if (views.length > 0) drawn.add(Math.floor(current / columns));
  return (
    <ul ref={list} class="grid" style={{ height: `${rows * ROW_HEIGHT}px` }} onKeyDown={onKeyDown} aria-label="Views">
      {[...drawn].flatMap((row) =>
        views.slice(row * columns, (row + 1) * columns).map((indexed, column) => {
          const place = row * columns + column;
          return (
            <li
              key={indexed.view.viewId}
              class="tile"
              data-current={place === current ? '' : undefined}
              aria-setsize={views.length}
              aria-posinset={place + 1}
              style={{ top: `${row * ROW_HEIGHT}px`, left: `${(100 * column) / columns}%`, width: `calc(${100 / columns}% - 8px)` }}
            >
              <ViewTile
                view={indexed.view}
                base={base}
                reachable={place === current}
                onFocus={() => onCurrent(place)}
                onOpen={() => onOpen(place)}
              />
            </li>
          );
        }),
      )}
    </ul>
  );
}
