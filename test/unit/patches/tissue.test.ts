import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { toGrey } from '../../../src/dataset/density';
import { readImage } from '../../../src/images/read';
import { tissueMask } from '../../../src/patches/tissue';
import type { GreyImage, Mask } from '../../../src/pixels/image';
import { rasterise } from '../../../src/pixels/polygon';
import { resizeArea } from '../../../src/pixels/resize';
import { planCase } from '../../../src/sample/plan';
import { drawView } from '../../../src/sample/view';
import { gaussian, seededRandom } from '../../../src/statistics/random';
import { overlap, sampleFilm, shareOf } from './adversities';

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
      const score = overlap(tissueMask(toGrey(frame, { scanner: 'lumisys' })), masks.get('BREAST')!);
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
    assert.ok(overlap(mask, truth) > 0.95, `IoU ${overlap(mask, truth)}`);
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
    assert.ok(Math.abs(shareOf(tissueMask(image)) / expected - 1) < 0.05);
  });

  it('keeps a breast that is exposed to white, and no tag beside it', () => {
    const inBreast = (x: number, y: number) => (x / 150) ** 2 + ((y - 200) / 160) ** 2 < 1;
    const image = film(300, 400, (x, y) => (inBreast(x, y) || (x > 200 && x < 260 && y > 30 && y < 60) ? 0.97 : undefined));
    const mask = tissueMask(image);
    const truth = { ...mask, data: mask.data.map((_, i) => (inBreast(i % 300, Math.floor(i / 300)) ? 1 : 0)) };
    assert.ok(overlap(mask, truth) > 0.97, `IoU ${overlap(mask, truth)}`);
  });

  it('is empty on noise, however it was resized', () => {
    const random = seededRandom(4);
    const noise: GreyImage = { width: 300, height: 400, data: Float32Array.from({ length: 120_000 }, () => 0.2 + 0.6 * random()) };
    for (const width of [300, 192, 128, 64]) assert.equal(shareOf(tissueMask(resizeArea(noise, width, Math.round((width * 4) / 3)))), 0);
  });

  it('is empty on an even film, with grain or without', () => {
    assert.equal(shareOf(tissueMask(film(80, 120, () => 0.5))), 0);
    assert.equal(shareOf(tissueMask(film(300, 400, () => undefined))), 0);
  });

  it('agrees with the drawn breast on many sample views, labels and borders in: IoU at least 0.98, in the median 0.99', function () {
    this.timeout(120_000);
    const scores = Array.from({ length: 24 }, (_, i) => {
      const film = sampleFilm(i, 100 + i, i % 2 ? 'LEFT' : 'RIGHT', i % 4 < 2 ? 'CC' : 'MLO', i % 5 === 0 ? 'none' : 'lumisys');
      return overlap(tissueMask(film.image), film.breast);
    }).sort();
    assert.ok(scores[0] >= 0.98 && scores[12] >= 0.99, scores.map((v) => v.toFixed(4)).join(' '));
  });

  const outlines: Record<string, { width: number; height: number; outline: number[] }> = JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, '../../fixtures/outlines/mammograms.json'), 'utf8'),
  );
  const real = path.resolve(import.meta.dirname, '../../../../shared/data/mammograms');
  for (const [name, { width, height, outline }] of Object.entries(outlines))
    it(`agrees with the outline drawn by hand on the mammogram ${name}: IoU at least 0.99`, async function () {
      const file = path.join(real, name);
      if (!existsSync(file)) return this.skip();
      const mask = tissueMask(toGrey(await readImage(file), {}));
      const drawn = rasterise(outline, width, height);
      assert.ok(overlap(mask, drawn) >= 0.99, `IoU ${overlap(mask, drawn)}`);
      assert.ok(Math.abs(shareOf(mask) / shareOf(drawn) - 1) < 0.01, `area ${shareOf(mask) / shareOf(drawn)}`);
    });
});
