import assert from 'node:assert/strict';
import { courseOf, flatSettings, warningsIn } from '../../../src/project/runHistory';
import type { RunEvent } from '../../../src/project/runs';

const part = (loss: number) => ({ loss, accuracy: 0.8, auc: { normal: 0.9 } });
const epoch = (n: number, loss: number): RunEvent => {
  const pace = { learningRate: 0.1, seconds: 1, patchesPerSecond: 10 };
  return {
    type: 'epoch',
    epoch: n,
    checkpoint: `checkpoints/epoch-0${n}.onnx`,
    network: 'hash',
    ...pace,
    train: part(loss),
    holdout: part(loss),
  };
};
const step = (n: number, of: number, loss: number): RunEvent => ({ type: 'step', epoch: of, step: n, loss, learningRate: 0.1 });

describe('the course of a run', () => {
  it('counts an epoch and a step as they were trained last, in order', () => {
    const { epochs, steps, starts } = courseOf([
      { type: 'started', pid: 1, epochs: 3, trainPatches: 10, device: 'cpu', at: 'then' },
      epoch(1, 0.9),
      step(2, 2, 0.8),
      epoch(2, 0.7),
      { type: 'started', pid: 2, epochs: 3, trainPatches: 10, device: 'webgpu', resumedFrom: 1 },
      step(2, 2, 0.5),
      epoch(2, 0.4),
    ]);
    assert.deepEqual(
      epochs.map((e) => [e.epoch, e.train.loss]),
      [
        [1, 0.9],
        [2, 0.4],
      ],
    );
    assert.equal('checkpoint' in epochs[0], false);
    assert.deepEqual(steps, [{ epoch: 2, step: 2, loss: 0.5 }]);
    assert.deepEqual(starts, [
      { at: 'then', device: 'cpu', resumedFrom: undefined },
      { at: undefined, device: 'webgpu', resumedFrom: 1 },
    ]);
  });

  it('keeps a few hundred of many steps, the last one among them', () => {
    const { steps } = courseOf(Array.from({ length: 1999 }, (_, i) => step(i + 1, 1, 1)));
    assert.ok(steps.length <= 400 && steps.length > 300, String(steps.length));
    assert.equal(steps.at(-1)?.step, 1999);
  });

  it('tells which learning rates were tried, and that one diverged', () => {
    const tried = (learningRate: number, loss?: number): RunEvent => {
      const cost = { data: 'd', steps: 1, seconds: 1, curve: [] };
      return { type: 'candidate', learningRate, ...cost, ...(loss !== undefined && { holdout: part(loss) }) };
    };
    assert.deepEqual(courseOf([tried(0.1), tried(0.01, 0.4)]).tried, [
      { learningRate: 0.01, holdoutLoss: 0.4 },
      { learningRate: 0.1, holdoutLoss: undefined },
    ]);
  });

  it('has settings by dotted names, a list and a null as one value each', () => {
    assert.deepEqual(flatSettings({ a: { b: 1, c: { d: null } }, e: ['x', 2], f: undefined }), {
      'a.b': '1',
      'a.c.d': 'null',
      e: '["x",2]',
    });
  });

  it('has the warnings and errors of its log with the lines that go on from them', () => {
    const text = [
      'of a line that was cut off [warn] x',
      '2026-01-31T12:00:00.000Z [info] Process 1 takes run r.',
      '    not of a warning',
      '2026-01-31T12:00:01.000Z [warn] 2 views were left out.',
      '2026-01-31T12:00:02.000Z [error] It failed.',
      '    at somewhere',
      '',
    ].join('\n');
    assert.deepEqual(warningsIn(text), [
      { at: '2026-01-31T12:00:01.000Z', level: 'warn', message: '2 views were left out.' },
      { at: '2026-01-31T12:00:02.000Z', level: 'error', message: 'It failed.\nat somewhere' },
    ]);
  });
});
