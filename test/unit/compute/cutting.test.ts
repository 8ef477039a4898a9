import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ClosableCutter, cutterFor, threadCutter, threadsFor } from '../../../src/compute/cutting';
import { PixelPool } from '../../../src/compute/pixelPool';
import { rawLevel } from '../../../src/dataset/density';
import type { Dataset, Part, View } from '../../../src/dataset/model';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import { type Cutter, cutView } from '../../../src/patches/cut';
import { preparePatches } from '../../../src/patches/store';
import { configSchema } from '../../../src/project/config';
import type { Progress } from '../../../src/protocol/task';
import { quietTask } from '../../../src/protocol/task';
import { HEIGHT, WIDTH, writeView } from '../patches/halfDisc';

const config = configSchema.parse({ patches: { size: 16, normalPerView: 3 } });

/** Names and contents of a folder. */
async function contents(dir: string): Promise<Map<string, string>> {
  const names = (await readdir(dir)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, (await readFile(path.join(dir, name))).toString('base64')] as const)));
}

describe('patches cut by threads', () => {
  let dir: string;
  let views: View[];
  let cutter: ClosableCutter;
  const request = (part: Part, cacheDir: string, by?: Cutter) => ({
    dataset: { format: 'ddsm', root: dir, cases: views.map((v) => ({ id: v.caseId, dir, views: [v] })), problems: [] } satisfies Dataset,
    parts: new Map(views.map((v) => [v.caseId, part])),
    part,
    config,
    cacheDir: path.join(dir, cacheDir),
    task: quietTask(),
    cutter: by,
  });

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'cutting-'));
    views = [];
    for (let i = 1; i <= 9; i++) views.push(await writeView(dir, `B_000${i}_1`, i % 2 === 0));
    // One that ends early and one without a breast, in the midst of the others.
    await truncate(views[3].file, 300);
    const dark = new Uint16Array(WIDTH * HEIGHT).map((_, i) => rawLevel('lumisys', 3.3 + 0.02 * Math.sin(i * 1.7)));
    await writeFile(views[6].file, encodeLosslessJpeg({ width: WIDTH, height: HEIGHT, bits: 12, data: dark }));
    cutter = threadCutter(new PixelPool(3));
  });
  after(async () => {
    await cutter.close();
    await rm(dir, { recursive: true, force: true });
  });

  for (const part of ['train', 'holdout'] as const)
    it(`make the same ${part} store as one thread does, to the byte, its problems too`, async () => {
      const [alone, together] = [`${part} alone`, `${part} together`];
      const first = await preparePatches(request(part, alone));
      const second = await preparePatches(request(part, together, cutter));
      await Promise.all([first.store.close(), second.store.close()]);
      assert.deepEqual(
        second.problems.map((p) => p.file),
        [views[3].file, views[6].file],
      );
      assert.ok(second.store.patches.length > 20);
      assert.deepEqual(await contents(path.join(dir, together)), await contents(path.join(dir, alone)));
    });

  it('open a finished store without cutting anything', async () => {
    const first = await preparePatches(request('train', 'again', cutter));
    await first.store.close();
    const nobody: Cutter = { atOnce: 4, cut: () => Promise.reject(new Error('nothing is to be cut')) };
    const again = await preparePatches(request('train', 'again', nobody));
    assert.deepEqual(again.store.patches, first.store.patches);
    assert.deepEqual(again.problems, first.problems);
    await again.store.close();
  });

  it('are written in the order of the views, with progress one by one, whichever is cut first', async () => {
    const late: Cutter = {
      atOnce: 4,
      async cut(task) {
        const cut = await cutView(task);
        await new Promise((resolve) => setTimeout(resolve, 40 - 4 * views.indexOf(task.view)));
        return cut;
      },
    };
    const seen: Progress[] = [];
    const task = { ...quietTask(), progress: (p: Progress) => seen.push(p) };
    const { store } = await preparePatches({ ...request('train', 'late', late), task });
    await store.close();
    const order = [...new Set(store.patches.map((p) => p.viewId))];
    assert.deepEqual(
      order,
      views.map((v) => v.id).filter((id) => order.includes(id)),
    );
    assert.deepEqual(
      seen.map((p) => [p.done, p.message]),
      views.map((v, i) => [i + 1, v.id]),
    );
  });

  it('leave nothing half-made when cancelled, and the threads serve the next call', async () => {
    const stop = new AbortController();
    const task = { ...quietTask(), signal: stop.signal, progress: () => stop.abort() };
    await assert.rejects(preparePatches({ ...request('train', 'cancelled', cutter), task }), { name: 'AbortError' });
    assert.deepEqual(await readdir(path.join(dir, 'cancelled')), []);
    const next = await preparePatches(request('train', 'cancelled', cutter));
    await next.store.close();
    assert.deepEqual(await contents(path.join(dir, 'cancelled')), await contents(path.join(dir, 'train alone')));
  });

  it('leave out a view whose cutter fails, by name, and use the rest', async () => {
    const failing: Cutter = {
      atOnce: 3,
      cut: (task, signal) => (task.view === views[1] ? Promise.reject(new Error('the thread has ended')) : cutter.cut(task, signal)),
    };
    const { store, problems } = await preparePatches(request('train', 'failing', failing));
    await store.close();
    assert.deepEqual(
      problems.map((p) => p.file),
      [views[1].file, views[3].file, views[6].file],
    );
    assert.match(problems[0].found, /has ended/);
    assert.ok(store.patches.every((p) => p.viewId !== views[1].id));
  });

  it('end what is still being cut when the disk takes no more', async () => {
    const signals: AbortSignal[] = [];
    const counting: Cutter = {
      atOnce: 3,
      async cut(task, signal) {
        signals.push(signal);
        return cutView(task);
      },
    };
    const { cacheDir } = request('train', 'blocked');
    // A folder stands where the pixels are to be.
    const [pixels] = (await readdir(path.join(dir, 'train alone'))).filter((name) => name.endsWith('.u16'));
    await mkdir(path.join(cacheDir, pixels, 'in the way'), { recursive: true });
    await assert.rejects(preparePatches(request('train', 'blocked', counting)));
    assert.ok(signals.length > 0 && signals.every((signal) => signal.aborted));
    assert.deepEqual(await readdir(cacheDir), [pixels]);
  });
});

describe('the number of threads', () => {
  const film = 3000 * 5000;

  it('is that of the cores, fewer where memory does not suffice, and never none', () => {
    assert.equal(threadsFor(film, 8, 32 * 2 ** 30), 8);
    assert.ok(threadsFor(film, 64, 8 * 2 ** 30) < 64);
    assert.ok(threadsFor(film, 64, 4 * 2 ** 30) < threadsFor(film, 64, 8 * 2 ** 30));
    assert.equal(threadsFor(2 ** 27, 64, 2 ** 30), 1);
  });

  it('is one for sets too small to be worth starting any, and for a single view', async () => {
    const view = (width: number, height: number) => ({ width, height }) as View;
    const atOnce = async (views: View[]) => {
      const cutter = cutterFor(views, 2, 32 * 2 ** 30);
      await cutter.close();
      return cutter.atOnce;
    };
    assert.equal(await atOnce(Array(100).fill(view(120, 160))), 1);
    assert.equal(await atOnce([view(3000, 5800)]), 1);
    assert.ok((await atOnce(Array(4).fill(view(3000, 4800)))) >= 2);
    assert.equal(await atOnce([]), 1);
  });
});
