/** Facts of zoom and pan: the view's borders are never left, and what is under the pointer stays there. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { dragged, MOST_ZOOM, type Sight, sightOn, transformOf, viewBoxOf, WHOLE, zoomedAt } from '../../../../webview/shared/viewer/sight';

const share = () => fc.double({ min: 0, max: 1, noNaN: true });
const factor = () => fc.double({ min: 0.2, max: 5, noNaN: true });
const moves = () =>
  fc.array(
    fc.oneof(
      fc.record({ factor: factor(), across: share(), down: share() }),
      fc.record({ right: fc.double({ min: -3, max: 3, noNaN: true }), down: fc.double({ min: -3, max: 3, noNaN: true }) }),
    ),
    { maxLength: 12 },
  );

function moved(steps: ReturnType<typeof moves> extends fc.Arbitrary<infer T> ? T : never): Sight {
  let sight = WHOLE;
  for (const m of steps) sight = 'factor' in m ? zoomedAt(sight, m.factor, m.across, m.down) : dragged(sight, m.right, m.down);
  return sight;
}

describe('sight of a view', () => {
  it('never leaves the view, nor grows beyond its largest zoom, whatever wheel and hand do', () =>
    fc.assert(
      fc.property(moves(), (steps) => {
        const { zoom, x, y } = moved(steps);
        ok(zoom >= 1 && zoom <= MOST_ZOOM);
        for (const corner of [x, y]) ok(corner >= 0 && corner + 1 / zoom <= 1 + 1e-12, `${corner} ${zoom}`);
      }),
    ));

  it('keeps what is under the pointer there while it zooms in', () =>
    fc.assert(
      fc.property(moves(), fc.double({ min: 1, max: 5, noNaN: true }), share(), share(), (steps, by, across, down) => {
        const before = moved(steps);
        const now = zoomedAt(before, by, across, down);
        ok(Math.abs(before.x + across / before.zoom - (now.x + across / now.zoom)) < 1e-9);
        ok(Math.abs(before.y + down / before.zoom - (now.y + down / now.zoom)) < 1e-9);
      }),
    ));

  it('is whole again after zooming out as far as in, and a drag of the whole view moves nothing', () => {
    deepEqual(zoomedAt(zoomedAt(WHOLE, 3, 0.2, 0.9), 1 / 3, 0.7, 0.1), WHOLE);
    deepEqual(dragged(WHOLE, 0.4, -2), WHOLE);
  });

  it('follows the hand: a drag by half the frame at zoom 4 moves by an eighth of the view', () => {
    const sight = dragged({ zoom: 4, x: 0.5, y: 0.5 }, 0.5, -0.5);
    deepEqual(sight, { zoom: 4, x: 0.375, y: 0.625 });
  });

  it('shows a patch in the middle, as three fifths of the shorter side, and a patch in the corner wholly', () => {
    const view = { width: 600, height: 900 };
    const middle = sightOn({ x: 225, y: 375, size: 150 }, view);
    ok(Math.abs(middle.zoom - 2.4) < 1e-12);
    const [x, y, width, height] = viewBoxOf(middle, view).split(' ').map(Number);
    ok(Math.abs(x + width / 2 - 300) < 1e-9 && Math.abs(y + height / 2 - 450) < 1e-9 && Math.abs(width - 250) < 1e-9);
    const corner = sightOn({ x: 450, y: 750, size: 150 }, view);
    ok(Math.abs(corner.x + 1 / corner.zoom - 1) < 1e-12 && Math.abs(corner.y + 1 / corner.zoom - 1) < 1e-12);
  });

  it('puts picture and lines at the same place: the transform and the viewBox say the same', () =>
    fc.assert(
      fc.property(moves(), share(), share(), (steps, px, py) => {
        const sight = moved(steps);
        const view = { width: 1800, height: 2640 };
        const [left, top, width, height] = viewBoxOf(sight, view).split(' ').map(Number);
        const [tx, ty, scale] = [...transformOf(sight).matchAll(/-?[\d.]+(?:e-?\d+)?/g)].map((m) => Number(m[0]));
        // A point of the view in shares of the frame, by either.
        ok(Math.abs((px * view.width - left) / width - (px * scale + tx / 100)) < 1e-9);
        ok(Math.abs((py * view.height - top) / height - (py * scale + ty / 100)) < 1e-9);
      }),
    ));

  it('says nothing of a zoom that is none', () => equal(viewBoxOf(WHOLE, { width: 600, height: 900 }), '0 0 600 900'));
});
