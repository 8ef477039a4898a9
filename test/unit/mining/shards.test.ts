import assert from 'node:assert/strict';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { finishedResults, latestMining, readManifest } from '../../../src/mining/folder';
import { mergeShards, mine, mineShard } from '../../../src/mining/mine';
import { BATCH } from '../../../src/mining/patchStream';
import type { MineRequest } from '../../../src/mining/request';
import { parseShard, shardRange } from '../../../src/mining/shard';
import { openWorkFolder } from '../../../src/mining/workFolder';
import type { ConfigInput } from '../../../src/project/config';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { configWith, type Hospital, hospital } from './hospital';

const STAGES = ['mine: rank on views', 'mine: patches', 'mine: maps', 'mine: pictures'];

describe('mining in parts', () => {
  let clinic: Hospital;
  let counter = 0;
  before(async () => {
    clinic = await hospital(4);
    assert.ok(clinic.store.patches.length > 4 * BATCH, 'there are batches to part');
  });
  after(() => rm(clinic.dir, { recursive: true }));

  const runDir = () => path.join(clinic.dir, `run-${++counter}`);
  const request = (run: string, mining?: ConfigInput['mining'], over: Partial<MineRequest> = {}): MineRequest => ({
    classifier: clinic.classifier,
    network: { hash: 'network-a', checkpoint: 'epoch-05.onnx' },
    views: clinic.views,
    store: clinic.store,
    config: configWith(mining),
    dir: path.join(run, 'mining'),
    task: quietTask(),
    ...over,
  });

  /** Every file of the finished result but the record of how it was made. */
  async function bytesOf(run: string): Promise<Map<string, string>> {
    const [{ dir }] = await finishedResults(run);
    const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((f) => f.isFile() && f.name !== 'made.json');
    const named = files.map((f) => path.join(f.parentPath, f.name)).sort();
    return new Map(await Promise.all(named.map(async (f) => [path.relative(dir, f), (await readFile(f)).toString('base64')] as const)));
  }

  /** Aborts with the first progress of a stage after `steps` of them. */
  const stopped = (stage: string, steps = 1) => {
    const controller = new AbortController();
    let left = steps;
    const progress = (p: { stage: string }) => {
      if (p.stage === stage && --left === 0) controller.abort(new Error('cancelled'));
    };
    return { ...quietTask(), signal: controller.signal, progress };
  };

  for (const mining of [
    {},
    { rankOn: 'patches', images: 'decided', mask: { rule: 'quantile', of: 0.01 } },
    { layer: 'layer1' },
  ] as ConfigInput['mining'][])
    it(`and merged gives the single run byte for byte (${JSON.stringify(mining)})`, async () => {
      const [single, parts] = [runDir(), runDir()];
      await mine(request(single, mining));
      const whole = await bytesOf(single);
      for (const part of [3, 1, 2]) {
        const shard = await mineShard(request(parts, mining), { part, of: 3 });
        assert.ok(shard.patches > 0 && shard.patches < clinic.store.patches.length);
      }
      await mergeShards(request(parts, mining));
      assert.deepEqual(await bytesOf(parts), whole);
      assert.ok(whole.has('units.json') && whole.has('activations.maxima.npy') && whole.size > 10);
      assert.equal((await readdir(path.join(parts, 'mining'))).length, 1, 'the shards are gone');
    });

  it('that is interrupted goes on where it stopped, and gives the same bytes', async () => {
    const single = runDir();
    await mine(request(single));
    const whole = await bytesOf(single);
    for (const stage of STAGES) {
      const run = runDir();
      const seen: string[] = [];
      await assert.rejects(mine(request(run, {}, { task: stopped(stage) })), /cancelled/);
      assert.equal(await latestMining(run, 'network-a'), undefined, 'nothing half-made bears the name of a result');
      const task = { ...quietTask(), log: (_: string, message: string) => seen.push(message) };
      await mine(request(run, {}, { task }));
      assert.ok(seen.some((m) => m.startsWith('Going on after')));
      assert.deepEqual(await bytesOf(run), whole, stage);
    }
  });

  it('that is killed loses what was done since the last keeping alone', async () => {
    const [single, run] = [runDir(), runDir()];
    await mine(request(single));
    // A failing store ends the pass as a kill does: without a last keeping. What was kept before are whole batches.
    let reads = 0;
    const read: typeof clinic.store.read = (indices) => {
      if (++reads > 3) throw new Error('killed');
      return clinic.store.read(indices);
    };
    await assert.rejects(mine(request(run, {}, { store: { ...clinic.store, read }, keepSeconds: 0 })), /killed/);
    let again = 0;
    const counted: typeof clinic.store.read = (indices) => {
      again += indices.length;
      return clinic.store.read(indices);
    };
    const views: string[] = [];
    const task = { ...quietTask(), progress: (p: { stage: string }) => views.push(p.stage) };
    await mine(request(run, {}, { store: { ...clinic.store, read: counted }, task }));
    assert.ok(!views.includes('mine: rank on views'), 'no view is looked at again');
    const batchesBefore = 2 * BATCH;
    assert.ok(again < 2 * clinic.store.patches.length - batchesBefore + 1, `${again} patches read`);
    assert.deepEqual(await bytesOf(run), await bytesOf(single));
  });

  it('whose leftovers are damaged begins anew and says so', async () => {
    const [single, run] = [runDir(), runDir()];
    await mine(request(single));
    await assert.rejects(mine(request(run, {}, { task: stopped('mine: patches', 2) })), /cancelled/);
    const [folder] = await readdir(path.join(run, 'mining'));
    await truncate(path.join(run, 'mining', folder, 'gathered.safetensors'), 100);
    const messages: string[] = [];
    const task = { ...quietTask(), log: (level: string, message: string) => messages.push(`${level}: ${message}`) };
    await mine(request(run, {}, { task }));
    assert.ok(messages.some((m) => m.startsWith('warn: What was gathered before cannot be used')));
    assert.deepEqual(await bytesOf(run), await bytesOf(single));
  });

  it('of which some are missing or belong to another network is not merged, and says which', async () => {
    const run = runDir();
    const named = (pattern: RegExp) => (error: unknown) => error instanceof ProblemError && pattern.test(error.message);
    await assert.rejects(mergeShards(request(run)), named(/no shard of the mining/));
    await mineShard(request(run), { part: 1, of: 3 });
    await mineShard(request(run), { part: 3, of: 3 });
    await assert.rejects(mergeShards(request(run)), named(/2\/3 is absent or unfinished.*--shard 2\/3/s));
    const other = { network: { hash: 'network-b', checkpoint: 'epoch-09.onnx' } };
    await assert.rejects(mergeShards(request(run, {}, other)), named(/no shard of the mining/));
    await assert.rejects(mineShard(request(run, {}, { task: stopped('mine: patches') }), { part: 2, of: 3 }), /cancelled/);
    await assert.rejects(mergeShards(request(run)), named(/2\/3 is absent or unfinished/));
    await mineShard(request(run), { part: 2, of: 3 });
    assert.equal((await mergeShards(request(run))).patches, clinic.store.patches.length);
  });

  it('is refused while another process works at it', async () => {
    const run = runDir();
    const { hash } = await mine(request(run));
    const dir = path.join(run, 'mining');
    await rm(path.join(dir, hash.slice(0, 16)), { recursive: true });
    const held = await openWorkFolder(dir, hash, { part: 1, of: 1 });
    await assert.rejects(mine(request(run)), (e: unknown) => e instanceof ProblemError && e.problem.code === 'mining.running');
    await held.release();
    assert.equal((await mine(request(run))).hash, hash);
  });

  it('leaves what was made before with other options', async () => {
    const run = runDir();
    await mine(request(run));
    await writeFile(path.join(run, 'mining', 'notes.txt'), 'mine');
    await mine(request(run, { topPerImage: 4 }));
    assert.equal((await readdir(path.join(run, 'mining'))).length, 3);
    assert.equal((await readManifest((await latestMining(run, 'network-a'))!)).options['topPerImage'], 4);
  });
});

describe('a shard', () => {
  it('has whole blocks, and all shards together every item once, in order', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 }), (count, of, block) => {
        let at = 0;
        for (let part = 1; part <= of; part++) {
          const { from, to } = shardRange(count, { part, of }, block);
          assert.equal(from, at);
          assert.ok(to >= from && (to === count || to % block === 0));
          at = to;
        }
        assert.equal(at, count);
      }),
    );
  });

  it('is written i/n', () => {
    assert.deepEqual(parseShard('2/4'), { part: 2, of: 4 });
    for (const wrong of ['0/4', '5/4', '1', 'a/b', '1/0', '-1/2', '1/2/3']) assert.throws(() => parseShard(wrong), RangeError);
  });
});
