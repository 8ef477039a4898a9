/** The training loop: epochs, checkpoints, resuming, cancelling and giving up. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildNetwork } from '../../../src/network/build';
import { readClassifier } from '../../../src/network/classifier';
import { openSession } from '../../../src/network/session';
import { configSchema } from '../../../src/project/config';
import { readEvents } from '../../../src/project/runs';
import type { EpochMetrics } from '../../../src/protocol/compute';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask, type Task } from '../../../src/protocol/task';
import { type TrainRequest, train } from '../../../src/training/loop';
import { learningRateOf } from '../../../src/training/schedule';
import { blotPatches } from './patches';

const SIZE = 16;
const classes = ['normal', 'benign', 'malignant'];

describe('training', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'training-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const request = (changes: Partial<TrainRequest> = {}, epochs = 3): TrainRequest => ({
    classifier: buildNetwork({ architecture: 'small', classes, inputSize: SIZE, seed: 1 }),
    train: blotPatches(42, SIZE, 1),
    holdout: blotPatches(15, SIZE, 2),
    options: configSchema.parse({ training: { epochs, batch: 8, learningRate: 0.01 } }).training,
    classes,
    dir,
    threads: 1,
    task: quietTask(),
    ...changes,
  });
  const weights = async (file: string) => Buffer.from(await readFile(path.join(dir, file)));

  it('learns to tell large blots from small ones and from none', async () => {
    const { epochs, checkpoint } = await train(request({}, 6));
    const last = epochs.at(-1)!;
    assert.equal(epochs.length, 6);
    assert.ok(last.train.loss < epochs[0].train.loss / 2, `loss ${epochs[0].train.loss} to ${last.train.loss}`);
    for (const name of classes) assert.ok(last.holdout.auc[name]! > 0.9, `AUC of ${name} ${last.holdout.auc[name]}`);
    assert.equal(checkpoint, path.join(dir, 'checkpoints', 'epoch-06.onnx'));
  });

  it('keeps every epoch as a network that any session opens, its state beside it, and its measures as an event', async () => {
    const { epochs } = await train(request({}, 2));
    assert.deepEqual((await readdir(path.join(dir, 'checkpoints'))).sort(), [
      'epoch-01.onnx',
      'epoch-01.state.safetensors',
      'epoch-02.onnx',
      'epoch-02.state.safetensors',
    ]);
    const session = await openSession(path.join(dir, 'checkpoints', 'epoch-02.onnx'));
    const { logits } = await session.run({ image: { dims: [1, 3, SIZE, SIZE], data: new Float32Array(3 * SIZE * SIZE) } }, ['logits']);
    await session.release();
    assert.equal(logits.data.length, 3);
    const events = await readEvents(dir);
    assert.deepEqual(
      events.map((event) => (event.type === 'epoch' ? [event.epoch, event.checkpoint, event.holdout] : [])),
      epochs.map((metrics, i) => [i + 1, `checkpoints/epoch-0${i + 1}.onnx`, metrics.holdout]),
    );
  });

  it('resumed after an epoch gives the very bits of an unbroken run', async () => {
    await train(request({}, 3));
    const unbroken = [await weights('checkpoints/epoch-03.onnx'), await weights('checkpoints/epoch-03.state.safetensors')];
    await rm(dir, { recursive: true });
    await train(request({}, 1));
    await train(request({ resume: true }, 3));
    assert.ok(unbroken[0].equals(await weights('checkpoints/epoch-03.onnx')));
    // The state holds seconds beside the momenta: its tensors are compared, i.e. what follows the header.
    const tensors = (file: Buffer) => file.subarray(8 + Number(file.readBigUInt64LE(0)));
    assert.ok(tensors(unbroken[1]).equals(tensors(await weights('checkpoints/epoch-03.state.safetensors'))));
  });

  it('resumes from the checkpoint before one that was cut short', async () => {
    await train(request({}, 2));
    const second = await weights('checkpoints/epoch-02.onnx');
    await truncate(path.join(dir, 'checkpoints/epoch-02.state.safetensors'), 5000);
    const warnings: string[] = [];
    const { epochs } = await train(
      request({ resume: true, task: { ...quietTask(), log: (_level, message) => warnings.push(message) } }, 2),
    );
    assert.deepEqual(
      epochs.map((e) => e.epoch),
      [2],
    );
    assert.match(warnings.join(), /epoch-02.state.safetensors.*bytes/);
    assert.ok(second.equals(await weights('checkpoints/epoch-02.onnx')));
  });

  it('writes the event again that a killed process took along', async () => {
    await train(request({}, 2));
    const lines = (await readFile(path.join(dir, 'events.jsonl'), 'utf8')).split('\n');
    await writeFile(path.join(dir, 'events.jsonl'), `${lines[0]}\n${lines[1].slice(0, 40)}`);
    await train(request({ resume: true }, 2));
    const events = await readEvents(dir);
    assert.deepEqual(
      events.map((event) => event.type === 'epoch' && event.epoch),
      [1, 2],
    );
  });

  it('has nothing left to do when every epoch is done', async () => {
    const first = await train(request({}, 1));
    const again = await train(request({ resume: true }, 1));
    assert.deepEqual(again.epochs, []);
    assert.equal(again.checkpoint, first.checkpoint);
  });

  it('stops within a step when cancelled and keeps the epochs that were finished', async () => {
    const controller = new AbortController();
    let stepsAfter = 0;
    const task: Task = {
      signal: controller.signal,
      log: () => undefined,
      progress: ({ done }) => {
        if (controller.signal.aborted) stepsAfter++;
        if (done === 8) controller.abort(new Error('cancelled by the user'));
      },
    };
    await assert.rejects(train(request({ task })), /cancelled by the user/);
    assert.equal(stepsAfter, 0);
    assert.ok((await readClassifier(path.join(dir, 'checkpoints/epoch-01.onnx'))).units > 0);
    assert.equal((await readEvents(dir)).length, 1);
  });

  it('stops with the last good checkpoint named when the loss is no longer a number', async () => {
    await train(request({}, 1));
    await assert.rejects(train(request({ learningRate: 1e30, resume: true })), (error: unknown) => {
      assert.ok(error instanceof ProblemError);
      assert.equal(error.problem.code, 'training.diverged');
      assert.match(error.message, /epoch-01\.state\.safetensors/);
      return true;
    });
  });

  it('ends when a checkpoint cannot be written, and the earlier one is whole', async () => {
    await mkdir(path.join(dir, 'checkpoints/epoch-02.onnx/in the way'), { recursive: true });
    await assert.rejects(train(request({}, 3)));
    assert.equal((await readEvents(dir)).length, 1);
    await rm(path.join(dir, 'checkpoints/epoch-02.onnx'), { recursive: true });
    const { epochs } = await train(request({ resume: true }, 2));
    assert.deepEqual(
      epochs.map((e) => e.epoch),
      [2],
    );
    assert.deepEqual(
      (await readdir(path.join(dir, 'checkpoints'))).filter((name) => name.includes('tmp')),
      [],
    );
  });

  it('leaves patches without a class out of both parts', async () => {
    const seen: EpochMetrics[] = [];
    const ambiguous = (seed: number) => blotPatches(24, SIZE, seed, (patch, i) => (i >= 12 ? { ...patch, label: -1 } : patch));
    const plain = (seed: number): ReturnType<typeof blotPatches> => {
      const store = ambiguous(seed);
      return { ...store, patches: store.patches.slice(0, 12) };
    };
    await train(request({ train: ambiguous(1), holdout: ambiguous(2), onEpoch: (m) => seen.push(m) }, 1));
    await train(request({ train: plain(1), holdout: plain(2), onEpoch: (m) => seen.push(m) }, 1));
    assert.deepEqual(seen[0].train, seen[1].train);
    assert.deepEqual(seen[0].holdout, seen[1].holdout);
  });

  it('refuses patches of another size, other classes, other data on resuming, and a part without patches, each in words', async () => {
    const refused = async (changes: Partial<TrainRequest>, words: RegExp) =>
      assert.rejects(train(request(changes, 1)), (error: unknown) => error instanceof ProblemError && words.test(error.message));
    await refused({ train: blotPatches(9, 24, 1) }, /training patches of 24 pixels.*16 pixels/);
    await refused({ classes: ['normal', 'malignant', 'benign'] }, /classes normal, malignant, benign/);
    await refused({ holdout: blotPatches(9, SIZE, 1, (p) => ({ ...p, label: -1 })) }, /0 hold-out patches/);
    await train(request({}, 1));
    await refused({ resume: true, train: blotPatches(40, SIZE, 1) }, /trained on other patches/);
  });

  it('multiplies the learning rate from the configured epoch on, once or every so many epochs', () => {
    const rates = (decay: object) => {
      const options = configSchema.parse({ training: { learningRate: 0.5, decay } }).training;
      return [1, 4, 5, 6, 7, 8, 9].map((epoch) => learningRateOf(options, epoch));
    };
    assert.deepEqual(rates({ fromEpoch: 5, factor: 0.5 }), [0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25]);
    assert.deepEqual(rates({ fromEpoch: 5, factor: 0.5, every: 2 }), [0.5, 0.5, 0.25, 0.25, 0.125, 0.125, 0.0625]);
  });
});
