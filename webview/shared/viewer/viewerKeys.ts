/** Keys of the mammogram viewer, heard while it has the focus, and what each does to sight and window. */
import { type GreyWindow, raised, WHOLE_RANGE, widened } from './greyWindow';
import { dragged, isWhole, type Sight, WHOLE, zoomedAt } from './sight';

export const ZOOM_STEP = 1.25;
const PAN_STEP = 0.1;
const WIDTH_STEP = 1.1;
const LEVEL_STEP = 0.02;

/** What a view's viewer shows. */
export interface Shown {
  sight: Sight;
  greys: GreyWindow;
}

export interface ViewerPress {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** What a double click and P do: zoom on the patch, or back to the whole view. */
export function onPatchOrBack(sight: Sight, onPatch: Sight): Sight {
  return isWhole(sight) ? onPatch : WHOLE;
}

/** After a key press; undefined where it is none of the viewer's. Arrows are its own only when there is something to move. */
export function afterKey(press: ViewerPress, { sight, greys }: Shown, onPatch: Sight): Shown | undefined {
  const { key } = press;
  // Brackets need Alt or AltGr on many keyboards; with any other key a modifier means something else.
  if (press.metaKey || ((press.ctrlKey || press.altKey) && !'[]{}'.includes(key))) return undefined;
  const window = windowAfter(key, greys);
  if (window) return { sight, greys: window };
  const moved = sightAfter(key, sight, onPatch);
  return moved && { sight: moved, greys };
}

function windowAfter(key: string, greys: GreyWindow): GreyWindow | undefined {
  if (key === '[') return widened(greys, 1 / WIDTH_STEP);
  if (key === ']') return widened(greys, WIDTH_STEP);
  if (key === '{') return raised(greys, -LEVEL_STEP);
  if (key === '}') return raised(greys, LEVEL_STEP);
  return key.toLowerCase() === 'r' ? WHOLE_RANGE : undefined;
}

function sightAfter(key: string, sight: Sight, onPatch: Sight): Sight | undefined {
  if (key === '+' || key === '=') return zoomedAt(sight, ZOOM_STEP);
  if (key === '-' || key === '−' || key === '_') return zoomedAt(sight, 1 / ZOOM_STEP);
  if (key === '0') return WHOLE;
  if (key.toLowerCase() === 'p') return onPatchOrBack(sight, onPatch);
  if (isWhole(sight)) return undefined;
  if (key === 'ArrowLeft') return dragged(sight, PAN_STEP, 0);
  if (key === 'ArrowRight') return dragged(sight, -PAN_STEP, 0);
  if (key === 'ArrowUp') return dragged(sight, 0, PAN_STEP);
  return key === 'ArrowDown' ? dragged(sight, 0, -PAN_STEP) : undefined;
}
