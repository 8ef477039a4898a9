/** Deletion and insertion: what is repainted, in which order, and what every curve must hold. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { View } from '../../../src/dataset/model';
import { canvasOf } from '../../../src/faithfulness/canvas';
import { areaUnder, walk } from '../../../src/faithfulness/curve';
import { drawCurves } from '../../../src/faithfulness/curves';
import { type KeptCurves, keptCurves } from '../../../src/faithfulness/keptCurves';
import type { Looking } from '../../../src/faithfulness/lookAt';
import { defaults } from '../../../src/faithfulness/options';
import { byFallingValue, enlarge, pixelsOf, shuffledPixels } from '../../../src/faithfulness/pixelOrder';
import { sampleViews } from '../../../src/faithfulness/sampleViews';
import { passesOf } from '../../../src/faithfulness/viewCurves';
import { openViewNetwork, type ViewNetwork } from '../../../src/mining/forward';
import { blurWithin } from '../../../src/pixels/blur';
import type { GreyImage, Mask } from '../../../src/pixels/image';
import { sampleBilinear } from '../../../src/protocol/grid';
import { quietTask } from '../../../src/protocol/task';
import { seededRandom } from '../../../src/statistics/random';
import { configWith, type Hospital, hospital, SIZE } from '../mining/hospital';

const sizes = fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }), seed: fc.nat() });
const grey = (width: number, height: number, seed: number): GreyImage => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, seededRandom(seed)),
});
const maskOf = (width: number, height: number, seed: number): Mask => {
  const random = seededRandom(seed + 1);
  return { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => (i === 0 || random() < 0.6 ? 1 : 0)) };
};

describe('a walk from one image to another', () => {
  it('shows at every step exactly the first pixels of the order repainted', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 12 }), async ({ width, height, seed }, steps) => {
        const [from, to] = [grey(width, height, seed), grey(width, height, seed + 7)];
        const order = shuffledPixels(maskOf(width, height, seed), seededRandom(seed));
        const seen: number[][] = [];
        const scores = await walk<number>(from, to, order, steps, [-1, -2], async (image) => {
          seen.push([...image.data]);
          return seen.length;
        });
        assert.equal(scores.length, steps + 1);
        assert.deepEqual([scores[0], scores.at(-1)], [-1, -2]);
        for (let step = 1; step < steps; step++) {
          const painted = [...from.data];
          for (let p = 0; p < Math.round((step * order.length) / steps); p++) painted[order[p]] = to.data[order[p]];
          assert.deepEqual(seen[step - 1], painted);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has the area of its trapezoids over 0 to 1', () => {
    assert.equal(areaUnder([0.7, 0.7, 0.7]), 0.7);
    assert.ok(Math.abs(areaUnder([1, 0.5, 0]) - 0.5) < 1e-12);
    assert.ok(Math.abs(areaUnder([1, 0, 0, 0, 0]) - 0.125) < 1e-12);
  });
});

describe('the order of pixels', () => {
  it('falls with the enlarged map, takes each pixel of the region once and no other', () => {
    fc.assert(
      fc.property(sizes, ({ width, height, seed }) => {
        const map = { width: 3, height: 2, data: Float32Array.from({ length: 6 }, seededRandom(seed)) };
        const field = { size: 5, stride: 4, offset: 2 };
        const region = maskOf(width, height, seed);
        const values = enlarge(map, field, { width, height });
        const order = byFallingValue(values, region);
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          [...pixelsOf(region)],
        );
        for (let i = 1; i < order.length; i++) assert.ok(values[order[i - 1]] >= values[order[i]]);
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++)
            assert.equal(values[y * width + x], Math.fround(sampleBilinear(map.data, 3, 2, (x + 0.5 - 2) / 4, (y + 0.5 - 2) / 4)));
      }),
    );
  });
});

describe('a canvas', () => {
  it('changes nothing outside its region', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom('mean' as const, 'black' as const, 'blur' as const), ({ width, height, seed }, kind) => {
        const [image, region] = [grey(width, height, seed), maskOf(width, height, seed)];
        const canvas = canvasOf(image, region, kind, 2);
        for (const [i, v] of image.data.entries()) if (region.data[i] === 0) assert.equal(canvas.data[i], v);
        const inside = [...pixelsOf(region)];
        const [low, high] = [Math.min(...inside.map((i) => image.data[i])), Math.max(...inside.map((i) => image.data[i]))];
        for (const i of inside) {
          if (kind === 'black') assert.equal(canvas.data[i], 0);
          else assert.ok(canvas.data[i] >= low - 1e-6 && canvas.data[i] <= high + 1e-6);
        }
      }),
    );
  });

  it('blurs with what is inside alone, by the plain sum over the region', () => {
    const [image, region] = [grey(9, 7, 3), maskOf(9, 7, 3)];
    const blurred = blurWithin(image, 1.3, region);
    const reach = Math.floor(3 * 1.3 + 0.5);
    for (let y = 0; y < 7; y++)
      for (let x = 0; x < 9; x++) {
        if (region.data[y * 9 + x] === 0) continue;
        let [sum, weight] = [0, 0];
        for (let v = 0; v < 7; v++)
          for (let u = 0; u < 9; u++) {
            if (region.data[v * 9 + u] === 0 || Math.abs(u - x) > reach || Math.abs(v - y) > reach) continue;
            const w = Math.exp(-((u - x) ** 2 + (v - y) ** 2) / (2 * 1.3 * 1.3));
            sum += w * image.data[v * 9 + u];
            weight += w;
          }
        assert.ok(Math.abs(blurred.data[y * 9 + x] - sum / weight) < 1e-5);
      }
  });
});

describe('the sample of views', () => {
  const view = (i: number, pathology?: 'malignant' | 'benign'): View =>
    ({ id: `v${i}`, caseId: `c${i}`, findings: pathology ? [{ pathology }] : [] }) as unknown as View;
  const views = [...Array.from({ length: 60 }, (_, i) => view(i)), view(60, 'benign'), view(61, 'malignant'), view(62, 'benign')];

  it('takes every class in turn, so that few findings are not lost among many normal views', () => {
    const drawn = sampleViews(views, 9, 1);
    assert.equal(drawn.length, 9);
    assert.equal(drawn.filter((v) => v.findings.length > 0).length, 3);
    assert.deepEqual(
      drawn,
      views.filter((v) => drawn.includes(v)),
    );
  });

  it('is the same with the same seed, another with another, and everything where fewer are there', () => {
    assert.deepEqual(sampleViews(views, 9, 1), sampleViews(views, 9, 1));
    assert.notDeepEqual(sampleViews(views, 9, 1), sampleViews(views, 9, 2));
    assert.deepEqual(sampleViews(views, 100, 1), views);
    assert.deepEqual(sampleViews([], 5, 1), []);
  });
});

describe('curves of views', () => {
  let clinic: Hospital;
  let network: ViewNetwork;
  let looking: Looking;
  let dir: string;
  const options = { ...defaults, views: 4, steps: 3, resamples: 20 };
  const never: KeptCurves = { read: async () => undefined, write: async () => undefined };
  before(async () => {
    clinic = await hospital(3);
    network = await openViewNetwork(clinic.classifier);
    looking = { classifier: clinic.classifier, network, config: configWith() };
    dir = await mkdtemp(path.join(os.tmpdir(), 'curves-'));
  });
  after(async () => {
    await network.release();
    await rm(clinic.dir, { recursive: true });
    await rm(dir, { recursive: true });
  });

  /** The same network, its passes counted. */
  const counted = (): { counting: Looking; count: () => number } => {
    let passes = 0;
    const run: ViewNetwork['run'] = (...given) => {
      passes++;
      return network.run(...given);
    };
    return { counting: { ...looking, network: { run } }, count: () => passes };
  };

  it('begin or end at the untouched view, and at the same canvas in every order', async () => {
    const found = (await drawCurves(clinic.views, looking, options, never, quietTask()))!;
    assert.equal(found.perView.length, 4);
    for (const v of found.perView)
      for (const kind of ['image', 'place'] as const) {
        const { cam, random, reversed } = v.deletion[kind];
        const back = v.insertion[kind];
        assert.equal(cam.length, 4);
        for (const other of [random, reversed]) assert.deepEqual([other[0], other[3]], [cam[0], cam[3]]);
        for (const other of Object.values(back)) assert.deepEqual([other[0], other[3]], [back.cam[0], cam[0]]);
      }
    assert.ok(found.perView.every((v) => v.removed > 0 && v.removed <= v.pixels));
    const area = found.perView.reduce((sum, v) => sum + areaUnder(v.deletion.place.cam), 0) / 4;
    assert.ok(Math.abs(found.deletion.place.cam.value - area) < 1e-12);
    const { cam, random, overRandom } = found.insertion.image;
    assert.ok(Math.abs(cam.value - random.value - overRandom.value) < 1e-12);
  });

  it('read backwards are each other where deletion and insertion share a canvas', async () => {
    const found = (await drawCurves(clinic.views, looking, { ...options, views: 2, start: 'mean' }, never, quietTask()))!;
    for (const v of found.perView)
      v.deletion.place.cam.forEach((score, step) => {
        assert.ok(Math.abs(score - v.insertion.place.reversed[3 - step]) < 1e-6);
      });
  });

  it('cost as many passes as are promised, and are not drawn again where they are kept', async () => {
    const { counting, count } = counted();
    const kept = keptCurves(dir, { options });
    const first = await drawCurves(clinic.views, counting, options, kept, quietTask());
    assert.equal(count(), 4 * (passesOf(options) + 1));
    assert.deepEqual(await drawCurves(clinic.views, counting, options, kept, quietTask()), first);
    assert.equal(count(), 4 * (passesOf(options) + 1));
    await drawCurves(clinic.views, counting, options, keptCurves(dir, { options: 'others' }), quietTask());
    assert.equal(count(), 8 * (passesOf(options) + 1));
  });

  it('are kept view by view when the work is cancelled, which stops it within one pass', async () => {
    const abort = new AbortController();
    let written = 0;
    const { counting, count } = counted();
    const store: KeptCurves = { read: async () => undefined, write: async () => void written++ };
    const task = {
      ...quietTask(),
      signal: abort.signal,
      progress: ({ done }: { done: number }) => {
        if (done === passesOf(options) + 3) abort.abort(new Error('cancelled'));
      },
    };
    await assert.rejects(drawCurves(clinic.views, counting, options, store, task), /cancelled/);
    assert.equal(written, 1);
    assert.ok(count() <= passesOf(options) + 5);
  });

  it('leave out views that cannot be read, with a warning', async () => {
    const broken = clinic.views.map((v, i) => (i === 0 ? { ...v, file: `${v.file}.gone` } : v));
    const said: string[] = [];
    const task = { ...quietTask(), log: (_: string, message: string) => void said.push(message) };
    const found = (await drawCurves(broken, looking, { ...options, views: 6, steps: 1 }, never, task))!;
    assert.deepEqual([found.perView.length, found.leftOut], [5, 1]);
    assert.ok(said.some((line) => line.includes('left out')));
    const none = broken.slice(0, 1);
    assert.equal(await drawCurves(none, looking, options, never, quietTask()), undefined);
  });

  it('of a tiny network stay within 0 and 1', async () => {
    assert.ok(SIZE < 64);
    const found = (await drawCurves(clinic.views, looking, { ...options, randomOrder: 'pixels', region: 'view' }, never, quietTask()))!;
    for (const v of found.perView) {
      assert.equal(v.removed, v.pixels);
      const all = [v.deletion, v.insertion].flatMap((c) => Object.values(c).flatMap((orders) => Object.values(orders).flat()));
      assert.ok(all.every((score) => score >= 0 && score <= 1));
    }
  });
});
