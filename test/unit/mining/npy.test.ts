import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { NpyFile, npyHeader, readNpy } from '../../../src/mining/npy';
import { ProblemError } from '../../../src/protocol/problem';

describe('.npy files', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'npy-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('have the header that numpy.save writes', () => {
    const header = npyHeader('float32', [3, 4]);
    assert.equal(header.length, 128);
    assert.equal(header.toString('latin1', 0, 8), '\x93NUMPY\x01\x00');
    assert.equal(header.readUInt16LE(8), 118);
    assert.equal(header.toString('latin1', 10).trimEnd(), "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }");
    assert.ok(npyHeader('int32', [7]).includes("'<i4', 'fortran_order': False, 'shape': (7,)"));
  });

  it('written block by block read back whole', async () => {
    const file = path.join(dir, 'maxima.npy');
    const npy = await NpyFile.create(file, 'float32', [3, 2]);
    await npy.append(new Float32Array([1, 2, 3, 4]));
    await npy.append(new Float32Array([9, 5, 6]).subarray(1));
    await npy.finish();
    assert.deepEqual(await readNpy(file), { shape: [3, 2], data: new Float32Array([1, 2, 3, 4, 5, 6]) });
    assert.deepEqual(await readdir(dir), ['maxima.npy']);
    assert.equal((await readFile(file)).length, 128 + 24);
  });

  it('that are not filled are not put in place, and discarded ones leave nothing', async () => {
    const npy = await NpyFile.create(path.join(dir, 'a.npy'), 'int32', [4]);
    await npy.append(new Int32Array([1, 2]));
    await assert.rejects(npy.finish(), RangeError);
    await npy.discard();
    assert.deepEqual(await readdir(dir), []);
  });

  it('cut short or of another kind are refused by name', async () => {
    const file = path.join(dir, 'b.npy');
    const npy = await NpyFile.create(file, 'int32', [4]);
    await npy.append(new Int32Array([1, 2, 3, 4]));
    await npy.finish();
    await truncate(file, 140);
    await assert.rejects(readNpy(file), (error: unknown) => error instanceof ProblemError && error.problem.file === file);
  });
});
