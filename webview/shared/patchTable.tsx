/** The table of a unit's top patches: one tab stop, arrow keys move, hover or focus brings a patch's mammogram up, a click keeps it. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { MinedUnit, ViewCard } from '../../src/protocol/mining';
import { USUAL_COUNT } from './patchCount';
import { type PatchDisplay, PatchPicture } from './patchPicture';
import { pictureAddress } from './pictureAddress';
import { shortLabel } from './shortLabels';
import { sentenceCase, shortNumber, viewName } from './wording';

interface Props {
  unit: MinedUnit;
  views: Record<string, ViewCard>;
  base: string;
  display: PatchDisplay;
  current: number;
  onCurrent(patch: number): void;
  /** How many are shown, strongest first. */
  most?: number;
  /** A strip under each patch with its label and activation; then the pointer alone chooses none. */
  captions?: boolean;
  /** The classes there are: a strip under each patch with the class of its view. */
  classes?: readonly string[];
}

export function PatchTable({ unit, views, base, display, current, onCurrent, most = USUAL_COUNT, captions = false, classes }: Props) {
  const table = useRef<HTMLUListElement>(null);
  const buttons = () => [...(table.current?.querySelectorAll('button') ?? [])];
  const patches = unit.patches.slice(0, most);
  // The pointer passes other patches on its way to the mammogram: a patch that was clicked, or reached by keys, comes back.
  const held = useRef<number | undefined>(undefined);
  const hold = (patch: number) => {
    held.current = patch;
    onCurrent(patch);
  };

  useEffect(() => {
    held.current = undefined;
    table.current?.scrollTo({ top: 0 });
  }, [unit.unit, most]);

  // The same elements as long as nothing about them changes: passing over patches draws none of them anew.
  const pictures = useMemo(
    () =>
      unit.patches
        .slice(0, most)
        .map((patch) => (
          <PatchPicture
            key={patch.thumbnail}
            source={pictureAddress(base, patch.thumbnail)}
            map={patch.map}
            placement={unit.placement}
            threshold={unit.maskThreshold}
            maximum={unit.maxActivation}
            display={display}
            side={160}
          />
        )),
    [unit, most, base, display],
  );

  const move = (event: KeyboardEvent) => {
    const all = buttons();
    const target = moveTarget(event.key, all.indexOf(document.activeElement as HTMLButtonElement), all);
    if (target === undefined) return;
    event.preventDefault();
    all[target].focus();
  };

  return (
    <ul
      class={captions ? 'patches captioned' : 'patches'}
      data-columns={captions ? undefined : columnsFor(patches.length)}
      ref={table}
      onKeyDown={move}
      onPointerLeave={() => held.current !== undefined && onCurrent(held.current)}
      aria-label={`Top ${patches.length} patches of ${unit.unit}, strongest first`}
    >
      {patches.map((patch, i) => {
        const view = views[patch.viewId];
        const name = `Patch ${i + 1} of ${patches.length}: labelled ${patch.label}, activation ${shortNumber(patch.activation)}${view ? `, ${viewName(view)} of ${view.caseId}` : ''}`;
        return (
          <li key={`${patch.viewId}-${patch.x}-${patch.y}-${patch.size}`}>
            <button
              type="button"
              class="patch"
              aria-label={name}
              aria-current={i === current ? 'true' : undefined}
              tabIndex={i === current ? 0 : -1}
              onPointerEnter={captions ? undefined : () => onCurrent(i)}
              onFocus={() => hold(i)}
              onClick={() => hold(i)}
            >
              {pictures[i]}
            </button>
            {captions ? (
              <span class="patch-caption" data-label={patch.label} aria-hidden="true">
                {sentenceCase(patch.label)} <b>{shortNumber(patch.activation)}</b>
              </span>
            ) : null}
            {classes && view ? <Strip label={view.label} classes={classes} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

/** The class of the patch's view, in a word or its first letters, as wide as there is room. */
function Strip({ label, classes }: { label: string; classes: readonly string[] }) {
  return (
    <span class="patch-strip" data-label={label} aria-hidden="true">
      <span class="strip-whole">{sentenceCase(label)}</span>
      <span class="strip-short">{sentenceCase(shortLabel(label, classes))}</span>
    </span>
  );
}

/** Few are shown large, many small: the table keeps to about half the page. */
function columnsFor(patches: number): number {
  if (patches <= 8) return 4;
  return patches <= 32 ? 8 : 12;
}

/** Where an arrow key leads; rows are found from where the buttons lie, so any number of columns works. */
function moveTarget(key: string, from: number, all: HTMLElement[]): number | undefined {
  if (from < 0) return undefined;
  const columns = Math.max(1, all.filter((b) => b.offsetTop === all[0].offsetTop).length);
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  if (key === 'Home') return 0;
  if (key === 'End') return all.length - 1;
  const to = from + (steps[key] ?? 0);
  return to !== from && to >= 0 && to < all.length ? to : undefined;
}
