/** Facts of the layers over a picture. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import * as d3 from 'd3-scale-chromatic';
import fc from 'fast-check';
import { decodeGrid, encodeGrid } from '../../../src/protocol/grid';
import { placementOnPatch, scaledPlacement, tiledPlacement, upsample } from '../../../src/protocol/segmentation';
import { COLOR_MAPS, colorTable } from '../../../webview/shared/colormap';
import { heatLayer, shadeLayer, valueAt } from '../../../webview/shared/overlay';
import { placeInWords } from '../../../webview/shared/place';
import { percent, polygonPath, signedNumber } from '../../../webview/shared/wording';

describe('layers over a picture', () => {
  it('bring a map to the picture bilinearly, as an image resize does', () => {
    const map = encodeGrid([0, 255, 0, 255], 2, 2);
    const pixels = upsample(map, tiledPlacement(map, 8, 4), 8, 4);
    deepEqual(
      [...pixels.slice(0, 8)].map((v) => Math.round(v * 100) / 100),
      [0, 0, 31.88, 95.63, 159.38, 223.13, 255, 255],
    );
  });

  it('agree at every pixel with the value read at that place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 12, maxLength: 12 }),
        fc.integer({ min: 1, max: 9 }),
        (cells, step) => {
          const map = encodeGrid(cells, 4, 3);
          const placement = { x0: 2, y0: step, stepX: step, stepY: 3 };
          const pixels = upsample(map, placement, 17, 11);
          pixels.forEach((v, i) => {
            ok(Math.abs(v - valueAt(decodeGrid(map), map, placement, (i % 17) + 0.5, Math.floor(i / 17) + 0.5)) < 1e-3);
          });
        },
      ),
    );
  });

  it('lie the same over a picture of another size', () => {
    const map = encodeGrid([0, 1, 2, 3, 4, 5], 3, 2);
    const placement = { x0: 50, y0: 40, stepX: 100, stepY: 80 };
    const small = upsample(map, scaledPlacement(placement, 0.1), 30, 16);
    const tiled = upsample(map, tiledPlacement(map, 30, 16), 30, 16);
    ok(small.every((v, i) => Math.abs(v - tiled[i]) < 1e-5));
  });

  it('darken exactly what is not above the threshold, so that a silent unit masks nothing', () => {
    const alphas = (values: number[], threshold: number) => [...shadeLayer(values, threshold)].filter((_, i) => i % 4 === 3);
    const [low, at, high] = alphas([0.1, 0.2, 0.3], 0.2);
    ok(low > 150 && at > 150);
    equal(high, 0);
    ok(alphas([0, 0], 0).every((a) => a > 150));
  });

  it('colour the largest value in the last colour and leave values below a threshold clear', () => {
    const heat = heatLayer([0.5, 4], { low: 0, high: 4, colors: 'viridis', threshold: 1 });
    equal(heat[3], 0);
    deepEqual([...heat.slice(4)], [...colorTable('viridis').slice(255 * 3), 255]);
  });

  it('do not divide by nothing on a map of one value', () => {
    ok(heatLayer([2, 2], { low: 2, high: 2, colors: 'turbo' }).every((v) => Number.isFinite(v)));
  });

  it('use the colours of d3-scale-chromatic, at most 2 steps of 255 off', () => {
    const source = { viridis: d3.interpolateViridis, inferno: d3.interpolateInferno, turbo: d3.interpolateTurbo };
    for (const name of COLOR_MAPS) {
      const table = colorTable(name);
      equal(table.length, 768);
      for (let i = 0; i < 256; i++) {
        const color = source[name](i / 255);
        const expected = color.startsWith('#') ? Buffer.from(color.slice(1), 'hex') : (color.match(/\d+/g) ?? []).map(Number);
        for (let c = 0; c < 3; c++) ok(Math.abs(table[i * 3 + c] - expected[c]) <= 2, `${name} ${i}`);
      }
    }
  });
});

describe('words and numbers on pages', () => {
  it('name a place by thirds of the picture', () => {
    equal(placeInWords(50, 50, 100, 100), 'in the middle');
    equal(placeInWords(5, 95, 100, 100), 'at the lower left');
    equal(placeInWords(50, 2, 100, 100), 'at the top');
    equal(placeInWords(99, 50, 100, 100), 'at the right');
  });

  it('never round a doubt away', () => {
    equal(percent(0.9961), '> 99 %');
    equal(percent(0.004), '< 1 %');
    equal(percent(1), '100 %');
  });

  it('write a true minus', () => equal(signedNumber(-0.44), '−0.44'));

  it('close a polygon, and draw none of fewer than two points', () => {
    equal(polygonPath([0, 1, 2, 3]), 'M0 1L2 3Z');
    equal(polygonPath([5, 5]), '');
  });
});

describe('where a map lies on a patch', () => {
  it('follows the network, else its cells tile the patch', () => {
    const map = encodeGrid([0, 1, 2, 3], 2, 2);
    deepEqual(placementOnPatch(map, { x0: 0.25, y0: 0.125, stepX: 0.5, stepY: 0.25 }, 160), { x0: 40, y0: 20, stepX: 80, stepY: 40 });
    deepEqual(placementOnPatch(map, undefined, 160), { x0: 40, y0: 40, stepX: 80, stepY: 80 });
  });
});
