/** How far a point lies from a polygon. Coordinates as in polygon.ts: whole numbers are the middles of pixels. */

/** Distance in pixels to the closed polygon (even-odd rule); 0 inside it and on its boundary. */
export function distanceToPolygon(points: readonly number[], x: number, y: number): number {
  const count = points.length / 2;
  let inside = false;
  let nearest = Infinity;
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const [x0, y0, x1, y1] = [points[2 * i], points[2 * i + 1], points[2 * j], points[2 * j + 1]];
    if (y0 <= y !== y1 <= y && x < x0 + ((y - y0) * (x1 - x0)) / (y1 - y0)) inside = !inside;
    nearest = Math.min(nearest, distanceToSegment(x - x0, y - y0, x1 - x0, y1 - y0));
  }
  return inside ? 0 : nearest;
}

/** Of the point (x, y) to the segment from the origin to (dx, dy). */
function distanceToSegment(x: number, y: number, dx: number, dy: number): number {
  const square = dx * dx + dy * dy;
  const along = square > 0 ? Math.min(1, Math.max(0, (x * dx + y * dy) / square)) : 0;
  return Math.hypot(x - along * dx, y - along * dy);
}
