/** Selection of the learning rate on the hold-out part: same start, same steps, the best is trained with. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildNetwork } from '../../../src/network/build';
import { type ConfigInput, configSchema } from '../../../src/project/config';
import { type RunEvent, readEvents } from '../../../src/project/runs';
import { ProblemError } from '../../../src/protocol/problem';
import { type Progress, quietTask } from '../../../src/protocol/task';
import { type TrainRequest, train } from '../../../src/training/loop';
import { blotPatches } from './patches';

const SIZE = 16;
const classes = ['normal', 'benign', 'malignant'];

describe('selecting the learning rate', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'selection-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const request = (training: ConfigInput['training'], changes: Partial<TrainRequest> = {}): TrainRequest => ({
    classifier: buildNetwork({ architecture: 'small', classes, inputSize: SIZE, seed: 1 }),
    train: blotPatches(42, SIZE, 1),
    holdout: blotPatches(15, SIZE, 2),
    options: configSchema.parse({ training: { epochs: 1, batch: 8, ...training } }).training,
    classes,
    dir,
    threads: 1,
    task: quietTask(),
    ...changes,
  });
  type Event<T> = Extract<RunEvent, { type: T }>;
  const events = async <T extends RunEvent['type']>(type: T) => (await readEvents(dir)).filter((e): e is Event<T> => e.type === type);

  it('takes the candidate with the lowest hold-out loss, and then trains as if it had been set', async () => {
    const rates = [0.0001, 0.02, 0.002];
    const { epochs } = await train(request({ learningRates: rates }));
    const candidates = await events('candidate');
    const [{ learningRate, steps }] = await events('selected');
    assert.deepEqual(
      candidates.map((c) => c.learningRate),
      [0.02, 0.002, 0.0001],
    );
    const best = candidates.toSorted((a, b) => a.holdout!.loss - b.holdout!.loss)[0];
    assert.equal(learningRate, best.learningRate);
    assert.equal(epochs[0].learningRate, best.learningRate);
    // One epoch of six steps each, with a point of the curve a step.
    assert.equal(steps, 3 * 6);
    for (const { curve } of candidates)
      assert.deepEqual(
        curve.map(({ step }) => step),
        [1, 2, 3, 4, 5, 6],
      );
    // All of them began where the run itself began: the first loss is of the weights before any step.
    assert.equal(new Set(candidates.map((c) => c.curve[0].loss)).size, 1);
    // One epoch of the winner is the run's first epoch.
    assert.deepEqual(best.holdout, epochs[0].holdout);
    const selected = await readFile(path.join(dir, 'checkpoints/epoch-01.onnx'));
    await rm(dir, { recursive: true });
    await train(request({ learningRate }));
    assert.ok(selected.equals(await readFile(path.join(dir, 'checkpoints/epoch-01.onnx'))));
  });

  it('leaves a candidate out that diverges, without stopping', async () => {
    const { epochs } = await train(request({ learningRates: [1e30, 0.01], selection: { epochs: 2 } }));
    const [wild, tame] = await events('candidate');
    assert.equal(wild.holdout, undefined);
    assert.ok(wild.steps < 12, `${wild.steps} steps`);
    assert.equal(tame.steps, 12);
    assert.equal(epochs[0].learningRate, 0.01);
    assert.ok(Number.isFinite(epochs[0].train.loss));
  });

  it('tells in words when every candidate diverges, and trains nothing', async () => {
    await assert.rejects(train(request({ learningRates: [1e30, 1e35] })), (error: unknown) => {
      assert.ok(error instanceof ProblemError);
      assert.equal(error.problem.code, 'training.selection.diverged');
      assert.match(error.message, /1e\+35, 1e\+30 all diverged/);
      return true;
    });
    assert.deepEqual(await events('epoch'), []);
  });

  it('can go by the mean AUC, and by fewer steps than an epoch', async () => {
    await train(request({ learningRates: [0.02, 0.002], selection: { steps: 4, metric: 'auc' } }));
    const candidates = await events('candidate');
    assert.deepEqual(
      candidates.map((c) => c.steps),
      [4, 4],
    );
    const mean = (e: Event<'candidate'>) => Object.values(e.holdout!.auc).reduce<number>((sum, area) => sum + area! / 3, 0);
    const [{ learningRate, metric }] = await events('selected');
    assert.equal(metric, 'auc');
    const best = Math.max(...candidates.map(mean));
    assert.ok(candidates.some((c) => c.learningRate === learningRate && Math.abs(mean(c) - best) < 1e-12));
  });

  it('counts in the progress: one course from the first candidate to the last epoch', async () => {
    const reports: Progress[] = [];
    const task = { ...quietTask(), progress: (p: Progress) => reports.push(p) };
    await train(request({ learningRates: [1e30, 0.01], selection: { steps: 4 }, epochs: 2 }, { task }));
    assert.ok(reports.every((p, i) => p.total === 2 * 4 + 2 * 6 && (i === 0 || p.done > reports[i - 1].done)));
    assert.deepEqual([reports.at(-1)!.done, reports.at(-1)!.total], [20, 20]);
    assert.deepEqual([...new Set(reports.map((p) => p.stage))], ['select', 'train']);
  });

  it('goes on within a candidate when it was cancelled there', async () => {
    const options = { learningRates: [0.02, 0.002] };
    await train(request(options));
    const expected = (await events('candidate')).map(({ curve, holdout }) => [curve, holdout]);
    await rm(dir, { recursive: true });
    const controller = new AbortController();
    const cancel = ({ done }: Progress) => done === 9 && controller.abort(new Error('cancelled'));
    await assert.rejects(train(request(options, { task: { ...quietTask(), signal: controller.signal, progress: cancel } })), /cancelled/);
    assert.equal((await events('candidate')).length, 1);
    const reports: number[] = [];
    await train(request(options, { resume: true, task: { ...quietTask(), progress: ({ done }) => reports.push(done) } }));
    assert.deepEqual(reports, [10, 11, 12, 13, 14, 15, 16, 17, 18]);
    assert.deepEqual(
      (await events('candidate')).map(({ curve, holdout }) => [curve, holdout]),
      expected,
    );
  });

  it('is left out when a rate is given', async () => {
    const { epochs } = await train(request({ learningRates: [0.02, 0.002] }, { learningRate: 0.005 }));
    assert.equal(epochs[0].learningRate, 0.005);
    assert.deepEqual(await events('candidate'), []);
  });
});
