/** What of a view is in sight and where the cursor stands: one state for all panels of a view, moved by pointer and keys. */
import { useState } from 'preact/hooks';
import type { Explanation } from '../../src/protocol/explanation';
import { dragged, type Sight, WHOLE, zoomedAt } from '../../webview/shared/viewer/sight';

/** A point in view pixels. */
export interface Point {
  x: number;
  y: number;
}

export interface Sighting {
  sight: Sight;
  cursor?: Point;
  onSight(after: (sight: Sight) => Sight): void;
  onCursor(point: Point | undefined): void;
  /** Obeys a key: arrows move the cursor, Home takes it to the deciding position, + - 0 zoom, Escape takes the cursor away. False: not its key. */
  onKey(key: string): boolean;
  /** What was read last by keys, for those who do not see the cursor. */
  spoken: string;
}

const KEY_ZOOM = 1.5;

/** @param read the values at a point in words */
export function useSight(e: Explanation, read: (at: Point) => string): Sighting {
  const [sight, setSight] = useState<Sight>(WHOLE);
  const [cursor, setCursor] = useState<Point>();
  const [spoken, setSpoken] = useState('');
  const place = (point: Point | undefined) => {
    setCursor(point);
    setSpoken(point ? read(point) : '');
    if (point) setSight((before) => following(before, point.x / e.view.width, point.y / e.view.height));
  };
  const zoom = (factor: number) => setSight((before) => zoomedAt(before, factor, ...within(before, cursor, e)));
  return {
    sight,
    cursor,
    spoken,
    onSight: setSight,
    onCursor: setCursor,
    onKey(key) {
      if (key === '+' || key === '=') zoom(KEY_ZOOM);
      else if (key === '-') zoom(1 / KEY_ZOOM);
      else if (key === '0') setSight(WHOLE);
      else if (key === 'Home') place(e.decidingPosition);
      else if (key === 'Escape' && cursor) place(undefined);
      else {
        const moved = movedCursor(key, cursor ?? e.decidingPosition, e);
        if (!moved) return false;
        place(moved);
      }
      return true;
    },
  };
}

/** The cursor's place in the frame, else the middle. */
function within({ zoom, x, y }: Sight, cursor: Point | undefined, { view }: Explanation): [number, number] {
  return cursor ? [(cursor.x / view.width - x) * zoom, (cursor.y / view.height - y) * zoom] : [0.5, 0.5];
}

/** Moved just so far that a point, in shares of the view, is in sight. */
function following(sight: Sight, x: number, y: number): Sight {
  const beyond = (at: number, from: number) => Math.min(0, at - from) + Math.max(0, at - from - 1 / sight.zoom);
  return dragged(sight, -beyond(x, sight.x) * sight.zoom, -beyond(y, sight.y) * sight.zoom);
}

/** One cell of the map per arrow key, never out of the view. */
function movedCursor(key: string, from: Point, { view, placement }: Explanation): Point | undefined {
  const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [];
  if (x === undefined || y === undefined) return undefined;
  const between = (at: number, size: number) => Math.min(Math.max(at, 0), size);
  return { x: between(from.x + x * placement.stepX, view.width), y: between(from.y + y * placement.stepY, view.height) };
}
