/** Weights that a model keeps in another file, and half floats. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readModel } from '../../../src/network/model';
import { MessageWriter } from '../../../src/network/protobuf';
import { ProblemError } from '../../../src/protocol/problem';

/** A model whose one tensor w [2, 2] is said to be elsewhere, or holds these bytes. */
function model(entries: Record<string, string> | Uint8Array, elementType = 1): Uint8Array {
  const tensor = new MessageWriter().int(1, 2).int(1, 2).int(2, elementType).string(8, 'w');
  if (entries instanceof Uint8Array) tensor.bytes(9, entries);
  else {
    for (const [key, value] of Object.entries(entries)) tensor.message(13, new MessageWriter().string(1, key).string(2, value));
    tensor.int(14, 1);
  }
  const message = new MessageWriter().int(1, 8).message(8, new MessageWriter().string(1, '').int(2, 17));
  message.message(7, new MessageWriter().string(2, 'g').message(5, tensor)).flush();
  return Buffer.concat(message.chunks);
}

describe('a model with weights in another file', () => {
  let dir = '';
  let file = '';
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-outside-'));
    file = path.join(dir, 'model', 'net.onnx');
    await mkdir(path.join(dir, 'model', 'data'), { recursive: true });
    const values = Float32Array.of(9, 1, 2, 3, 4);
    await writeFile(path.join(dir, 'model', 'data', 'w.bin'), new Uint8Array(values.buffer));
    await writeFile(path.join(dir, 'secret.bin'), new Uint8Array(16));
    await symlink(path.join(dir, 'secret.bin'), path.join(dir, 'model', 'link.bin'));
  });
  after(() => rm(dir, { recursive: true }));

  const read = async (entries: Record<string, string>) => {
    await writeFile(file, model(entries));
    return readModel(file);
  };
  const problem = (pattern: RegExp) => (error: unknown) => error instanceof ProblemError && pattern.test(error.message);

  it('is read with them, from where they begin', async () => {
    const { initializers } = await read({ location: 'data/w.bin', offset: '4', length: '16' });
    assert.deepEqual([...initializers.get('w')!.data], [1, 2, 3, 4]);
    assert.deepEqual([...(await read({ location: 'data/w.bin', offset: '4' })).initializers.get('w')!.data], [1, 2, 3, 4]);
  });

  it('is refused when it names a place outside its folder', async () => {
    for (const location of ['../secret.bin', path.join(dir, 'secret.bin'), 'data/../../secret.bin', '', '.', 'link.bin'])
      await assert.rejects(read({ location }), problem(/tensor w stored in .*folder/), location);
  });

  it('is refused when the other file is missing or too short', async () => {
    await assert.rejects(read({ location: 'gone.bin' }), problem(/tensor w stored in gone\.bin, which is not there/));
    await assert.rejects(read({ location: 'data/w.bin', offset: '8', length: '16' }), problem(/20 bytes, 24 are asked for/));
    await assert.rejects(read({ location: 'data/w.bin', offset: '-4' }), problem(/offset of a tensor in another file reads -4/));
    await assert.rejects(read({ location: 'data/w.bin', length: '12' }), problem(/\[2, 2\] holds 3 elements/));
  });
});

describe('a model in half floats', () => {
  it('is read as the float32 values that its halves stand for', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-half-'));
    const file = path.join(dir, 'half.onnx');
    // 1, -2, 2^-24 (the smallest), 65504 (the largest)
    await writeFile(file, model(new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff).buffer), 10));
    const { type, data } = (await readModel(file)).initializers.get('w')!;
    await rm(dir, { recursive: true });
    assert.equal(type, 'float32');
    assert.deepEqual([...data], [1, -2, 2 ** -24, 65504]);
  });
});
