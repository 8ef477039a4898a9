import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readAhead } from '../../../src/compute/readAhead';
import type { PatchStore } from '../../../src/patches/patch';
import { createStore, type OpenedStore, openStore, storeFiles } from '../../../src/patches/storeFile';
import { seededRandom } from '../../../src/statistics/random';
import { batchesOf, epochOrder } from '../../../src/training/batches';

const HASH = '0123456789abcdef';
const normalisation = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;

describe('reading ahead by threads', () => {
  let dir: string;
  let opened: OpenedStore;

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'ahead-'));
    const files = storeFiles(dir, 'train', HASH);
    const writer = await createStore(files, HASH, 8);
    const random = seededRandom(3);
    const patches = Array.from({ length: 23 }, (_, i) => ({ viewId: 'v', x: i, y: 0, size: 8, label: i % 3, tissue: 1 }));
    await writer.append(
      patches,
      Uint16Array.from({ length: 23 * 64 }, () => Math.round(random() * 65535)),
    );
    await writer.finish([]);
    opened = (await openStore(files, HASH))!;
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** Every batch of two epochs, copied before the next one is asked for. */
  async function epochs(store: PatchStore): Promise<Float32Array[]> {
    const images: Float32Array[] = [];
    for (const epoch of [1, 2])
      for await (const batch of batchesOf(store, epochOrder([...store.patches.keys()], 1, epoch), 3, epoch === 1, normalisation))
        images.push(batch.images.slice());
    return images;
  }

  it('gives the same bits as reading grey values without threads, batch by batch', async () => {
    const { read, hash, size, patches, close } = opened.store;
    const expected = await epochs({ read, hash, size, patches, close });
    assert.equal(expected.length, 16);
    assert.deepEqual(await epochs(opened.store), expected);
    const ahead = readAhead(opened);
    assert.deepEqual(await epochs(ahead), expected);
    const three = readAhead(opened, 3);
    assert.deepEqual(await epochs(three), expected);
    await three.close();
    await ahead.close();
  });

  it('passes on why a patch cannot be read, and reads on', async () => {
    const ahead = readAhead(opened);
    await assert.rejects(ahead.input!([23], normalisation), /holds 23 patches, asked for number 23/);
    assert.equal((await ahead.input!([22], normalisation)).length, 192);
    await truncate(opened.files.pixels, 22 * 128);
    await assert.rejects(ahead.input!([22], normalisation), /ends early/);
    await ahead.close();
  });

  it('says so when the store was taken away before its thread began', async () => {
    await rm(opened.files.index);
    const ahead = readAhead(opened);
    await assert.rejects(ahead.input!([0], normalisation), /no longer the store that was opened/);
    await ahead.close();
  });

  it('lets no caller wait for ever when it is closed', async () => {
    const ahead = readAhead(opened);
    const call = assert.rejects(ahead.input!([0], normalisation), /has ended/);
    await ahead.close();
    await call;
  });
});
