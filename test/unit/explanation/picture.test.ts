/** The static picture holds what the explanation holds, where it holds it. */
import assert from 'node:assert/strict';
import sharp from 'sharp';
import { heatOver } from '../../../src/explanation/heat';
import { drawExplanation } from '../../../src/explanation/picture';
import { escapeXml, textWidth, wrap } from '../../../src/explanation/svgText';
import { encodeGrid } from '../../../src/protocol/grid';
import { exampleExplanation } from './example';

describe('the static picture', () => {
  it('is a PNG with a panel for the view, the CAM and every shown unit, and smaller without units', async () => {
    const e = await exampleExplanation();
    const full = await sharp(await drawExplanation(e)).metadata();
    assert.equal(full.format, 'png');
    const bare = await exampleExplanation({ evidence: [], findings: [], agreement: undefined, truth: undefined });
    const small = await sharp(await drawExplanation(bare)).metadata();
    assert.ok(small.width < full.width && small.height < full.height);
  });

  it('draws words that look like markup as words', async () => {
    const e = await exampleExplanation({ viewId: '<svg onload="x">&', warnings: ['a < b & c', 'bell \u0007'] });
    assert.ok((await drawExplanation(e)).length > 1000);
  });

  it('has its heat where the map has its largest value, and none where the map is zero', () => {
    const [width, height] = [60, 90];
    const map = encodeGrid(
      Float32Array.from({ length: 54 }, (_, i) => (i === 4 * 6 + 2 ? 3 : 0)),
      6,
      9,
    );
    const placement = { x0: 5, y0: 5, stepX: 10, stepY: 10 };
    const { data } = heatOver(new Uint8Array(width * height).fill(40), width, height, { map, placement });
    const red = (x: number, y: number) => data[3 * (y * width + x)];
    // Cell (2, 4) is centred at (25, 45).
    assert.ok(red(25, 45) > 180);
    for (const [x, y] of [
      [2, 2],
      [50, 45],
      [25, 80],
    ])
      assert.equal(red(x, y), 40);
  });

  it('outlines the mask in white at its threshold', () => {
    const map = encodeGrid(Float32Array.from([0, 1]), 2, 1);
    const { data } = heatOver(new Uint8Array(20 * 3), 20, 3, { map, placement: { x0: 0, y0: 1.5, stepX: 20, stepY: 20 }, threshold: 0.5 });
    const white = Array.from({ length: 20 }, (_, x) => data.subarray(3 * (20 + x), 3 * (20 + x) + 3).every((v) => v === 255));
    // Value (x + 0.5) / 20 exceeds 0.5 from x = 10 on; the picture's own edge closes the outline.
    assert.deepEqual(
      white.flatMap((w, x) => (w ? [x] : [])),
      [10, 19],
    );
  });
});

describe('text in the picture', () => {
  it('is wrapped to its width, words longer than a line too, and shortened with an ellipsis', () => {
    const text = `mass ${'x'.repeat(200)} with spiculated margins`;
    for (const line of wrap(text, 14, 120)) assert.ok(textWidth(line, 14) <= 120);
    assert.equal(wrap(text, 14, 120).join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    const short = wrap(text, 14, 120, 2);
    assert.equal(short.length, 2);
    assert.ok(short[1].endsWith(' …') && textWidth(short[1], 14) <= 120);
    assert.deepEqual(wrap('', 14, 100), []);
  });

  it('is escaped, control characters left out', () => {
    assert.equal(escapeXml('a<b>&"\u0000c'), 'a&lt;b&gt;&amp;&quot; c');
  });
});
