/** Where a run was trained so far, and what is said when that place is gone or another. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildNetwork } from '../../../src/network/build';
import { engineFailure } from '../../../src/network/failure';
import { configSchema } from '../../../src/project/config';
import { appendEvent } from '../../../src/project/runs';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask, type Task } from '../../../src/protocol/task';
import { deviceOfRun } from '../../../src/training/deviceOfRun';
import { train } from '../../../src/training/loop';
import { withWayOn } from '../../../src/training/lostDevice';
import { warnOfChanges } from '../../../src/training/resume';
import { blotPatches } from './patches';

describe('the device of a run', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'device-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  const started = (device: string) => appendEvent(dir, { type: 'started', pid: 1, epochs: 1, trainPatches: 1, device });

  it('is that of its newest state, whatever was started on another since', async () => {
    const classes = ['normal', 'benign', 'malignant'];
    await train({
      classifier: buildNetwork({ architecture: 'small', classes, inputSize: 16, seed: 1 }),
      train: blotPatches(18, 16, 1),
      holdout: blotPatches(9, 16, 2),
      options: configSchema.parse({ training: { epochs: 1, batch: 8 } }).training,
      classes,
      dir,
      device: 'cpu',
      threads: 1,
      task: quietTask(),
    });
    await started('webgpu');
    assert.equal(await deviceOfRun(dir), 'cpu');
    await writeFile(path.join(dir, 'checkpoints/epoch-02.state.safetensors'), 'damaged');
    assert.equal(await deviceOfRun(dir), 'webgpu', 'a damaged state tells nothing');
  });

  it('is that of its last start where there is no state yet, and unknown before', async () => {
    assert.equal(await deviceOfRun(dir), undefined);
    await started('cpu');
    await started('cuda');
    assert.equal(await deviceOfRun(dir), 'cuda');
  });

  it('is named when a run goes on on another: its numbers are not those of an unbroken one', () => {
    const logged: string[] = [];
    const task: Task = { ...quietTask(), log: (level, message) => logged.push(`${level}: ${message}`) };
    const origin = { data: 'd', seed: 1, batch: 8, device: 'webgpu', threads: 2, learningRate: 0.1 };
    warnOfChanges(origin, { ...origin, device: 'cpu' }, task);
    assert.match(logged.join(), /^warn: .*device cpu instead of webgpu.*not those of a run that was never interrupted/);
  });
});

/** Words of onnxruntime 1.30 and of its WebGPU implementation, when a device goes. */
const WORDS = {
  webgpu: 'WebGPU device lost (2): A valid external Instance reference no longer exists.',
  dml: 'The GPU device instance has been suspended. Use GetDeviceRemovedReason to determine the appropriate action. 887A0005',
  cuda: 'CUDA failure 100: no CUDA-capable device is detected ; GPU=0 ; hostname=node ; file=cuda_call.cc',
} as const;

describe('a device that disappears in mid-run', () => {
  for (const [device, words] of Object.entries(WORDS) as [keyof typeof WORDS, string][])
    it(`is named, with the last good state and the way on: ${device}`, () => {
      const lost = withWayOn(engineFailure(new Error(words), device), '/runs/run-001/checkpoints/epoch-02.state.safetensors');
      assert.ok(lost instanceof ProblemError);
      assert.equal(lost.problem.file, '/runs/run-001/checkpoints/epoch-02.state.safetensors');
      assert.ok(lost.problem.found.includes(`the device ${device} is gone`));
      assert.match(lost.problem.remedy, /last good state is \/runs.*"deepminer train --resume" goes on from there.*--device cpu/);
    });

  it('before the first state says that there is none', () => {
    const lost = withWayOn(engineFailure(new Error(WORDS.webgpu), 'webgpu'), undefined);
    assert.match((lost as ProblemError).problem.remedy, /There is no state of this run yet/);
  });

  it('is not seen in another failure', () => {
    const other = new Error('Got invalid dimensions for input: image');
    assert.equal(withWayOn(engineFailure(other, 'webgpu'), '/state'), other);
  });
});
