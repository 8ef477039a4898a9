/**
 * An explanation's maps as they are drawn: on the breast alone. A network trained on tissue says nothing meant about film borders and
 * labels, yet may be loudest there; on one scale with them nothing would be seen of the breast, on which alone it decides.
 */
import type { Explanation, UnitEvidence } from './explanation';
import { decodeGrid, encodeGrid, type Grid8 } from './grid';

/** The explanation with every map confined to the breast; the same where its breast is not known. */
export function onBreast(e: Explanation): Explanation {
  const { breast } = e;
  if (!breast) return e;
  const confined = (map: Grid8) => confine(map, breast);
  const each = (maps: Record<string, Grid8>) => Object.fromEntries(Object.entries(maps).map(([name, map]) => [name, confined(map)]));
  const unit = (u: UnitEvidence): UnitEvidence => (u.map ? { ...u, map: confined(u.map) } : u);
  return {
    ...e,
    cam: confined(e.cam),
    logitMaps: each(e.logitMaps),
    probabilityMaps: each(e.probabilityMaps),
    evidence: e.evidence.map(unit),
    against: e.against.map(unit),
  };
}

/** The map with its lowest value on the breast wherever a cell is off it; as it is where none or all of it is on the breast, or the sizes differ. */
export function confine(map: Grid8, breast: Grid8): Grid8 {
  if (map.width !== breast.width || map.height !== breast.height) return map;
  const inside = decodeGrid(breast);
  const values = decodeGrid(map);
  const lowest = values.reduce((low, v, i) => (inside[i] > 0 && v < low ? v : low), Number.POSITIVE_INFINITY);
  if (!Number.isFinite(lowest) || !inside.includes(0)) return map;
  return encodeGrid(
    values.map((v, i) => (inside[i] > 0 ? v : lowest)),
    map.width,
    map.height,
  );
}

/** Whether a place in view pixels lies on the breast, by the nearest cell; true where the breast is not known. */
export function isOnBreast({ breast, placement }: Pick<Explanation, 'breast' | 'placement'>, x: number, y: number): boolean {
  if (!breast) return true;
  const nearest = (at: number, cells: number) => Math.min(Math.max(Math.round(at), 0), cells - 1);
  const column = nearest((x - placement.x0) / placement.stepX, breast.width);
  const row = nearest((y - placement.y0) / placement.stepY, breast.height);
  return decodeGrid(breast)[row * breast.width + column] > 0;
}
