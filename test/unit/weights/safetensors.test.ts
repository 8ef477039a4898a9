/** Tensor files: what is written is read, by anyone who knows the format, and a damaged file is said to be one. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { floatTensor, intTensor } from '../../../src/network/tensor';
import { ProblemError } from '../../../src/protocol/problem';
import { readTensors, writeTensors } from '../../../src/weights/safetensors';

describe('a safetensors file', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'tensors-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it('gives back every bit, name, shape and text', async () => {
    const tensor = fc.array(fc.float(), { maxLength: 12 }).map((values) => floatTensor([values.length, 1], Float32Array.from(values)));
    const names = fc.string({ minLength: 1, maxLength: 8 }).filter((name) => !name.startsWith('__'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(names, tensor), { maxLength: 4 }), fc.string(), async (entries, text) => {
        const file = path.join(dir, 'any.safetensors');
        const tensors = new Map(entries);
        await writeTensors(file, { tensors, metadata: { text } });
        const read = await readTensors(file);
        assert.deepEqual({ ...read.metadata }, { text });
        assert.deepEqual(read.tensors, tensors);
      }),
      { numRuns: 30 },
    );
  });

  it('has the layout that other programs expect: length, JSON header, aligned data', async () => {
    const file = path.join(dir, 'layout.safetensors');
    await writeTensors(file, {
      tensors: new Map([
        ['a', floatTensor([2], Float32Array.of(1, 2))],
        ['b', intTensor([7])],
      ]),
      metadata: { epoch: '5' },
    });
    const bytes = await readFile(file);
    const length = Number(bytes.readBigUInt64LE(0));
    assert.equal(length % 8, 0);
    assert.deepEqual(JSON.parse(bytes.subarray(8, 8 + length).toString()), {
      __metadata__: { epoch: '5' },
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      b: { dtype: 'I64', shape: [1], data_offsets: [8, 16] },
    });
    assert.equal(bytes.readFloatLE(8 + length + 4), 2);
    assert.equal(bytes.readBigInt64LE(8 + length + 8), 7n);
  });

  it('that is cut short anywhere, or is none, is refused by name', async () => {
    const whole = path.join(dir, 'whole.safetensors');
    await writeTensors(whole, { tensors: new Map([['a', floatTensor([3], Float32Array.of(1, 2, 3))]]), metadata: {} });
    const bytes = await readFile(whole);
    const file = path.join(dir, 'short.safetensors');
    const refused = (error: unknown) => error instanceof ProblemError && error.problem.file === file;
    for (let length = 0; length < bytes.length; length += 3) {
      await writeFile(file, bytes.subarray(0, length));
      await assert.rejects(readTensors(file), refused);
    }
    await writeFile(file, 'a text that is no tensor file at all');
    await assert.rejects(readTensors(file), refused);
    await rm(file);
    await assert.rejects(readTensors(file), refused);
  });
});
