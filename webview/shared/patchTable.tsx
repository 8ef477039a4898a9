/** The table of a unit's top patches: one tab stop, arrow keys move, hover or focus brings a patch's mammogram up, a click keeps it. */
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import type { MinedUnit, ViewCard } from '../../src/protocol/mining';
import { PatchCell, type PatchCellProps } from './patchCell';
import { USUAL_COUNT } from './patchCount';
import type { PatchDisplay } from './patchPicture';

interface Props {
  unit: MinedUnit;
  views: Record<string, ViewCard>;
  base: string;
  display: PatchDisplay;
  current: number;
  onCurrent(patch: number): void;
  /** How many are shown, strongest first. */
  most?: number;
  captions?: PatchCellProps['captions'];
  classes?: PatchCellProps['classes'];
}

export function PatchTable({ unit, views, base, display, current, onCurrent, most = USUAL_COUNT, captions = false, classes }: Props) {
  const table = useRef<HTMLUListElement>(null);
  // The pointer passes other patches on its way to the mammogram: a patch that was clicked, or reached by keys, comes back.
  const held = useRef<number | undefined>(undefined);
  const chosen = useRef(onCurrent);
  chosen.current = onCurrent;
  const point = useCallback((patch: number) => chosen.current(patch), []);
  const hold = useCallback((patch: number) => {
    held.current = patch;
    chosen.current(patch);
  }, []);

  useEffect(() => {
    held.current = undefined;
    table.current?.scrollTo({ top: 0 });
  }, [unit.unit, most]);

  const count = Math.min(most, unit.patches.length);
  const cellOf = useCallback(
    (place: number, looked?: boolean) => {
      const { viewId, x, y, size } = unit.patches[place];
      return (
        <PatchCell
          key={`${viewId}-${x}-${y}-${size}`}
          {...{ unit, place, count, base, display, captions, classes }}
          view={views[viewId]}
          current={looked}
          onPoint={point}
          onHold={hold}
        />
      );
    },
    [unit, views, count, base, display, captions, classes, point, hold],
  );
  // The same elements as long as nothing about them changes: a step from patch to patch draws the two cells anew that it leads between.
  const resting = useMemo(() => Array.from({ length: count }, (_, place) => cellOf(place)), [count, cellOf]);

  const move = (event: KeyboardEvent) => {
    const all = [...(table.current?.querySelectorAll('button') ?? [])];
    const target = moveTarget(event.key, all.indexOf(document.activeElement as HTMLButtonElement), all);
    if (target === undefined) return;
    event.preventDefault();
    all[target].focus();
  };

  return (
    <ul
      class={captions ? 'patches captioned' : 'patches'}
      data-columns={captions ? undefined : columnsFor(count)}
      ref={table}
      onKeyDown={move}
      onPointerLeave={() => held.current !== undefined && onCurrent(held.current)}
      aria-label={`Top ${count} patches of ${unit.unit}, strongest first`}
    >
      {resting.map((cell, place) => (place === current ? cellOf(place, true) : cell))}
    </ul>
  );
}

/** Few are shown large, many small: the table keeps to about half the page. */
function columnsFor(patches: number): number {
  if (patches <= 8) return 4;
  return patches <= 32 ? 8 : 12;
}

/** Where an arrow key leads. Up and down are found from where the buttons lie, so any number of columns works. */
function moveTarget(key: string, from: number, all: HTMLElement[]): number | undefined {
  if (from < 0) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return all.length - 1;
  const to = from + stepOf(key, all);
  return to !== from && to >= 0 && to < all.length ? to : undefined;
}

function stepOf(key: string, all: HTMLElement[]): number {
  if (key === 'ArrowRight') return 1;
  if (key === 'ArrowLeft') return -1;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return 0;
  const second = all.findIndex((button) => button.offsetTop !== all[0].offsetTop);
  const columns = second < 0 ? all.length : second;
  return key === 'ArrowDown' ? columns : -columns;
}
