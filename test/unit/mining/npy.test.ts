import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { NpyTable, npyBlocks, npyHeader, readNpy } from '../../../src/mining/npy';
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

  it('written row by row read back whole, whether in one go or gone on with', async () => {
    const file = path.join(dir, 'maxima.npy');
    const table = await NpyTable.open(file, 'float32', 2);
    await table.append(new Float32Array([1, 2, 3, 4]));
    await table.append(new Float32Array([9, 7, 7]).subarray(1));
    await table.sync();
    await table.close();
    assert.deepEqual((await readFile(file)).subarray(0, 128), npyHeader('float32', [0, 2]), 'no part is taken for the whole');
    const again = await NpyTable.open(file, 'float32', 2, 2);
    assert.equal(again.rows, 2);
    await again.append(new Float32Array([5, 6]));
    await again.finish();
    assert.deepEqual(await readNpy(file), { shape: [3, 2], data: new Float32Array([1, 2, 3, 4, 5, 6]) });
    assert.equal((await readFile(file)).length, 128 + 24);
  });

  it('are joined and scanned a block at a time, however long', async () => {
    const rows = 1500;
    const columns = 1024;
    const values = Int32Array.from({ length: rows * columns }, (_, i) => i * 7);
    const [long, joined] = ['long', 'joined'].map((name) => path.join(dir, `${name}.npy`));
    const table = await NpyTable.open(long, 'int32', columns);
    await table.append(values);
    await table.finish();
    const whole = await NpyTable.open(joined, 'int32', columns);
    await whole.append(values.subarray(0, columns));
    await whole.appendTable(long);
    await whole.finish();
    const seen: number[] = [];
    let blocks = 0;
    for await (const { row, values: block } of npyBlocks(joined)) {
      blocks++;
      for (let r = 0; r * columns < block.length; r++) seen[row + r] = block[r * columns + 3];
    }
    assert.ok(blocks > 1);
    assert.deepEqual(seen, [21, ...Array.from({ length: rows }, (_, r) => (r * columns + 3) * 7)]);
    const other = await NpyTable.open(path.join(dir, 'other.npy'), 'int32', 4);
    await assert.rejects(other.appendTable(long), ProblemError);
    await other.close();
  });

  it('that lost rows which were written are not gone on with', async () => {
    const file = path.join(dir, 'short.npy');
    const table = await NpyTable.open(file, 'int32', 2);
    await table.append(new Int32Array([1, 2]));
    await table.close();
    await assert.rejects(NpyTable.open(file, 'int32', 2, 2), ProblemError);
    await assert.rejects((await NpyTable.open(file, 'int32', 2, 1)).append(new Int32Array(3)), RangeError);
  });

  it('cut short or of another kind are refused by name', async () => {
    const file = path.join(dir, 'b.npy');
    const npy = await NpyTable.open(file, 'int32', 4);
    await npy.append(new Int32Array([1, 2, 3, 4]));
    await npy.finish();
    await truncate(file, 140);
    await assert.rejects(readNpy(file), (error: unknown) => error instanceof ProblemError && error.problem.file === file);
  });
});
