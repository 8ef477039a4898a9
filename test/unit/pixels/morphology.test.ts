import assert from 'node:assert/strict';
import fc from 'fast-check';
import { crop } from '../../../src/pixels/crop';
import type { Mask } from '../../../src/pixels/image';
import { complement, countPixels, dilate, erode, fillHoles, largestComponent, open, parts } from '../../../src/pixels/morphology';

/** A mask from text: `#` is in. */
function mask(...rows: string[]): Mask {
  return { width: rows[0].length, height: rows.length, data: Uint8Array.from(rows.join(''), (c) => (c === '#' ? 1 : 0)) };
}

function text({ width, height, data }: Mask): string[] {
  return Array.from({ length: height }, (_, y) => Array.from(data.subarray(y * width, (y + 1) * width), (v) => (v ? '#' : '.')).join(''));
}

const masks = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.infiniteStream(fc.boolean()))
  .map(([width, height, bits]): Mask => {
    const data = new Uint8Array(width * height);
    for (let i = 0; i < data.length; i++) data[i] = bits.next().value ? 1 : 0;
    return { width, height, data };
  });

describe('mask shapes', () => {
  it('grow and shrink by the square around each pixel', () => {
    fc.assert(
      fc.property(masks, fc.integer({ min: 0, max: 3 }), (m, r) => {
        const grown = dilate(m, r);
        const shrunk = erode(m, r);
        for (let y = 0; y < m.height; y++)
          for (let x = 0; x < m.width; x++) {
            const around: number[] = [];
            for (let v = Math.max(0, y - r); v <= Math.min(m.height - 1, y + r); v++)
              for (let u = Math.max(0, x - r); u <= Math.min(m.width - 1, x + r); u++) around.push(m.data[v * m.width + u]);
            assert.equal(grown.data[y * m.width + x], Math.max(...around));
            assert.equal(shrunk.data[y * m.width + x], Math.min(...around));
          }
      }),
    );
  });

  it('lose what is thin and keep what is thick when opened', () => {
    assert.deepEqual(text(open(mask('.....', '####.', '####.', '####.', '....#'), 1)), ['.....', '####.', '####.', '####.', '.....']);
  });

  it('keep the largest part only; corners do not connect', () => {
    assert.deepEqual(text(largestComponent(mask('##..', '##..', '..#.', '..#.'))), ['##..', '##..', '....', '....']);
    assert.equal(countPixels(largestComponent(mask('...', '...'))), 0);
  });

  it('have parts that are told apart by walking through each, in the order of their first pixels', () => {
    fc.assert(
      fc.property(masks, (m) => {
        const { labels, sizes } = parts(m);
        const expected = new Int32Array(m.data.length);
        const counts = [0];
        const walk = (i: number, label: number): void => {
          if (!m.data[i] || expected[i]) return;
          expected[i] = label;
          counts[label] = (counts[label] ?? 0) + 1;
          const x = i % m.width;
          if (x > 0) walk(i - 1, label);
          if (x < m.width - 1) walk(i + 1, label);
          if (i >= m.width) walk(i - m.width, label);
          if (i + m.width < m.data.length) walk(i + m.width, label);
        };
        for (let i = 0; i < m.data.length; i++) walk(i, counts.length);
        assert.deepEqual(labels, expected);
        assert.deepEqual(sizes, counts);
      }),
    );
  });

  it('have the other pixels as their complement', () => {
    fc.assert(
      fc.property(masks, (m) =>
        assert.deepEqual(
          complement(m).data,
          m.data.map((v) => 1 - v),
        ),
      ),
    );
  });

  it('fill holes, not bays', () => {
    assert.deepEqual(text(fillHoles(mask('#####', '#.#.#', '#####', '#...#', '#.###'))), ['#####', '#####', '#####', '#...#', '#.###']);
  });
});

describe('cropping', () => {
  it('copies the rectangle and refuses one that leaves the image', () => {
    const image = { width: 3, height: 3, data: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]) };
    assert.deepEqual([...crop(image, { x: 1, y: 1, width: 2, height: 2 }).data], [5, 6, 8, 9]);
    assert.throws(() => crop(image, { x: 2, y: 0, width: 2, height: 1 }), /does not lie in an image of 3 x 3/);
  });
});
