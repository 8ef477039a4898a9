/** The viewer's pointer: drag moves, right or Shift drag sets window and level, the wheel zooms to the pointer, a double click to the patch. */
import { useRef } from 'preact/hooks';
import { draggedWindow } from './greyWindow';
import { dragged, isWhole, type Sight, zoomedAt } from './sight';
import { onPatchOrBack, type Shown } from './viewerKeys';

/** A notch of a usual wheel, 100 pixels, zooms by a fifth. */
const ZOOM_PER_PIXEL = Math.log(1.2) / 100;
/** A pinch on a touch pad comes as a wheel with Ctrl and small steps. */
const PINCH = 6;
const PIXELS_PER_LINE = 16;

type Drag = { kind: 'move' | 'window'; x: number; y: number };

/** Handlers for the frame; `change` is given what is shown and returns what shall be. */
export function useViewerPointer(change: (after: (shown: Shown) => Shown) => void, sight: Sight, onPatch: Sight) {
  const drag = useRef<Drag | undefined>(undefined);
  const frameOf = (event: Event) => (event.currentTarget as HTMLElement).getBoundingClientRect();
  return {
    onPointerDown(event: PointerEvent) {
      const kind = event.button === 2 || (event.button === 0 && event.shiftKey) ? 'window' : event.button === 0 ? 'move' : undefined;
      if (!kind) return;
      drag.current = { kind, x: event.clientX, y: event.clientY };
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent) {
      const from = drag.current;
      if (!from) return;
      const [across, down] = [event.clientX - from.x, event.clientY - from.y];
      drag.current = { ...from, x: event.clientX, y: event.clientY };
      const frame = frameOf(event);
      change(({ sight, greys }) =>
        from.kind === 'window'
          ? { sight, greys: draggedWindow(greys, across, down) }
          : { sight: dragged(sight, across / frame.width, down / frame.height), greys },
      );
    },
    onPointerUp() {
      drag.current = undefined;
    },
    onPointerCancel() {
      drag.current = undefined;
    },
    onContextMenu(event: Event) {
      event.preventDefault();
    },
    onDblClick() {
      change(({ sight, greys }) => ({ sight: onPatchOrBack(sight, onPatch), greys }));
    },
    onWheel(event: WheelEvent) {
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PIXELS_PER_LINE : 1) * (event.ctrlKey ? PINCH : 1);
      // With the whole view in sight there is nothing to zoom out of: the page scrolls.
      if (pixels > 0 && isWhole(sight)) return;
      event.preventDefault();
      const frame = frameOf(event);
      const [across, down] = [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height];
      change(({ sight, greys }) => ({ sight: zoomedAt(sight, Math.exp(-pixels * ZOOM_PER_PIXEL), across, down), greys }));
    },
  };
}
