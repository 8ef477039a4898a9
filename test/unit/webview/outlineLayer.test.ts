/** Facts of a mask's outline. */
import { deepEqual, equal } from 'node:assert/strict';
import { outlineLayer } from '../../../webview/shared/overlay';

/** What each pixel of the layer is: # coloured, . dark, blank clear. */
function drawn(rows: string[], width: number): string[] {
  const columns = rows[0].length;
  const pixels = Float32Array.from(rows.join(''), (sign) => (sign === '1' ? 1 : 0));
  const rgba = outlineLayer(pixels, columns, 0.5, [9, 8, 7], width);
  return rows.map((_, y) =>
    Array.from({ length: columns }, (_, x) => {
      const at = (y * columns + x) * 4;
      return rgba[at + 3] === 0 ? ' ' : rgba[at] === 9 ? '#' : '.';
    }).join(''),
  );
}

describe('the outline of a mask', () => {
  it('runs inside its border with a dark line outside, and leaves its inside clear', () => {
    deepEqual(drawn(['0000000', '0111110', '0111110', '0111110', '0111110', '0111110', '0000000'], 1), [
      '.......',
      '.#####.',
      '.#   #.',
      '.#   #.',
      '.#   #.',
      '.#####.',
      '.......',
    ]);
  });

  it('closes at the edge of the picture', () => {
    deepEqual(drawn(['11100', '11100', '11100'], 1), ['###. ', '# #. ', '###. ']);
  });

  it('is empty where nothing is above the threshold', () => {
    equal(drawn(['000', '000'], 3).join('').trim(), '');
  });
});
