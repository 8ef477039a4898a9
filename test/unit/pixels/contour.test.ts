import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scaleOutline, traceContour } from '../../../src/pixels/contour';
import type { Mask } from '../../../src/pixels/image';
import { countPixels, fillHoles } from '../../../src/pixels/morphology';
import { rasterise } from '../../../src/pixels/polygon';

/** `#` is set. */
function maskOf(...rows: string[]): Mask {
  return { width: rows[0].length, height: rows.length, data: Uint8Array.from([...rows.join('')].map((c) => (c === '#' ? 1 : 0))) };
}

const drawn = ({ width, height, data }: Mask) =>
  Array.from({ length: height }, (_, y) => Array.from(data.subarray(y * width, (y + 1) * width), (v) => (v ? '#' : '.')).join(''));

/** The largest 8-connected part by repeated spreading: slow, and independent of the tracer. */
function largestPart(mask: Mask): { part: Mask; parts: number } {
  const { width, height } = mask;
  const left = new Set([...mask.data.keys()].filter((i) => mask.data[i] !== 0));
  let best = new Set<number>();
  let parts = 0;
  while (left.size > 0) {
    const part = new Set([Math.min(...left)]);
    for (let before = 0; before < part.size; ) {
      before = part.size;
      for (const i of left)
        if ([...part].some((j) => Math.abs((i % width) - (j % width)) <= 1 && Math.abs(Math.floor(i / width) - Math.floor(j / width)) <= 1))
          part.add(i);
    }
    for (const i of part) left.delete(i);
    parts++;
    if (part.size > best.size) best = part;
  }
  return { parts, part: { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => (best.has(i) ? 1 : 0)) } };
}

describe('tracing a mask', () => {
  it('gives an outline whose rasterisation is the largest part again, its holes filled, whatever the mask', () => {
    const masks = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9 }))
      .chain(([width, height, tenths]) =>
        fc
          .array(fc.integer({ min: 0, max: 9 }), { minLength: width * height, maxLength: width * height })
          .map((values): Mask => ({ width, height, data: Uint8Array.from(values, (v) => (v < tenths ? 1 : 0)) })),
      );
    fc.assert(
      fc.property(masks, (mask) => {
        const contour = traceContour(mask);
        if (!contour) return assert.equal(countPixels(mask), 0);
        const { part, parts } = largestPart(mask);
        assert.deepEqual(drawn(rasterise(contour.outline, mask.width, mask.height)), drawn(fillHoles(part)));
        assert.equal(contour.pixels, countPixels(part));
        assert.equal(contour.parts, parts);
        assert.equal(contour.total, countPixels(mask));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps a corner for every turn and none between', () => {
    const contour = traceContour(maskOf('......', '.####.', '.####.', '.####.', '......'));
    assert.deepEqual(contour?.outline, [1, 1, 4, 1, 4, 3, 1, 3]);
  });

  it('follows lines of one pixel there and back', () => {
    const mask = maskOf('#....', '.#...', '.####', '..#..', '..#..');
    assert.deepEqual(drawn(rasterise(traceContour(mask)!.outline, 5, 5)), drawn(mask));
  });

  it('outlines a single pixel by itself', () => {
    assert.deepEqual(traceContour(maskOf('...', '..#', '...'))?.outline, [2, 1]);
  });

  it('takes any value but 0 for set, as masks of 255 are', () => {
    const mask = maskOf('....', '.##.', '.##.');
    const bright = { ...mask, data: mask.data.map((v) => v * 255) };
    assert.deepEqual(traceContour(bright), traceContour(mask));
  });

  it('scales outlines so that an image at another resolution is covered in the same place', () => {
    const small = { width: 40, height: 50 };
    const large = { width: 80, height: 100 };
    assert.deepEqual(scaleOutline([0, 0, 39, 0, 39, 49, 0, 49], small, large), [0.5, 0.5, 78.5, 0.5, 78.5, 98.5, 0.5, 98.5]);
    assert.deepEqual(scaleOutline([3, 7], small, small), [3, 7]);
  });
});
