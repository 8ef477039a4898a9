/** The outline a radiologist would draw: a closed curve a little outside the finding. */
import { polygonArea } from '../pixels/polygon';
import type { Outline } from '../protocol/finding';
import type { Disc } from './calcification';
import type { Polar } from './mass';

/** Pixels between the finding's end and the drawn outline. */
const MARGIN = 5;
const CORNERS = 48;

/** Around a mass: its convex hull and a margin, as a hand draws it. */
export function boundaryOfMass(extent: Polar, x: number, y: number): Outline {
  const corners: [number, number][] = [];
  for (const [i, radius] of extent.entries()) {
    const angle = (i / extent.length) * 2 * Math.PI;
    corners.push([x + (radius + MARGIN) * Math.cos(angle), y + (radius + MARGIN) * Math.sin(angle)]);
  }
  return convexHull(corners);
}

/** Around calcifications: the convex hull of all their discs and a margin. */
export function boundaryOfDiscs(discs: readonly Disc[]): Outline {
  const corners: [number, number][] = [];
  for (const { x, y, radius } of discs)
    for (let i = 0; i < CORNERS; i++) {
      const angle = (i / CORNERS) * 2 * Math.PI;
      corners.push([x + (radius + MARGIN) * Math.cos(angle), y + (radius + MARGIN) * Math.sin(angle)]);
    }
  return convexHull(corners);
}

/** Rounded to whole pixels and kept inside the view; undefined when hardly anything of it is left there. */
export function toPixels(outline: Outline, width: number, height: number): Outline | undefined {
  const pixels: Outline = [];
  for (let i = 0; i < outline.length; i += 2) {
    const x = Math.min(width - 1, Math.max(0, Math.round(outline[i])));
    const y = Math.min(height - 1, Math.max(0, Math.round(outline[i + 1])));
    if (pixels.length === 0 || x !== pixels[pixels.length - 2] || y !== pixels[pixels.length - 1]) pixels.push(x, y);
  }
  return pixels.length >= 6 && polygonArea(pixels) > 25 ? pixels : undefined;
}

/** Andrew's monotone chain; counter-clockwise in mathematical axes. */
function convexHull(points: [number, number][]): Outline {
  const sorted = points.slice().sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (run: [number, number][]) => {
    const chain: [number, number][] = [];
    for (const p of run) {
      while (chain.length >= 2 && turn(chain[chain.length - 2], chain[chain.length - 1], p) <= 0) chain.pop();
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())].flat();
}

function turn(a: [number, number], b: [number, number], c: [number, number]): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
