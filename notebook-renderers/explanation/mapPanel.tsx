/** One panel: the view, a map over it, the true outlines, the cursor all panels share, and the map's scale. */
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Explanation } from '../../src/protocol/explanation';
import { decodeGrid, type Grid8 } from '../../src/protocol/grid';
import { scaledPlacement, upsample } from '../../src/protocol/segmentation';
import { colorGradient } from '../../webview/shared/colormap';
import { heatLayer, paintLayer, valueAt } from '../../webview/shared/overlay';
import { polygonPath, shortNumber } from '../../webview/shared/wording';
import type { Looks } from './looks';

export interface Point {
  /** View pixels. */
  x: number;
  y: number;
}

interface Props {
  explanation: Explanation;
  title: ComponentChildren;
  /** What the picture says, for those who do not see it. */
  words: string;
  map?: Grid8;
  threshold?: number;
  looks: Looks;
  outlines: boolean;
  /** Marks the deciding position. */
  marked?: boolean;
  cursor?: Point;
  onCursor(point: Point | undefined): void;
  children?: ComponentChildren;
}

/** Pixels of a map's layer along the longer side: smooth to the eye, quick to fill. */
const LAYER_SIDE = 360;

export function MapPanel({ explanation, title, words, map, threshold, looks, outlines, marked, cursor, onCursor, children }: Props) {
  const { view, placement, decidingPosition: mark } = explanation;
  const values = useMemo(() => map && decodeGrid(map), [map]);
  const value = map && values && cursor ? valueAt(values, map, placement, cursor.x, cursor.y) : undefined;

  const follow = (event: PointerEvent & { currentTarget: Element }) => {
    const box = event.currentTarget.getBoundingClientRect();
    onCursor({ x: ((event.clientX - box.left) / box.width) * view.width, y: ((event.clientY - box.top) / box.height) * view.height });
  };

  return (
    <figure class="dm-panel">
      <div class="dm-panel-title">{title}</div>
      <div
        class="dm-frame"
        role="img"
        aria-label={words}
        style={{ aspectRatio: `${view.width} / ${view.height}` }}
        onPointerMove={follow}
        onPointerLeave={() => onCursor(undefined)}
      >
        <img src={view.picture} alt="" draggable={false} />
        {map ? <MapLayer explanation={explanation} map={map} threshold={looks.masked ? threshold : undefined} looks={looks} /> : null}
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
          {cursor ? (
            <>
              <path class="dm-cursor-under" d={`M${cursor.x} 0V${view.height}M0 ${cursor.y}H${view.width}`} />
              <path class="dm-cursor" d={`M${cursor.x} 0V${view.height}M0 ${cursor.y}H${view.width}`} />
            </>
          ) : null}
        </svg>
      </div>
      {map ? <Scale map={map} value={value} threshold={threshold} looks={looks} /> : null}
      <figcaption>{children}</figcaption>
    </figure>
  );
}

function MapLayer({ explanation, map, threshold, looks }: { explanation: Explanation; map: Grid8; threshold?: number; looks: Looks }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { view, placement } = explanation;
  const zoom = LAYER_SIDE / Math.max(view.width, view.height);
  const width = Math.max(1, Math.round(view.width * zoom));
  const height = Math.max(1, Math.round(view.height * zoom));
  const pixels = useMemo(() => upsample(map, scaledPlacement(placement, zoom), width, height), [map, placement, zoom, width, height]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, width, height);
    paintLayer(context, heatLayer(pixels, { ...rangeOf(map), colors: looks.colors, threshold }), width, height);
  }, [pixels, map, width, height, looks.colors, threshold]);
  return <canvas ref={canvas} width={width} height={height} style={{ opacity: looks.opacity }} />;
}

function Scale({ map, value, threshold, looks }: { map: Grid8; value?: number; threshold?: number; looks: Looks }) {
  const { low, high } = rangeOf(map);
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

/** From nothing to the map's largest value, as in the static picture; a map that is nowhere above nothing keeps its own range. */
function rangeOf(map: Grid8): { low: number; high: number } {
  const high = map.offset + 255 * map.scale;
  return { low: high > 0 ? 0 : map.offset, high };
}
