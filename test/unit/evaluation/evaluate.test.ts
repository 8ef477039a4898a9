import assert from 'node:assert/strict';
import fc from 'fast-check';
import { thinned } from '../../../src/evaluation/classEvaluation';
import { evaluate, softmax } from '../../../src/evaluation/evaluate';
import { openPatchNetwork } from '../../../src/mining/forward';
import { buildNetwork } from '../../../src/network/build';
import type { PatchStore } from '../../../src/patches/patch';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { seededRandom } from '../../../src/statistics/random';
import { auc } from '../../../src/statistics/roc';

const classes = ['normal', 'benign', 'malignant'];
const SIZE = 16;
const classifier = buildNetwork({ architecture: 'small', classes, inputSize: SIZE, seed: 5 });

/** Noise patches with these labels, four to a case. */
function storeOf(labels: readonly number[]): PatchStore {
  const random = seededRandom(8);
  const pixels = Float32Array.from({ length: labels.length * SIZE * SIZE }, random);
  const area = SIZE * SIZE;
  return {
    hash: 'test',
    size: SIZE,
    patches: labels.map((label, i) => ({ viewId: `case${Math.floor(i / 4)}.LEFT_CC`, x: 0, y: 0, size: SIZE, label, tissue: 1 })),
    async read(indices) {
      const block = new Float32Array(indices.length * area);
      indices.forEach((index, k) => {
        block.set(pixels.subarray(index * area, (index + 1) * area), k * area);
      });
      return block;
    },
    close: async () => undefined,
  };
}

describe('evaluation', () => {
  const labels = Array.from({ length: 70 }, (_, i) => [0, 1, 2, -1, 0][i % 5]);

  it('scores every labelled patch by its softmax probability, class against rest, ambiguous patches left out', async () => {
    const store = storeOf(labels);
    const result = await evaluate({ classifier, store, classes, task: quietTask() });
    const network = await openPatchNetwork(classifier);
    const { logits } = await network.run(await store.read([...labels.keys()]), labels.length);
    await network.release();
    const kept = [...labels.keys()].filter((i) => labels[i] >= 0);
    assert.equal(result.patches, kept.length);
    const probabilities = kept.map((i) => softmax(logits.subarray(i * 3, i * 3 + 3)));
    classes.forEach((name, k) => {
      const found = result.classes[name];
      assert.ok(!('missing' in found));
      const expected = auc(
        probabilities.map((p) => p[k]),
        kept.map((i) => labels[i] === k),
      )!;
      assert.ok(Math.abs(found.auc - expected) < 1e-3);
      assert.equal(found.positives, kept.filter((i) => labels[i] === k).length);
      assert.ok(found.interval && found.interval.low <= found.auc && found.auc <= found.interval.high);
    });
    const right = kept.filter((i, row) => labels[i] === probabilities[row].indexOf(Math.max(...probabilities[row])));
    assert.equal(result.accuracy, right.length / kept.length);
  });

  it('says of a class without patches why it has no curve', async () => {
    const result = await evaluate({ classifier, store: storeOf([0, 1, 0, 1]), classes, part: 'test', task: quietTask() });
    assert.deepEqual(result.classes.malignant, { missing: 'No ROC curve: the test part has no malignant patch.' });
    assert.ok('auc' in result.classes.benign);
  });

  it('of a part without labelled patches is refused with what to do', async () => {
    await assert.rejects(evaluate({ classifier, store: storeOf([-1, -1]), classes, task: quietTask() }), ProblemError);
  });

  it('stops on abort and reads nothing more', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    const task = { ...quietTask(), signal: controller.signal };
    await assert.rejects(evaluate({ classifier, store: storeOf(labels), classes, task }), /enough/);
  });
});

describe('softmax', () => {
  it('sums to one for logits of any size, and refuses what is no number', () => {
    const p = softmax([1000, 999, -1000]);
    assert.ok(Math.abs(p[0] + p[1] + p[2] - 1) < 1e-12 && Math.abs(p[0] / p[1] - Math.E) < 1e-9);
    assert.throws(() => softmax([Number.NaN, 1]), ProblemError);
  });
});

describe('ROC curve for drawing', () => {
  it('has at most 200 of the true points, in order, from the first to the last', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 900 }), (steps) => {
        const up = steps.filter(Boolean).length || 1;
        const right = steps.length - up || 1;
        const fpr = [0];
        const tpr = [0];
        for (const step of steps) {
          fpr.push(Math.min(1, fpr.at(-1)! + (step ? 0 : 1 / right)));
          tpr.push(Math.min(1, tpr.at(-1)! + (step ? 1 / up : 0)));
        }
        const curve = thinned({ fpr, tpr }, 200);
        assert.ok(curve.fpr.length <= 200 && curve.fpr.length === curve.tpr.length);
        assert.equal(curve.fpr[0], 0);
        assert.equal(curve.fpr.at(-1), fpr.at(-1));
        assert.equal(curve.tpr.at(-1), tpr.at(-1));
        let at = -1;
        curve.fpr.forEach((x, i) => {
          at = fpr.findIndex((f, j) => j > at && f === x && tpr[j] === curve.tpr[i]);
          assert.ok(at >= 0);
        });
      }),
    );
  });
});
