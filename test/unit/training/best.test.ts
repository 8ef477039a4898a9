/** The best epoch on the hold-out part, and when to stop waiting for a better one. */
import assert from 'node:assert/strict';
import { ProblemError } from '../../../src/protocol/problem';
import { bestEpoch, checkDecidable, isOutOfPatience, scoreOf } from '../../../src/training/best';
import { bestRate } from '../../../src/training/selection';

const part = (loss: number, ...areas: (number | undefined)[]) => ({
  loss,
  accuracy: 0.5,
  auc: Object.fromEntries(areas.map((area, i) => [`class ${i}`, area])),
});
const history = (...losses: number[]) => losses.map((loss, i) => ({ epoch: i + 1, holdout: part(loss, 1 - loss) }));

describe('the hold-out part', () => {
  it('scores by its loss, or by the mean AUC of the classes that have one', () => {
    assert.ok(scoreOf('loss', part(0.2)) > scoreOf('loss', part(0.3)));
    assert.equal(scoreOf('auc', part(9, 0.75, undefined, 0.25)), 0.5);
    assert.equal(scoreOf('auc', part(9, undefined)), -Infinity);
    assert.equal(scoreOf('loss', part(Number.NaN)), -Infinity);
  });

  it('finds the best epoch, of equal ones the first', () => {
    assert.equal(bestEpoch([]), undefined);
    assert.equal(bestEpoch(history(0.5, 0.3, 0.4, 0.3)), 2);
    assert.equal(bestEpoch([...history(0.5, 0.3), { epoch: 3, holdout: part(0.9, 0.99) }], 'auc'), 3);
  });

  it('runs out of patience after so many epochs in a row without a gain above minDelta', () => {
    const stop = { patience: 2, metric: 'loss' as const, minDelta: 0 };
    assert.equal(isOutOfPatience(history(0.5, 0.6, 0.7), null), false);
    assert.equal(isOutOfPatience(history(0.5, 0.6), stop), false);
    assert.equal(isOutOfPatience(history(0.5, 0.6, 0.4, 0.45), stop), false);
    assert.equal(isOutOfPatience(history(0.5, 0.6, 0.55), stop), true);
    assert.equal(isOutOfPatience(history(0.5, 0.5, 0.5), stop), true);
    // Two gains that are too small each; together they are not.
    assert.equal(isOutOfPatience(history(0.5, 0.48, 0.46), { ...stop, minDelta: 0.03 }), false);
    assert.equal(isOutOfPatience(history(0.5, 0.49, 0.48), { ...stop, minDelta: 0.03 }), true);
  });

  it('chooses the rate that does best; of equal ones the smallest, whatever their order; never one that diverged', () => {
    const tried = [
      { learningRate: 0.1, holdout: part(0.3) },
      { learningRate: 1 },
      { learningRate: 0.01, holdout: part(0.3) },
      { learningRate: 0.001, holdout: part(0.4, 0.9) },
    ];
    assert.equal(bestRate(tried, 'loss'), 0.01);
    assert.equal(bestRate([...tried].reverse(), 'loss'), 0.01);
    assert.equal(bestRate(tried, 'auc'), 0.001);
    assert.equal(bestRate([{ learningRate: 1 }], 'loss'), undefined);
  });

  it('cannot decide by AUC with patches of one class alone', () => {
    const options = { learningRates: [0.1], selection: { epochs: 1, steps: null, metric: 'auc' as const }, earlyStop: null };
    assert.throws(
      () => checkDecidable(options, [1, 1]),
      (error: unknown) => error instanceof ProblemError && /training\.selection\.metric/.test(error.message),
    );
    checkDecidable(options, [1, 2]);
    checkDecidable({ ...options, learningRates: null }, [1, 1]);
  });
});
