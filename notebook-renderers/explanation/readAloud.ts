/** Every map's value at a point, in words: what a cursor moved by keys reads. */
import { isOnBreast } from '../../src/protocol/breastMap';
import type { Explanation } from '../../src/protocol/explanation';
import { decodeGrid } from '../../src/protocol/grid';
import { valueAt } from '../../webview/shared/overlay';
import { chance, sentenceCase, shortNumber } from '../../webview/shared/wording';
import { valuesAt } from './classMap';
import type { Point } from './useSight';

export function readAloud(e: Explanation, at: Point): string {
  const place = `column ${Math.round(at.x)}, row ${Math.round(at.y)}`;
  if (!isOnBreast(e, at.x, at.y)) return sentenceCase(`${place}: off the breast`);
  const maps = [{ name: 'class activation', map: e.cam }, ...e.evidence.flatMap((u) => (u.map ? [{ name: u.unit, map: u.map }] : []))];
  const values = maps.map(({ name, map }) => `${name} ${shortNumber(valueAt(decodeGrid(map), map, e.placement, at.x, at.y))}`);
  const classes = valuesAt(e, at).flatMap((v) => (v.probability === undefined ? [] : [`${v.className} ${chance(v.probability)}`]));
  return sentenceCase(`${place}: ${[...values, ...classes].join(', ')}`);
}
