/** Going on where a training was left: inside an epoch, at another rate, on other threads, after a full disk. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildNetwork } from '../../../src/network/build';
import { type ConfigInput, configSchema } from '../../../src/project/config';
import { readEvents } from '../../../src/project/runs';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask, type Task } from '../../../src/protocol/task';
import { type TrainRequest, train } from '../../../src/training/loop';
import { blotPatches } from './patches';

const SIZE = 16;
const classes = ['normal', 'benign', 'malignant'];
/** 42 patches in batches of 8. */
const STEPS = 6;

describe('a training that goes on', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'resume-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const request = (training: ConfigInput['training'] = {}, changes: Partial<TrainRequest> = {}): TrainRequest => ({
    classifier: buildNetwork({ architecture: 'small', classes, inputSize: SIZE, seed: 1 }),
    train: blotPatches(42, SIZE, 1),
    holdout: blotPatches(15, SIZE, 2),
    options: configSchema.parse({ training: { epochs: 2, batch: 8, learningRate: 0.01, ...training } }).training,
    classes,
    dir,
    threads: 1,
    task: quietTask(),
    ...changes,
  });
  const checkpoints = async () => (await readdir(path.join(dir, 'checkpoints'))).sort();
  const network = (epoch: number) => readFile(path.join(dir, `checkpoints/epoch-0${epoch}.onnx`));
  /** Cancels after so many steps of this call; gathers what is logged. */
  const cancelling = (after: number, logged: string[] = []): Task => {
    const controller = new AbortController();
    let steps = 0;
    return {
      signal: controller.signal,
      log: (_level, message) => logged.push(message),
      progress: () => {
        if (++steps === after) controller.abort(new Error('cancelled'));
      },
    };
  };
  const logging = (logged: string[]): Task => ({ ...quietTask(), log: (_level, message) => logged.push(message) });
  const problem = (code: string, words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.problem.code, code);
    assert.match(error.message, words);
    return true;
  };

  it('after a cancel begins with the very next step and gives the bits and measures of an unbroken one', async () => {
    const unbroken = await train(request());
    const expected = await network(2);
    await rm(dir, { recursive: true });
    await assert.rejects(train(request({}, { task: cancelling(STEPS + 3) })), /cancelled/);
    assert.deepEqual(await checkpoints(), ['epoch-01.onnx', 'epoch-01.state.safetensors', 'epoch-02.step-000003.state.safetensors']);
    const steps: number[] = [];
    const { epochs } = await train(
      request({}, { resume: true, task: { ...quietTask(), progress: ({ done, total }) => steps.push(done, total) } }),
    );
    assert.deepEqual(
      steps,
      [10, 11, 12].flatMap((done) => [done, 2 * STEPS]),
    );
    assert.ok(expected.equals(await network(2)));
    assert.deepEqual([epochs[0].train, epochs[0].holdout], [unbroken.epochs[1].train, unbroken.epochs[1].holdout]);
    assert.deepEqual(await checkpoints(), ['epoch-01.onnx', 'epoch-01.state.safetensors', 'epoch-02.onnx', 'epoch-02.state.safetensors']);
  });

  it('after a cancel while the hold-out part is measured, trains no step again', async () => {
    await train(request());
    const expected = await network(2);
    await rm(dir, { recursive: true });
    await assert.rejects(train(request({}, { task: cancelling(STEPS) })), /cancelled/);
    assert.deepEqual(await checkpoints(), ['epoch-01.step-000006.state.safetensors']);
    let first = 0;
    await train(request({}, { resume: true, task: { ...quietTask(), progress: ({ done }) => (first ||= done) } }));
    assert.equal(first, STEPS + 1);
    assert.ok(expected.equals(await network(2)));
  });

  it('has the same numbers however often states are kept', async () => {
    await train(request());
    const [expected, events] = [await network(2), (await readEvents(dir)).length];
    await rm(dir, { recursive: true });
    await train(request({ checkpointMinutes: 1e-9 }));
    assert.ok(expected.equals(await network(2)));
    assert.equal((await readEvents(dir)).length, events);
  });

  it('keeps no state inside an epoch when it is told so', async () => {
    await assert.rejects(train(request({ checkpointMinutes: 0 }, { task: cancelling(STEPS + 3) })), /cancelled/);
    assert.deepEqual(await checkpoints(), ['epoch-01.onnx', 'epoch-01.state.safetensors']);
  });

  it('passes over a state inside an epoch with one bit changed', async () => {
    await assert.rejects(train(request({}, { task: cancelling(STEPS + 3) })), /cancelled/);
    const file = path.join(dir, 'checkpoints/epoch-02.step-000003.state.safetensors');
    const bytes = await readFile(file);
    bytes[bytes.length - 5000] ^= 1;
    await writeFile(file, bytes);
    const logged: string[] = [];
    await assert.rejects(train(request({}, { resume: true, task: cancelling(1, logged) })), /cancelled/);
    assert.match(logged.join(), /passed over.*step-000003.*checksum/);
    assert.ok((await checkpoints()).includes('epoch-02.step-000001.state.safetensors'), 'the epoch was begun anew');
    await train(request({}, { resume: true }));
    assert.deepEqual(await checkpoints(), ['epoch-01.onnx', 'epoch-01.state.safetensors', 'epoch-02.onnx', 'epoch-02.state.safetensors']);
  });

  it('stops where it runs away, with the last good state named, and goes on from there at a smaller rate, which is noted', async () => {
    await assert.rejects(train(request({}, { task: cancelling(STEPS + 3) })), /cancelled/);
    await assert.rejects(
      train(request({ checkpointMinutes: 1e-9 }, { resume: true, learningRate: 1e30 })),
      problem('training.diverged', /step-000003\.state\.safetensors.*epoch 2, at learning rate 1e\+30.*--resume --learning-rate 1e\+29/),
    );
    assert.ok((await checkpoints()).includes('epoch-02.step-000003.state.safetensors'), 'the good state is still there');
    const { epochs } = await train(request({}, { resume: true, learningRate: 0.001 }));
    assert.equal(epochs[0].learningRate, 0.001);
    assert.ok(Number.isFinite(epochs[0].holdout.loss));
    const changes = (await readEvents(dir)).flatMap((e) => (e.type === 'changed' ? [[e.before, e.learningRate, e.epochs, e.steps]] : []));
    assert.deepEqual(changes, [
      [0.01, 1e30, 1, 3],
      [1e30, 0.001, 1, 3],
    ]);
    // From then on, it is the run's rate.
    const more = await train(request({ epochs: 3 }, { resume: true }));
    assert.equal(more.epochs[0].learningRate, 0.001);
  });

  it('never keeps a state with numbers that are not finite, also where the loss still is', async () => {
    // One step an epoch: its loss is of the weights before it.
    const wild = request({ batch: 42, learningRate: 1e38, checkpointMinutes: 1e-9 });
    await assert.rejects(train(wild), problem('training.diverged', /not a finite number.*no checkpoint yet/));
    assert.deepEqual(await readdir(path.join(dir, 'checkpoints')).catch(() => []), []);
  });

  it('says when threads, batch or seed are other ones than before, and refuses those that change the rest of an epoch', async () => {
    await assert.rejects(train(request({}, { task: cancelling(STEPS + 3) })), /cancelled/);
    await assert.rejects(train(request({ seed: 2 }, { resume: true })), problem('training.resume', /middle of an epoch.*seed 1.*seed 2/));
    const logged: string[] = [];
    await train(request({}, { resume: true, threads: 2, task: logging(logged) }));
    assert.match(logged.join(), /goes on with threads 2 instead of 1/);
  });

  it('goes on where a state inside an epoch cannot be written, and says so', async () => {
    await mkdir(path.join(dir, 'checkpoints/epoch-01.step-000001.state.safetensors/in the way'), { recursive: true });
    const logged: string[] = [];
    await train(request({ checkpointMinutes: 1e-9 }, { task: logging(logged) }));
    assert.equal(logged.length, 1);
    assert.match(logged[0], /inside epoch 1 is not kept; training goes on.*There is no state of this run yet/);
    assert.deepEqual(await checkpoints(), ['epoch-01.onnx', 'epoch-01.state.safetensors', 'epoch-02.onnx', 'epoch-02.state.safetensors']);
  });

  it('stops early, names the best epoch and trains no further when resumed', async () => {
    const options = { epochs: 30, learningRate: 0.02, earlyStop: { patience: 2 } };
    const { bestEpoch, stoppedEarly, checkpoint, epochs } = await train(request(options));
    assert.ok(stoppedEarly && epochs.length < 30, `${epochs.length} epochs`);
    assert.equal(bestEpoch, epochs.length - 2);
    const losses = epochs.map((e) => e.holdout.loss);
    assert.equal(losses.indexOf(Math.min(...losses)) + 1, bestEpoch);
    assert.ok(checkpoint.endsWith(`epoch-${String(bestEpoch).padStart(2, '0')}.onnx`), checkpoint);
    assert.equal(epochs.at(-1)!.bestEpoch, bestEpoch);
    const again = await train(request(options, { resume: true }));
    assert.deepEqual([again.epochs, again.bestEpoch, again.checkpoint], [[], bestEpoch, checkpoint]);
  });

  it('keeps the last epochs and the best one when it is told how many', async () => {
    const { bestEpoch } = await train(request({ epochs: 6, keep: 2, learningRate: 0.02 }));
    const kept = new Set([5, 6, bestEpoch]);
    assert.deepEqual(
      await checkpoints(),
      [...kept].sort().flatMap((epoch) => [`epoch-0${epoch}.onnx`, `epoch-0${epoch}.state.safetensors`]),
    );
  });

  it('notes steps as often as it is told, never more than 2000 of a run', async () => {
    await train(request({ stepEvents: 5 }));
    const steps = (await readEvents(dir)).flatMap((e) => (e.type === 'step' ? [e.step] : []));
    assert.deepEqual(steps, [5, 10]);
    const { Journal } = await import('../../../src/training/journal');
    const journal = await Journal.open({
      dir: path.join(dir, 'long'),
      options: { epochs: 10, stepEvents: 1 },
      stepsPerEpoch: 1000,
      step: 0,
      history: [],
      events: [],
      task: quietTask(),
    }).then(async (opened) => {
      await mkdir(path.join(dir, 'long'), { recursive: true });
      for (let step = 1; step <= 100; step++) await opened.step(1, step, 1, 0.1);
      return opened;
    });
    await journal.close();
    assert.equal((await readEvents(path.join(dir, 'long'))).length, 20);
  });
});
