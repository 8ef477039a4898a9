/** Facts of window and level. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { draggedWindow, isWholeRange, linearMap, raised, WHOLE_RANGE, widened } from '../../../../webview/shared/viewer/greyWindow';

const pixels = () => fc.double({ min: -5000, max: 5000, noNaN: true });

describe('window and level', () => {
  it('leave every grey as it is at first', () => deepEqual(linearMap(WHOLE_RANGE), { slope: 1, intercept: 0 }));

  it('show the level as the middle grey, and the borders of the window as black and white', () =>
    fc.assert(
      fc.property(pixels(), pixels(), (across, down) => {
        const window = draggedWindow(WHOLE_RANGE, across, down);
        const { slope, intercept } = linearMap(window);
        const shown = (grey: number) => slope * grey + intercept;
        ok(Math.abs(shown(window.level) - 0.5) < 1e-9);
        ok(Math.abs(shown(window.level - window.width / 2)) < 1e-9);
        ok(Math.abs(shown(window.level + window.width / 2) - 1) < 1e-9);
        ok(slope > 0);
      }),
    ));

  it('widen to the right and darken downwards, a whole range over 400 pixels', () => {
    deepEqual(draggedWindow(WHOLE_RANGE, 200, 100), { width: 1.5, level: 0.75 });
    deepEqual(draggedWindow(WHOLE_RANGE, -200, -100), { width: 0.5, level: 0.25 });
  });

  it('stay where a picture of 8 bits still shows something', () => {
    deepEqual(draggedWindow(WHOLE_RANGE, -1e6, 1e6), { width: 0.02, level: 1 });
    deepEqual(widened(raised(WHOLE_RANGE, -9), 99), { width: 2, level: 0 });
  });

  it('know when there is nothing to reset', () => {
    equal(isWholeRange(WHOLE_RANGE), true);
    equal(isWholeRange(raised(WHOLE_RANGE, 0.02)), false);
  });
});
