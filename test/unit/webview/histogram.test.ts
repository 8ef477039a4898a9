/** Facts of the histogram's figures. */
import { equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { barShare, shareAbove } from '../../../webview/shared/histogramFigures';

describe('the histogram of activations', () => {
  it('draws the highest bar whole, nothing for nothing, and more for more, by count and by log', () => {
    for (const logarithmic of [true, false])
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 5000 }), (most, n) => {
          const count = Math.min(n, most);
          equal(barShare(most, most, logarithmic), 1);
          equal(barShare(0, most, logarithmic), 0);
          ok(count === most || barShare(count, most, logarithmic) < barShare(count + 1, most, logarithmic));
        }),
      );
  });

  it('lets one patch among thousands show when counts are drawn by log', () => {
    ok(barShare(1, 4000, true) > 0.08 && barShare(1, 4000, false) < 0.001);
  });

  it('counts what lies above a value, the bin that it cuts by the part above', () => {
    const edges = [0, 1, 2, 3, 4];
    const counts = [70, 20, 8, 2];
    equal(shareAbove(edges, counts, 2), 0.1);
    equal(shareAbove(edges, counts, 1.5), 0.2);
    equal(shareAbove(edges, counts, -1), 1);
    equal(shareAbove(edges, counts, 4), 0);
  });

  it('has no share where nothing was counted', () => {
    equal(shareAbove([0, 1], [0], 0.5), undefined);
  });
});
