import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { greyOfDensity, rawLevel } from '../../../src/dataset/density';
import type { Dataset, Part } from '../../../src/dataset/model';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import { toNetworkInput } from '../../../src/patches/normalise';
import { AMBIGUOUS } from '../../../src/patches/patch';
import { preparePatches } from '../../../src/patches/store';
import { readGrey, viewImage } from '../../../src/patches/view';
import { PICTURE_SIDE } from '../../../src/patches/viewStore';
import { crop } from '../../../src/pixels/crop';
import { resizeArea } from '../../../src/pixels/resize';
import { configSchema } from '../../../src/project/config';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { HEIGHT, WIDTH, writeView } from './halfDisc';

const config = configSchema.parse({ patches: { size: 16, normalPerView: 3 } });

describe('the patch store', () => {
  let dir: string;
  let dataset: Dataset;
  const request = (part: Part) => ({
    dataset,
    parts: new Map<string, Part>([
      ['B_0001_1', 'train'],
      ['B_0002_1', 'train'],
      ['B_0003_1', 'holdout'],
    ]),
    part,
    config,
    cacheDir: path.join(dir, 'cache'),
    task: quietTask(),
  });

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'patches-'));
    const views = [await writeView(dir, 'B_0001_1', true), await writeView(dir, 'B_0002_1', false), await writeView(dir, 'B_0003_1', true)];
    dataset = { format: 'ddsm', root: dir, cases: views.map((view) => ({ id: view.caseId, dir, views: [view] })), problems: [] };
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('keeps the views of the hold-out part as networks and people look at them, and of no other', async () => {
    const { store, views } = await preparePatches(request('holdout'));
    const [view] = dataset.cases[2].views;
    for (const side of [16, PICTURE_SIDE]) {
      const kept = await views!.read(view, side);
      const image = await viewImage(view, config, side);
      assert.deepEqual([kept.width, kept.height], [image.width, image.height]);
      kept.data.forEach((value, i) => {
        assert.ok(Math.abs(value - image.data[i]) <= 0.5 / 65535 + 1e-7);
      });
    }
    await assert.rejects(
      views!.read({ id: 'X', file: 'X.LJPEG' }, 16),
      (e: unknown) => e instanceof ProblemError && e.problem.file === 'X.LJPEG',
    );
    await store.close();
    // A store without its views is made anew.
    const [index] = (await readdir(path.join(dir, 'cache'))).filter((name) => name.startsWith('views-') && name.endsWith('.json'));
    await rm(path.join(dir, 'cache', index));
    const again = await preparePatches(request('holdout'));
    assert.equal((await again.views!.read(view, 16)).width, (await viewImage(view, config, 16)).width);
    await again.store.close();
    const train = await preparePatches(request('train'));
    assert.equal(train.views, undefined);
    await train.store.close();
  });

  it('reads back the crops of the view, in any order', async () => {
    const { store, problems } = await preparePatches(request('holdout'));
    assert.deepEqual(problems, []);
    const image = await readGrey(dataset.cases[2].views[0]);
    const indices = [...store.patches.keys()].reverse();
    const pixels = await store.read(indices);
    for (const [i, index] of indices.entries()) {
      const { x, y, size } = store.patches[index];
      const expected = resizeArea(crop(image, { x, y, width: size, height: size }), 16, 16).data;
      for (let k = 0; k < 256; k++) assert.ok(Math.abs(pixels[i * 256 + k] - expected[k]) < 1 / 65535);
    }
    await assert.rejects(store.read([store.patches.length]), /asked for number/);
    await store.close();
  });

  it('gives a network its input with the same bits as by way of grey values, neighbours and repeated patches too', async () => {
    const { store } = await preparePatches(request('holdout'));
    const last = store.patches.length - 1;
    const indices = [last, 0, 1, 2, 1, last - 1, last];
    for (const mean of [[0.485, 0.456, 0.406] as const, [0.2, 0.2, 0.2] as const]) {
      const std = [0.229, 0.224, 0.225] as const;
      const expected = toNetworkInput(await store.read(indices), indices.length, 16, 16, mean, std);
      assert.deepEqual(await store.input!(indices, { mean, std }), expected);
    }
    await assert.rejects(store.input!([-1], { mean: [0, 0, 0], std: [1, 1, 1] }), /asked for number -1/);
    await store.close();
  });

  it('keeps ambiguous patches in every part but the training part', async () => {
    for (const [part, kept] of [
      ['holdout', true],
      ['test', true],
      ['train', false],
    ] as const) {
      const { store } = await preparePatches({ ...request(part), parts: new Map([['B_0003_1', part]]) });
      assert.equal(
        store.patches.some((p) => p.label === AMBIGUOUS),
        kept,
        part,
      );
      await store.close();
    }
  });

  it('draws the normal patches of a training view, the same ones again with the same seed', async () => {
    const first = await preparePatches(request('train'));
    for (const view of ['B_0001_1.LEFT_CC', 'B_0002_1.LEFT_CC'])
      assert.equal(first.store.patches.filter((p) => p.viewId === view && p.label === 0).length, 3);
    assert.ok(first.store.patches.some((p) => p.label === 2));
    assert.ok(first.store.patches.every((p) => p.tissue >= 0.5));
    await rm(path.join(dir, 'cache'), { recursive: true });
    const second = await preparePatches(request('train'));
    assert.deepEqual(second.store.patches, first.store.patches);
    assert.equal(second.store.hash, first.store.hash);
    await Promise.all([first.store.close(), second.store.close()]);
  });

  it('is used again as long as data and options are the same, and made anew when they are not', async () => {
    const first = await preparePatches(request('train'));
    await first.store.close();
    const [pixels] = (await readdir(path.join(dir, 'cache'))).filter((f) => f.endsWith('.u16'));
    const file = path.join(dir, 'cache', pixels);
    const written = (await stat(file)).mtimeMs;
    const again = await preparePatches(request('train'));
    await again.store.close();
    assert.equal((await stat(file)).mtimeMs, written);
    const other = await preparePatches({ ...request('train'), config: configSchema.parse({ patches: { size: 16, normalPerView: 4 } }) });
    await other.store.close();
    assert.notEqual(other.store.hash, first.store.hash);
    await truncate(file, 100);
    const repaired = await preparePatches(request('train'));
    await repaired.store.read([0]);
    await repaired.store.close();
    assert.equal((await stat(file)).size, first.store.patches.length * 512);
  });

  it('leaves out a view that cannot be read and one that is gone, names them, and uses the rest', async () => {
    const [broken, gone] = dataset.cases.map((c) => c.views[0].file);
    await truncate(broken, 300);
    const { store, problems } = await preparePatches(request('train'));
    assert.deepEqual([...new Set(store.patches.map((p) => p.viewId))], ['B_0002_1.LEFT_CC']);
    assert.equal(problems.length, 1);
    assert.equal(problems[0].file, broken);
    await store.close();
    // The problems are told again when the finished store is used.
    const again = await preparePatches(request('train'));
    assert.deepEqual(again.problems, problems);
    await again.store.close();
    await rm(gone.replace('B_0001', 'B_0002'));
    const empty = await preparePatches(request('train'));
    assert.equal(empty.store.patches.length, 0);
    assert.equal(empty.problems.length, 2);
    await empty.store.close();
  });

  it('warns of a view without a breast', async () => {
    const view = dataset.cases[2].views[0];
    const data = new Uint16Array(WIDTH * HEIGHT).map((_, i) => rawLevel('lumisys', 3.3 + 0.02 * Math.sin(i * 1.7)));
    await writeFile(view.file, encodeLosslessJpeg({ width: WIDTH, height: HEIGHT, bits: 12, data }));
    const { store, problems } = await preparePatches(request('holdout'));
    assert.equal(store.patches.length, 0);
    assert.deepEqual(
      problems.map((p) => p.code),
      ['patches.view.noTissue'],
    );
    await store.close();
  });

  it('stops on abort and leaves nothing half-made', async () => {
    const stop = new AbortController();
    const task = { ...quietTask(), signal: stop.signal, progress: () => stop.abort() };
    await assert.rejects(preparePatches({ ...request('train'), task }), { name: 'AbortError' });
    assert.deepEqual(await readdir(path.join(dir, 'cache')), []);
  });

  it('writes an index that says what every patch is', async () => {
    const { store } = await preparePatches(request('holdout'));
    await store.close();
    const [index] = (await readdir(path.join(dir, 'cache'))).filter((f) => f.endsWith('.json'));
    const read = JSON.parse(await readFile(path.join(dir, 'cache', index), 'utf8'));
    assert.equal(read.hash, store.hash);
    assert.deepEqual(read.patches, store.patches);
  });
});

describe('a whole view for the network', () => {
  it('has patches of the training size', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'view-'));
    try {
      const view = await writeView(dir, 'B_0009_1', false);
      const image = await viewImage(view, config);
      // 25 % of 120 pixels are 30; 30 become 16.
      assert.deepEqual([image.width, image.height], [64, Math.round((160 * 16) / 30)]);
      assert.equal((await viewImage(view, config, 32)).width, 128);
      assert.ok(Math.abs(image.data[0] - greyOfDensity(3.3)) < 0.02);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});

describe('network input', () => {
  it('is the grey value three times, less the mean, over the deviation of each channel', () => {
    const input = toNetworkInput(Float32Array.from([0.5, 1, 0, 0.25]), 2, 1, 2, [0.5, 0.25, 0], [0.5, 0.25, 1]);
    assert.deepEqual([...input], [0, 1, 1, 3, 0.5, 1, -1, -0.5, -1, 0, 0, 0.25]);
    assert.throws(() => toNetworkInput(new Float32Array(3), 1, 2, 2, [0, 0, 0], [1, 1, 1]), /4 pixels, found 3/);
  });
});
