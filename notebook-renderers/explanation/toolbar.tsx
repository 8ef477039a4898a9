/** How the maps are drawn: opacity, colours, threshold, outlines. */
import { COLOR_MAPS, type ColorMapName } from '../../webview/shared/colormap';
import { sentenceCase } from '../../webview/shared/wording';
import type { Looks } from './looks';

export function Toolbar({ looks, findings, onLooks }: { looks: Looks; findings: boolean; onLooks(looks: Looks): void }) {
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
      <label>
        <input type="checkbox" checked={looks.masked} onChange={(event) => onLooks({ ...looks, masked: event.currentTarget.checked })} />
        Only above each unit’s threshold
      </label>
      {findings ? (
        <label>
          <input
            type="checkbox"
            checked={looks.outlines}
            onChange={(event) => onLooks({ ...looks, outlines: event.currentTarget.checked })}
          />
          True outline on the maps
        </label>
      ) : null}
    </fieldset>
  );
}
