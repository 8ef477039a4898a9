/** A panel's pointer: hovering reads, drag moves a zoomed view, the wheel with Ctrl zooms (alone it scrolls the notebook). */
import { useEffect, useRef } from 'preact/hooks';
import type { Explanation } from '../../src/protocol/explanation';
import { dragged, isWhole, zoomedAt } from '../../webview/shared/viewer/sight';
import type { Sighting } from './useSight';

/** A notch of a usual wheel, 100 pixels, zooms by a fifth. */
const ZOOM_PER_PIXEL = Math.log(1.2) / 100;

/** Handlers and the reference of the frame that they are for. */
export function useFramePointer({ view }: Explanation, { sight, onSight, onCursor }: Sighting) {
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; y: number } | undefined>(undefined);
  useEffect(() => {
    const element = frame.current;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const [across, down] = shares(event);
      onSight((before) => zoomedAt(before, Math.exp(-event.deltaY * ZOOM_PER_PIXEL), across, down));
    };
    // A listener given as an attribute is passive and could not keep the notebook from zooming too.
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [onSight]);

  return {
    ref: frame,
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0 || isWhole(sight)) return;
      drag.current = { x: event.clientX, y: event.clientY };
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent) {
      const from = drag.current;
      if (from) {
        const box = (event.currentTarget as Element).getBoundingClientRect();
        drag.current = { x: event.clientX, y: event.clientY };
        onSight((before) => dragged(before, (event.clientX - from.x) / box.width, (event.clientY - from.y) / box.height));
        return;
      }
      const [across, down] = shares(event);
      onCursor({ x: (sight.x + across / sight.zoom) * view.width, y: (sight.y + down / sight.zoom) * view.height });
    },
    onPointerUp() {
      drag.current = undefined;
    },
    onPointerCancel() {
      drag.current = undefined;
    },
    onPointerLeave() {
      onCursor(undefined);
    },
  };
}

/** Where in the frame, in shares of its width and height. */
function shares(event: MouseEvent): [number, number] {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
}
