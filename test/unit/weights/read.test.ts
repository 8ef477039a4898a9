/** Checkpoints as PyTorch of every age writes them give PyTorch's own numbers; golden values by test/golden/weights.py. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { ProblemError } from '../../../src/protocol/problem';
import { type ByteSource, sourceOf } from '../../../src/weights/bytes';
import { readWeights, readWeightsFrom } from '../../../src/weights/read';
import { streamOfTensor } from './pickles';

interface Described {
  dims: number[];
  type: string;
  values: (number | string | boolean)[];
}

const fixture = (name: string) => path.join(__dirname, 'fixtures', name);
const forms = ['kinds.zip.pth', 'kinds.protocol4.pth', 'kinds.stream.pth', 'kinds.deflated.pth', 'kinds.newer.pth', 'kinds.tar.pth'];

describe('weights from PyTorch', () => {
  let truth: Record<'kinds' | 'checkpoint' | 'tar', Record<string, Described>>;
  let dir: string;
  before(async () => {
    truth = JSON.parse(await readFile(fixture('weights.json'), 'utf8'));
    dir = await mkdtemp(path.join(os.tmpdir(), 'weights-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  async function assertRead(file: string, expected: Record<string, Described>, prefix = ''): Promise<void> {
    const { tensors, converted } = await readWeights(file);
    assert.deepEqual([...tensors.keys()], Object.keys(expected));
    for (const [name, { dims, type, values }] of Object.entries(expected)) {
      const tensor = tensors.get(name)!;
      assert.deepEqual([...tensor.dims], dims, prefix + name);
      assert.deepEqual(Array.from(tensor.data as ArrayLike<number | bigint>, Number), values.map(Number), prefix + name);
      assert.equal(converted.get(name) ?? tensor.type, type);
    }
  }

  for (const name of forms)
    it(`come out of ${name} with every element type, view and shared storage`, () =>
      assertRead(fixture(name), name === 'kinds.tar.pth' ? truth.tar : truth.kinds));

  for (const form of ['zip', 'stream'])
    it(`come out of a training script's checkpoint (${form}), a NumPy number and an optimizer beside them`, async () => {
      const file = fixture(`checkpoint.${form}.pth.tar`);
      await assertRead(file, truth.checkpoint);
      const { epoch, architecture } = await readWeights(file);
      assert.deepEqual({ epoch, architecture }, { epoch: 5, architecture: 'resnet152' });
    });

  it('widen half floats exactly, subnormal and infinite ones too', async () => {
    const { tensors } = await readWeights(fixture('kinds.zip.pth'));
    assert.deepEqual(Array.from(tensors.get('half')!.data as Float32Array), [
      0,
      -0,
      1.5,
      -(2 ** -24),
      65504,
      Number.POSITIVE_INFINITY,
      2 ** -14,
      17 * 2 ** -24,
    ]);
  });

  for (const name of [...forms, 'checkpoint.zip.pth.tar', 'checkpoint.stream.pth.tar'])
    it(`${name} cut short anywhere is refused by name, never read in part`, async () => {
      const whole = await readFile(fixture(name));
      // After the last storage a tar only has zeros, and a zip nothing.
      const end = name.includes('.tar.') ? whole.lastIndexOf(Buffer.from([0x2e])) : whole.length;
      for (let length = 0; length < end; length++)
        await assert.rejects(
          readWeightsFrom(inMemory(name, whole.subarray(0, length))),
          (error) => error instanceof ProblemError && error.problem.file === name,
          `${length} bytes`,
        );
    });

  for (const name of forms)
    it(`${name} with bytes changed is read or refused, nothing else`, async () => {
      const whole = await readFile(fixture(name));
      const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          await readWeightsFrom(inMemory(name, bytes)).catch((error: unknown) => {
            if (!(error instanceof ProblemError)) throw error;
          });
        }),
        { numRuns: 300 },
      );
    });

  it('that changed inside a zip entry are told by its checksum', async () => {
    const bytes = await readFile(fixture('kinds.zip.pth'));
    const at = bytes.indexOf(Buffer.from(Float32Array.of(-1, -0.875).buffer));
    bytes[at] ^= 1;
    const file = path.join(dir, 'flipped.pth');
    await writeFile(file, bytes);
    await assert.rejects(readWeights(file), (error) => error instanceof ProblemError && /checksum/.test(error.problem.found));
  });

  it('lie within their storage and share no place, or are refused', async () => {
    const file = path.join(dir, 'tensor.pth');
    const read = async (options: Parameters<typeof streamOfTensor>[0]) => {
      await writeFile(file, streamOfTensor(options));
      return Array.from((await readWeights(file)).tensors.get('weight')!.data as Float32Array);
    };
    assert.deepEqual(await read({ count: 6, offset: 0, sizes: [2, 3], strides: [3, 1] }), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(await read({ count: 6, offset: 1, sizes: [2, 2], strides: [1, 3] }), [1, 4, 2, 5]);
    const refused = (sizes: number[], strides: number[], offset = 0) =>
      assert.rejects(
        read({ count: 6, offset, sizes, strides }),
        (error) => error instanceof ProblemError && /weight/.test(error.problem.found),
      );
    await refused([7], [1]);
    await refused([2, 3], [3, 1], 1);
    await refused([2], [6]);
    // One number shown a million million times is a bomb.
    await refused([1e6, 1e6], [0, 0]);
    await refused([3, 3], [1, 1]);
    await refused([2, 3], [1]);
    await assert.rejects(read({ count: 6, offset: 0, sizes: [-1], strides: [1] }), ProblemError);
  });

  it('are told from pages and pointers that stand in for them', async () => {
    const file = path.join(dir, 'page.pth');
    await writeFile(file, 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n');
    await assert.rejects(readWeights(file), (error) => error instanceof ProblemError && /git-lfs/.test(error.problem.found));
    await writeFile(file, '');
    await assert.rejects(readWeights(file), ProblemError);
    await assert.rejects(readWeights(dir), ProblemError);
    await assert.rejects(readWeights(path.join(dir, 'none.pth')), ProblemError);
  });
});

function inMemory(name: string, bytes: Buffer): ByteSource {
  return sourceOf(name, bytes.length, async (target, offset, length, position) => bytes.copy(target, offset, position, position + length));
}
