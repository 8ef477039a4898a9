/** One panel: the view, a map over it, the true outlines, the cursor all panels share, and the map's scale. */
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { isOnBreast } from '../../src/protocol/breastMap';
import type { Explanation } from '../../src/protocol/explanation';
import { decodeGrid, type Grid8 } from '../../src/protocol/grid';
import { colorGradient } from '../../webview/shared/colormap';
import { valueAt } from '../../webview/shared/overlay';
import { isWhole } from '../../webview/shared/viewer/sight';
import { polygonPath, shortNumber } from '../../webview/shared/wording';
import type { Looks } from './looks';
import { MapLayer } from './mapLayer';
import { type Range, rangeOf } from './range';
import { useFramePointer } from './useFramePointer';
import type { Sighting } from './useSight';

export interface PanelProps {
  explanation: Explanation;
  looks: Looks;
  sighting: Sighting;
  /** The panel that fills the width, by its name. */
  enlarged?: string;
  onEnlarge(name: string | undefined): void;
}

interface Props extends PanelProps {
  name: string;
  /** In place of the name, e.g. a button with it. */
  title?: ComponentChildren;
  /** What the picture says, for those who do not see it. */
  words: string;
  map?: Grid8;
  /** Values of the first and last colour; absent: the map's own. */
  range?: Range;
  /** The map's mask begins above. */
  threshold?: number;
  outlines: boolean;
  /** Marks the deciding position. */
  marked?: boolean;
  children?: ComponentChildren;
}

export function MapPanel(props: Props) {
  const { explanation, name, title = name, words, map, threshold, looks, sighting, enlarged, onEnlarge, children } = props;
  const { view, placement } = explanation;
  const { cursor, sight } = sighting;
  const range = props.range ?? (map && rangeOf(map));
  const values = useMemo(() => map && decodeGrid(map), [map]);
  const value =
    map && values && cursor && isOnBreast(explanation, cursor.x, cursor.y)
      ? valueAt(values, map, placement, cursor.x, cursor.y)
      : undefined;
  const large = enlarged === name;
  const pointer = useFramePointer(explanation, sighting);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') onEnlarge(large ? undefined : name);
    else if (event.key === 'Escape' && enlarged) onEnlarge(undefined);
    else if (!sighting.onKey(event.key)) return;
    // The notebook moves between cells with the same keys.
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <figure class={large ? 'dm-panel dm-large' : 'dm-panel'}>
      <div class="dm-panel-head">
        <div class="dm-panel-title" title={name}>
          {title}
        </div>
        <button
          type="button"
          class="dm-icon"
          aria-label={large ? `Back to all panels from ${name}` : `Enlarge ${name}`}
          title={large ? 'Back to all panels (Escape)' : 'Enlarge (double click, or Enter on the picture)'}
          onClick={() => onEnlarge(large ? undefined : name)}
        >
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d={large ? 'M5 1v4H1M7 11V7h4M5 5L1.5 1.5M7 7l3.5 3.5' : 'M7 1h4v4M5 11H1V7M11 1L7 5M1 11l4-4'} />
          </svg>
        </button>
      </div>
      <div class="dm-stage">
        <div
          {...pointer}
          class={isWhole(sight) ? 'dm-frame' : 'dm-frame dm-zoomed'}
          role="img"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys move the cursor, zoom and enlarge.
          tabIndex={0}
          aria-label={words}
          style={{ aspectRatio: `${view.width} / ${view.height}` }}
          onDblClick={() => onEnlarge(large ? undefined : name)}
          onKeyDown={onKeyDown}
        >
          <div
            class="dm-sheet"
            style={{
              width: `${100 * sight.zoom}%`,
              height: `${100 * sight.zoom}%`,
              left: `${-100 * sight.x * sight.zoom}%`,
              top: `${-100 * sight.y * sight.zoom}%`,
            }}
          >
            <img src={view.picture} alt="" draggable={false} decoding="async" />
            {map && range ? (
              <MapLayer
                explanation={explanation}
                map={map}
                {...range}
                colors={looks.colors}
                opacity={looks.opacity}
                threshold={looks.masked ? threshold : undefined}
              />
            ) : null}
            <Lines {...props} />
          </div>
        </div>
        {map && range ? <Scale range={range} value={value} threshold={threshold} looks={looks} /> : null}
      </div>
      <figcaption>{children}</figcaption>
    </figure>
  );
}

function Lines({ explanation, outlines, marked, sighting: { cursor } }: Props) {
  const { view, decidingPosition: mark } = explanation;
  const cross = cursor && `M${cursor.x} 0V${view.height}M0 ${cursor.y}H${view.width}`;
  return (
    <svg viewBox={`0 0 ${view.width} ${view.height}`} aria-hidden="true">
      {outlines
        ? // Outlines run through the middles of pixels.
          explanation.findings.map((finding) => (
            <g key={finding.id} transform="translate(0.5 0.5)">
              <path class="dm-outline-under" d={polygonPath(finding.boundary)} />
              <path class="dm-outline" d={polygonPath(finding.boundary)} />
            </g>
          ))
        : null}
      {marked ? <circle class="dm-mark" cx={mark.x} cy={mark.y} r={view.width / 45} /> : null}
      {cross ? <path class="dm-cursor-under" d={cross} /> : null}
      {cross ? <path class="dm-cursor" d={cross} /> : null}
    </svg>
  );
}

function Scale({ range: { low, high }, value, threshold, looks }: { range: Range; value?: number; threshold?: number; looks: Looks }) {
  const place = (v: number) => `${high > low ? Math.min(Math.max((v - low) / (high - low), 0), 1) * 100 : 0}%`;
  return (
    <div class="dm-scale">
      <span>{shortNumber(low)}</span>
      <div class="dm-ramp" style={{ background: colorGradient(looks.colors) }}>
        {threshold !== undefined && threshold > low && threshold < high ? (
          <i class="dm-threshold" style={{ left: place(threshold) }} title={`threshold ${shortNumber(threshold)}`} />
        ) : null}
        {value !== undefined ? <i class="dm-value" style={{ left: place(value) }} /> : null}
      </div>
      <span>{shortNumber(high)}</span>
      <span class="dm-readout">{value === undefined ? '' : shortNumber(value)}</span>
    </div>
  );
}
