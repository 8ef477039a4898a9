/** What of a view is in sight: a rectangle of the view's own proportions, and how wheel, drag, keys and a double click move it. */

/** A rectangle of the view that fills the frame; the frame has the view's proportions, so that one number sizes it. */
export interface Sight {
  /** From 1, the whole view, to MOST_ZOOM: how much larger than when the whole view fills the frame. */
  zoom: number;
  /** Its upper left corner in shares of the view's width and height, 0 to 1 - 1 / zoom. */
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const WHOLE: Sight = { zoom: 1, x: 0, y: 0 };
export const MOST_ZOOM = 16;
/** Share of the frame's shorter side that a patch takes when it is zoomed on: its surroundings help to read it. */
const PATCH_SHARE = 0.6;

export const isWhole = (sight: Sight): boolean => sight.zoom === 1;

/**
 * Zoomed by `factor`, what lies under a point staying under it as far as the view's borders allow.
 * @param across, down the point in shares of the frame's width and height, 0..1.
 */
export function zoomedAt(sight: Sight, factor: number, across = 0.5, down = 0.5): Sight {
  const wanted = between(1, sight.zoom * factor, MOST_ZOOM);
  // As many steps out as in lead back to the whole view, whatever was rounded.
  const zoom = wanted < 1.001 ? 1 : wanted;
  const held = 1 / sight.zoom - 1 / zoom;
  return inside({ zoom, x: sight.x + across * held, y: sight.y + down * held });
}

/** The picture moved by shares of the frame's width (to the right) and height (downwards), as a hand drags it; no border is left. */
export function dragged(sight: Sight, across: number, down: number): Sight {
  return inside({ zoom: sight.zoom, x: sight.x - across / sight.zoom, y: sight.y - down / sight.zoom });
}

/** A square in view pixels in the middle of the frame, as far as the view's borders allow, with its surroundings. */
export function sightOn(square: { x: number; y: number; size: number }, view: Size): Sight {
  const zoom = between(1, (PATCH_SHARE * Math.min(view.width, view.height)) / square.size, MOST_ZOOM);
  const x = (square.x + square.size / 2) / view.width - 0.5 / zoom;
  const y = (square.y + square.size / 2) / view.height - 0.5 / zoom;
  return inside({ zoom, x, y });
}

/** The rectangle in view pixels, as an SVG's viewBox. */
export function viewBoxOf({ zoom, x, y }: Sight, { width, height }: Size): string {
  return `${x * width} ${y * height} ${width / zoom} ${height / zoom}`;
}

/** The CSS transform, from the upper left corner, of a picture that fills the frame when the whole view is in sight. */
export function transformOf({ zoom, x, y }: Sight): string {
  return `translate(${-100 * x * zoom}%, ${-100 * y * zoom}%) scale(${zoom})`;
}

/** Without the empty space beyond the view's borders. */
function inside({ zoom, x, y }: Sight): Sight {
  const most = 1 - 1 / zoom;
  return { zoom, x: between(0, x, most), y: between(0, y, most) };
}

function between(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
