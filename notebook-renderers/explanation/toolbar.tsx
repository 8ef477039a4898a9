/** How the maps are drawn: opacity, colours, threshold, outlines. */
import type { ComponentChildren } from 'preact';
import { COLOR_MAPS, type ColorMapName } from '../../webview/shared/colormap';
import { sentenceCase } from '../../webview/shared/wording';
import type { Looks } from './looks';

interface Props {
  looks: Looks;
  /** Whether there are true outlines to show. */
  findings: boolean;
  onLooks(looks: Looks): void;
  children?: ComponentChildren;
}

export function Toolbar({ looks, findings, onLooks, children }: Props) {
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
      {children}
    </fieldset>
  );
}
