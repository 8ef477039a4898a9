/** How the maps are drawn: opacity, colours, threshold, outlines, cursor and zoom. */
import type { ComponentChildren } from 'preact';
import type { Explanation } from '../../src/protocol/explanation';
import { COLOR_MAPS, type ColorMapName } from '../../webview/shared/colormap';
import { isWhole } from '../../webview/shared/viewer/sight';
import { sentenceCase } from '../../webview/shared/wording';
import type { Looks } from './looks';
import { largestOf } from './range';
import type { Sighting } from './useSight';

interface Props {
  explanation: Explanation;
  looks: Looks;
  onLooks(looks: Looks): void;
  /** All that the keys and buttons move: several where views differ. */
  sightings: readonly Sighting[];
  children?: ComponentChildren;
}

export function Toolbar({ explanation: e, looks, onLooks, sightings, children }: Props) {
  const [first] = sightings;
  const press = (key: string) => sightings.map((s) => s.onKey(key)).includes(true);
  const zoomed = sightings.some((s) => !isWhole(s.sight));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !press(event.key)) return;
    // The notebook moves between cells with the same keys.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <fieldset class="dm-toolbar" aria-label="How maps are drawn">
      <label>
        Opacity
        <input
          type="range"
          min="0"
          max="100"
          step="5"
          value={Math.round(looks.opacity * 100)}
          onInput={(event) => onLooks({ ...looks, opacity: Number(event.currentTarget.value) / 100 })}
        />
      </label>
      <label>
        Colours
        <select value={looks.colors} onChange={(event) => onLooks({ ...looks, colors: event.currentTarget.value as ColorMapName })}>
          {COLOR_MAPS.map((name) => (
            <option key={name} value={name}>
              {sentenceCase(name)}
            </option>
          ))}
        </select>
      </label>
      <Threshold explanation={e} looks={looks} onLooks={onLooks} />
      {e.findings.length > 0 ? (
        <label>
          <input
            type="checkbox"
            checked={looks.outlines}
            onChange={(event) => onLooks({ ...looks, outlines: event.currentTarget.checked })}
          />
          True outline on the maps
        </label>
      ) : null}
      {e.breast ? (
        <label title="The network was trained on the breast and decides on it; elsewhere a map says nothing meant.">
          <input type="checkbox" checked={looks.film} onChange={(event) => onLooks({ ...looks, film: event.currentTarget.checked })} />
          Outside the breast too
        </label>
      ) : null}
      <div class="dm-tools">
        <button
          type="button"
          class="dm-button"
          aria-pressed={first.cursor !== undefined}
          title="Arrow keys move a cursor that reads every map at one place; Escape takes it away."
          onClick={() => press(first.cursor ? 'Escape' : 'Home')}
          onKeyDown={onKeyDown}
        >
          Cursor <kbd>←↑→↓</kbd>
        </button>
        <button type="button" class="dm-button" aria-label="Zoom out" title="Zoom out (-)" disabled={!zoomed} onClick={() => press('-')}>
          −
        </button>
        <button
          type="button"
          class="dm-button"
          aria-label="Zoom in"
          title="Zoom in (+, or the wheel with Ctrl)"
          onClick={() => press('+')}
          onKeyDown={onKeyDown}
        >
          +
        </button>
        <button type="button" class="dm-button" title="The whole view (0)" disabled={!zoomed} onClick={() => press('0')}>
          Whole view
        </button>
        {children}
      </div>
    </fieldset>
  );
}

/** Share of each map's largest value; at first each unit's own threshold. */
function Threshold({ explanation: e, looks, onLooks }: Pick<Props, 'explanation' | 'looks' | 'onLooks'>) {
  const first = e.evidence.find((u) => u.map && u.maskThreshold);
  const own = first?.map && first.maskThreshold ? first.maskThreshold / Math.max(largestOf(first.map), Number.MIN_VALUE) : 0.2;
  const share = looks.threshold ?? Math.min(1, own);
  const { threshold: _, ...without } = looks;
  return (
    <span class="dm-threshold-choice">
      <label>
        <input type="checkbox" checked={looks.masked} onChange={(event) => onLooks({ ...looks, masked: event.currentTarget.checked })} />
        Only above threshold
      </label>
      <input
        type="range"
        min="0"
        max="95"
        step="5"
        aria-label="Threshold, share of each map’s largest value"
        aria-valuetext={looks.threshold === undefined ? 'each unit’s own' : `${Math.round(share * 100)} %`}
        value={Math.round(share * 100)}
        onInput={(event) => onLooks({ ...looks, masked: true, threshold: Number(event.currentTarget.value) / 100 })}
      />
      {looks.threshold === undefined ? (
        <span class="dm-quiet">each unit’s own</span>
      ) : (
        <>
          <span>{Math.round(share * 100)} % of largest</span>
          <button type="button" class="dm-button" title="Each unit’s own threshold" onClick={() => onLooks(without)}>
            Own
          </button>
        </>
      )}
    </span>
  );
}
