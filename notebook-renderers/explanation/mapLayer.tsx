/** A map over the whole view, in colours, drawn once it comes near the screen, else when the page is idle: a notebook holds many. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Explanation } from '../../src/protocol/explanation';
import type { Grid8 } from '../../src/protocol/grid';
import { scaledPlacement, upsample } from '../../src/protocol/segmentation';
import { type HeatScale, heatLayer, paintLayer } from '../../webview/shared/overlay';

/** Pixels of a map's layer along the longer side: smooth to the eye, quick to fill. */
const LAYER_SIDE = 360;

interface Props extends HeatScale {
  explanation: Explanation;
  map: Grid8;
  opacity: number;
}

/** Pixels of a view's layer whose longer side has `side` of them. */
export function layerSize({ view }: Pick<Explanation, 'view'>, side = LAYER_SIDE): { width: number; height: number; scale: number } {
  const scale = side / Math.max(view.width, view.height);
  const pixels = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: pixels(view.width), height: pixels(view.height), scale };
}

export function MapLayer({ explanation, map, opacity, low, high, colors, threshold }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const near = useNear(canvas);
  const { width, height, scale } = layerSize(explanation);
  useLayoutEffect(() => {
    const context = near && canvas.current?.getContext('2d');
    if (!context) return;
    const pixels = upsample(map, scaledPlacement(explanation.placement, scale), width, height);
    context.clearRect(0, 0, width, height);
    paintLayer(context, heatLayer(pixels, { low, high, colors, threshold }), width, height);
  }, [near, map, explanation.placement, width, height, scale, low, high, colors, threshold]);
  return <canvas ref={canvas} width={width} height={height} style={{ opacity }} />;
}

/** Whether an element has been on the screen or close to it, or the page has had time since. */
function useNear(element: { current: Element | null }): boolean {
  const [near, setNear] = useState(false);
  useLayoutEffect(() => {
    const seen = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        setNear(true);
        seen.disconnect();
      },
      { rootMargin: '600px' },
    );
    if (element.current) seen.observe(element.current);
    // A browser without it draws what is far away when it comes near.
    const idle = window.requestIdleCallback?.(() => setNear(true));
    return () => {
      seen.disconnect();
      if (idle !== undefined) cancelIdleCallback(idle);
    };
  }, [element]);
  return near;
}
