/** Memory that does not suffice: training goes on in smaller parts from the state before the failure, or says what to do. */
import assert from 'node:assert/strict';
import { engineFailure } from '../../../src/network/failure';
import { type OpenKeeping, openKeepingSession } from '../../../src/network/keepingSession';
import type { Device } from '../../../src/network/session';
import { ProblemError } from '../../../src/protocol/problem';
import { seededRandom } from '../../../src/statistics/random';
import { Trainer } from '../../../src/training/step';
import { plainClassifier } from './plainNetwork';

const SIZE = 12;
const BATCH = 8;
const sgd = { batch: BATCH, momentum: 0.9, weightDecay: 1e-3, device: 'cpu', threads: 1 } as const;
const random = seededRandom(9);
const images = Float32Array.from({ length: BATCH * 3 * SIZE * SIZE }, () => 2 * random() - 1);
const batch = { images, labels: [0, 1, 2, 0, 1, 2, 0, 1], weights: new Float32Array(BATCH).fill(1) };

/** What onnxruntime 1.30 says, word for word where it was seen, when memory does not suffice. */
const WORDS: Record<string, string> = {
  cpu: "Non-zero status code returned while running Conv node. Name:'Conv_1' Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:359 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) Failed to allocate memory for requested buffer of size 6576668672",
  webgpu:
    'WebGPU validation failed. [Invalid Buffer (unlabeled)] is invalid due to a previous error.\n - While validating entries[1] against { binding: 1, visibility: ShaderStage::Compute, buffer: {type: BufferBindingType::Storage, minBindingSize: 0, hasDynamicOffset: 0} }.\n - While validating [BindGroupDescriptor ""Expand""] against [BindGroupLayout "Expand"]\n - While calling [Device].CreateBindGroup([BindGroupDescriptor ""Expand""]).\n',
  'webgpu, too large a buffer':
    'WebGPU validation failed. Buffer size (2147483648) exceeds the max buffer size limit (1073741824).\n - While calling [Device].CreateBuffer([BufferDescriptor]).\n',
  cuda: 'CUDA failure 2: out of memory ; GPU=0 ; hostname=node ; file=cuda_allocator.cc ; line=48 ; expr=cudaMalloc((void**)&p, size);',
  dml: 'Not enough memory resources are available to complete this operation. 8007000E',
  'new[]': 'std::bad_alloc',
};

/** A door that runs no more than `room` samples at a time, from the `from`th run on. */
function narrowDoor(room: number, message: string, from = 0): { open: OpenKeeping; tried: number[] } {
  const tried: number[] = [];
  let runs = 0;
  return {
    tried,
    open: async (graph, kept, options) => {
      const session = await openKeepingSession(graph, kept, options);
      return {
        ...session,
        async run(feeds) {
          const samples = feeds['image']?.dims[0] ?? 0;
          if (samples > 0) tried.push(samples);
          if (samples > room && runs++ >= from) throw engineFailure(new Error(message), (options?.device ?? 'cpu') as Device);
          return session.run(feeds);
        },
      };
    },
  };
}

async function trained(open?: OpenKeeping, log?: (level: string, message: string) => void, microBatch?: number) {
  const trainer = await Trainer.create(plainClassifier(SIZE, 4), { ...sgd, open, log, microBatch });
  const losses: number[] = [];
  for (let i = 0; i < 4; i++) losses.push((await trainer.step(batch, 0.05)).loss);
  const momenta = await trainer.momenta();
  const { microBatch: last } = trainer;
  await trainer.release();
  return { losses, momenta, last };
}

function assertSameTraining(found: Awaited<ReturnType<typeof trained>>, expected: Awaited<ReturnType<typeof trained>>): void {
  expected.losses.forEach((loss, i) => {
    assert.ok(Math.abs(found.losses[i] / loss - 1) < 1e-5, `loss ${i + 1} is ${found.losses[i]} instead of ${loss}`);
  });
  for (const [name, { data }] of expected.momenta) {
    const [a, b] = [data as Float32Array, found.momenta.get(name)!.data as Float32Array];
    assert.ok(Math.hypot(...a.map((v, i) => v - b[i])) <= 1e-5 * Math.hypot(...a), name);
  }
}

describe('a step for which memory does not suffice', () => {
  for (const [device, message] of Object.entries(WORDS))
    it(`is made in parts, with the same result, when the engine says so for ${device}`, async () => {
      const warnings: string[] = [];
      const door = narrowDoor(2, message);
      const found = await trained(door.open, (level, text) => void (level === 'warn' && warnings.push(text)));
      assertSameTraining(found, await trained());
      assert.deepEqual(door.tried.slice(0, 7), [8, 4, 2, 2, 2, 2, 2]);
      assert.equal(found.last, 2);
      assert.deepEqual(
        warnings.map((text) => /(\d+) of a batch's 8 samples at a time/.exec(text)?.[1]),
        ['4', '2'],
      );
    });

  it('goes on from the state of the steps before it when memory runs short later', async () => {
    const found = await trained(narrowDoor(4, WORDS['cuda'], 2).open);
    assertSameTraining(found, await trained());
    assert.equal(found.last, 4);
  });

  it('ends with what to do when there is no room for a single sample', async () => {
    await assert.rejects(trained(narrowDoor(0, WORDS['cpu']).open), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.match(error.problem.found, /single sample/);
      assert.match(error.problem.remedy, /--device cpu/);
      return true;
    });
  });

  it('is not mistaken for a step that fails otherwise', async () => {
    const door = narrowDoor(0, 'Got invalid dimensions for input: image for the following indices index: 0 Got: 7 Expected: 8');
    await assert.rejects(trained(door.open), /invalid dimensions/);
    assert.deepEqual(door.tried, [8]);
  });

  it('is not tried again on a device that is gone: the problem names it', async () => {
    const door = narrowDoor(0, 'WebGPU device lost (2): Out of memory');
    await assert.rejects(trained(door.open), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.equal(error.problem.code, 'network.device.lost');
      return true;
    });
    assert.deepEqual(door.tried, [8]);
  });

  it('takes the parts it is told to', async () => {
    const door = narrowDoor(8, '');
    assertSameTraining(await trained(door.open, undefined, 3), await trained());
    assert.deepEqual(door.tried.slice(0, 3), [3, 3, 3]);
  });
});
