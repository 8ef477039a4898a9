import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { toGrey } from '../../../src/dataset/density';
import { tissueMask } from '../../../src/patches/tissue';
import type { GreyImage, Mask } from '../../../src/pixels/image';
import { planCase } from '../../../src/sample/plan';
import { drawView } from '../../../src/sample/view';
import { gaussian, seededRandom } from '../../../src/statistics/random';

function iou(a: Mask, b: Mask): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.data.length; i++) {
    both += a.data[i] & b.data[i];
    either += a.data[i] | b.data[i];
  }
  return both / either;
}

function share(mask: Mask): number {
  return mask.data.reduce((a, b) => a + b, 0) / mask.data.length;
}

/** A dark film with grain, `paint` over it. */
function film(width: number, height: number, paint: (x: number, y: number) => number | undefined): GreyImage {
  const data = new Float32Array(width * height);
  const random = seededRandom(4);
  for (let i = 0; i < data.length; i++) data[i] = paint(i % width, Math.floor(i / width)) ?? 0.06 + 0.015 * gaussian(random);
  return { width, height, data };
}

describe('the tissue mask', () => {
  it('agrees with the drawn breast on sample views of every density, IoU at least 0.95', () => {
    const densities = new Set<number>();
    for (let index = 0; densities.size < 4; index++) {
      const plan = planCase(index, 5);
      if (densities.has(plan.density)) continue;
      densities.add(plan.density);
      const { frame, masks } = drawView(plan, plan.density % 2 ? 'LEFT' : 'RIGHT', plan.density > 2 ? 'CC' : 'MLO');
      const score = iou(tissueMask(toGrey(frame, { scanner: 'lumisys' })), masks.get('BREAST')!);
      assert.ok(score >= 0.95, `case ${plan.id}, density ${plan.density}: IoU ${score}`);
    }
  });

  it('leaves out a bright label and a scanner frame, also one along the chest wall', () => {
    const inBreast = (x: number, y: number) => ((x - 6) / 180) ** 2 + ((y - 250) / 200) ** 2 < 1;
    const image = film(300, 500, (x, y) => {
      if (x < 6 || x > 294 || y < 8) return 0.97;
      if (x > 230 && x < 280 && y > 30 && y < 50) return 0.95;
      return inBreast(x, y) ? 0.35 : undefined;
    });
    const truth: Mask = {
      width: 300,
      height: 500,
      data: new Uint8Array(150_000).map((_, i) => (i % 300 >= 6 && inBreast(i % 300, Math.floor(i / 300)) ? 1 : 0)),
    };
    const mask = tissueMask(image);
    assert.ok(iou(mask, truth) > 0.95, `IoU ${iou(mask, truth)}`);
    assert.equal(mask.data[40 * 300 + 250], 0);
    assert.equal(mask.data[250 * 300 + 2], 0);
  });

  it('keeps fat as dark as a tenth above the film, and the dense part, in one piece', () => {
    const image = film(300, 400, (x, y) => {
      const r = Math.hypot(x, (y - 200) * 0.9);
      return r < 90 ? 0.8 : r < 170 ? 0.16 : undefined;
    });
    const expected =
      image.data.reduce((n, _, i) => n + (Math.hypot(i % 300, (Math.floor(i / 300) - 200) * 0.9) < 170 ? 1 : 0), 0) / 120_000;
    assert.ok(Math.abs(share(tissueMask(image)) / expected - 1) < 0.05);
  });

  it('is empty on an even film, with grain or without', () => {
    assert.equal(share(tissueMask(film(80, 120, () => 0.5))), 0);
    assert.equal(share(tissueMask(film(300, 400, () => undefined))), 0);
  });

  const real = path.resolve(import.meta.dirname, '../../../../shared/data/mammograms');
  for (const name of ['nyu-bcc-1-L-CC.png', 'nyu-bcc-2-R-CC.png', 'nyu-gmic-0-R-CC.png', 'nyu-gmic-0-R-MLO.png'])
    it(`finds the breast of the real mammogram ${name}`, async function () {
      if (!existsSync(path.join(real, name))) return this.skip();
      const { data, info } = await sharp(path.join(real, name))
        .resize({ width: 600 })
        .toColourspace('grey16')
        .raw({ depth: 'ushort' })
        .toBuffer({ resolveWithObject: true });
      const values = new Uint16Array(data.buffer, data.byteOffset, info.width * info.height);
      const top = values.reduce((a, b) => Math.max(a, b), 1);
      const image = { width: info.width, height: info.height, data: Float32Array.from(values, (v) => v / top) };
      const mask = tissueMask(image);
      const fraction = share(mask);
      assert.ok(fraction > 0.1 && fraction < 0.98, `tissue covers ${fraction}`);
      // Where these digital views show anything at all there is breast, but for the letters of the marker.
      let shown = 0;
      let found = 0;
      for (let i = 0; i < image.data.length; i++) {
        if (image.data[i] < 0.1) continue;
        shown++;
        found += mask.data[i];
      }
      assert.ok(found / shown > 0.95, `${found / shown} of what is shown`);
    });
});
