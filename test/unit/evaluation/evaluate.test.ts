import assert from 'node:assert/strict';
import fc from 'fast-check';
import { thinned } from '../../../src/evaluation/classEvaluation';
import { type EvaluationRequest, evaluateScores } from '../../../src/evaluation/evaluate';
import { scorePatches, scoresAddress, softmax } from '../../../src/evaluation/patchScores';
import { openPatchNetwork } from '../../../src/mining/forward';
import { buildNetwork } from '../../../src/network/build';
import type { PatchStore } from '../../../src/patches/patch';
import type { ClassEvaluation } from '../../../src/protocol/evaluation';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { seededRandom } from '../../../src/statistics/random';
import { auc } from '../../../src/statistics/roc';
import { caseWith, classes, findingAt, patchAt, rule, viewIdOf } from './part';

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
    patches: labels.map((label, i) => patchAt(viewIdOf(`case${Math.floor(i / 4)}`, 0), i % 4, label)),
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

/** An evaluation of these patches, each a row of probabilities. */
function evaluated(
  request: Partial<EvaluationRequest> & Pick<EvaluationRequest, 'cases' | 'patches'>,
  rows: readonly (readonly number[])[],
) {
  return evaluateScores({
    classes,
    rule,
    background: 'normal',
    part: 'test',
    probabilities: Float64Array.from(rows.flat()),
    ...request,
  });
}

const known = (c: unknown): ClassEvaluation => {
  assert.ok(c && !('missing' in (c as object)), JSON.stringify(c));
  return c as ClassEvaluation;
};

describe('scores of patches', () => {
  const labels = Array.from({ length: 70 }, (_, i) => [0, 1, 2, -1, 0][i % 5]);

  it('are the softmax probabilities of every patch, ambiguous ones too, in the order of the store', async () => {
    const store = storeOf(labels);
    const found = await scorePatches({ classifier, store, classes, task: quietTask() });
    const network = await openPatchNetwork(classifier);
    const { logits } = await network.run(await store.read([...labels.keys()]), labels.length);
    await network.release();
    for (const i of labels.keys()) {
      const expected = softmax(logits.subarray(i * 3, i * 3 + 3));
      for (let k = 0; k < 3; k++) assert.ok(Math.abs(found[i * 3 + k] - expected[k]) < 1e-5);
    }
  });

  it('are not asked for further once the work is cancelled', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    const task = { ...quietTask(), signal: controller.signal };
    await assert.rejects(scorePatches({ classifier, store: storeOf(labels), classes, task }), /enough/);
  });

  it('have another address for another network, other patches, or other features beside them', () => {
    const store = storeOf(labels);
    const told = (age: number) => () => ({ age: { dims: [1], data: Float32Array.of(age) } });
    const addresses = [
      scoresAddress('a', { store }),
      scoresAddress('b', { store }),
      scoresAddress('a', { store: { ...store, hash: 'other' } }),
      scoresAddress('a', { store, inputs: told(40) }),
      scoresAddress('a', { store, inputs: told(41) }),
    ];
    assert.equal(new Set(addresses).size, addresses.length);
    assert.equal(scoresAddress('a', { store, inputs: told(40) }), addresses[3]);
  });
});

describe('evaluation', () => {
  it('tells a class of patches apart from the rest, ambiguous patches left out and counted', () => {
    const random = seededRandom(2);
    const labels = Array.from({ length: 60 }, (_, i) => [0, 1, 2, -1, 0][i % 5]);
    const rows = labels.map((label) => softmax([0, 1, 2].map((k) => 2 * random() + (label === k ? 0.7 : 0))));
    const cases = Array.from({ length: 15 }, (_, c) => caseWith(`case${c}`, []));
    const patches = labels.map((label, i) => patchAt(viewIdOf(`case${i % 15}`, 0), i % 10, label));
    const found = evaluated(
      { cases, patches },
      rows.map((r) => [...r]),
    );
    const kept = [...labels.keys()].filter((i) => labels[i] >= 0);
    assert.equal(found.patches, kept.length);
    assert.deepEqual(
      found.leftOut.map((l) => l.count),
      [60 - kept.length],
    );
    classes.forEach((name, k) => {
      const c = known(found.classes[name]);
      assert.equal(
        c.auc,
        auc(
          kept.map((i) => rows[i][k]),
          kept.map((i) => labels[i] === k),
        ),
      );
      assert.ok(c.interval!.low <= c.auc && c.auc <= c.interval!.high);
      assert.equal(c.roc.thresholds![0], null);
    });
    const right = kept.filter((i) => rows[i].indexOf(Math.max(...rows[i])) === labels[i]).length;
    assert.equal(found.accuracy, right / kept.length);
    assert.equal(
      found.confusion.flat().reduce((a, b) => a + b),
      kept.length,
    );
  });

  it('scores a view and a case by the largest probability of each class among their patches, ambiguous ones too', () => {
    const cases = [caseWith('a', [[findingAt(0, 'malignant')], [], [findingAt(0, 'benign')]]), caseWith('b', [])];
    const patches = [
      patchAt(viewIdOf('a', 0), 0, 2),
      patchAt(viewIdOf('a', 0), 1, -1),
      patchAt(viewIdOf('a', 1), 1, 0),
      patchAt(viewIdOf('a', 2), 0, 1),
      patchAt(viewIdOf('b', 0), 0, 0),
    ];
    const {
      known: parts,
      scored,
      ...found
    } = evaluated({ cases, patches }, [
      [0.5, 0.2, 0.3],
      [0.1, 0.1, 0.8],
      [0.9, 0.06, 0.04],
      [0.3, 0.5, 0.2],
      [0.8, 0.1, 0.1],
    ]);
    assert.equal(parts.length, 2);
    assert.equal(scored.background, 0);
    // The truth of case a is its worst finding: malignant. Of its views one is malignant, one normal, one benign.
    assert.deepEqual(found.case.confusion, [
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 1],
    ]);
    assert.deepEqual(found.view.confusion, [
      [2, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    const malignant = known(found.view.classes.malignant);
    assert.deepEqual(malignant.roc.thresholds, [null, 0.8, 0.2, 0.1, 0.04]);
    // Four views of these cases have no patch at all.
    assert.deepEqual(found.view.leftOut, [{ count: 4, reason: 'no patch could be scored' }]);
  });

  it('decides a view for the background class only when no other class leads in any patch', () => {
    const cases = [caseWith('a', [[findingAt(0, 'benign')]]), caseWith('b', [])];
    const patches = [0, 1].map((place) => patchAt(viewIdOf('a', 0), place, place === 0 ? 1 : 0)).concat(patchAt(viewIdOf('b', 0), 0, 0));
    const rows = [
      [0.2, 0.7, 0.1],
      [0.99, 0.005, 0.005],
      [0.6, 0.3, 0.1],
    ];
    assert.deepEqual(evaluated({ cases, patches }, rows).view.confusion, [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    // Without a background class the largest probability wins.
    assert.deepEqual(evaluated({ cases, patches, background: null }, rows).view.confusion, [
      [1, 0, 0],
      [1, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('leaves out views whose worst finding is unproven, which is no class', () => {
    const cases = [caseWith('a', [[findingAt(0, 'unproven'), findingAt(1, 'benign')]]), caseWith('b', [])];
    const patches = [patchAt(viewIdOf('a', 0), 1, 1), patchAt(viewIdOf('b', 0), 0, 0)];
    const found = evaluated({ cases, patches }, [
      [0.2, 0.7, 0.1],
      [0.8, 0.1, 0.1],
    ]);
    assert.equal(found.patches, 2);
    assert.deepEqual([found.view.items, found.case.items], [1, 1]);
    assert.ok(found.case.leftOut.some((l) => l.reason === 'its worst finding is of no class' && l.count === 1));
  });

  it('says of a class without patches why it has no curve, at every level in its own word', () => {
    const cases = ['a', 'b'].map((id) => caseWith(id, [[findingAt(0, 'benign')]]));
    const patches = ['a', 'b'].flatMap((id) => [patchAt(viewIdOf(id, 0), 0, 1), patchAt(viewIdOf(id, 0), 1, 0)]);
    const found = evaluated(
      { cases, patches },
      patches.map((p) => (p.label === 1 ? [0.2, 0.7, 0.1] : [0.8, 0.1, 0.1])),
    );
    assert.deepEqual(found.classes.malignant, { missing: 'No ROC curve: the test part has no malignant patch.' });
    assert.deepEqual(found.view.classes.benign, { missing: 'No ROC curve: every view of the test part is benign.' });
    assert.deepEqual(found.case.classes.normal, { missing: 'No ROC curve: the test part has no normal case.' });
    assert.ok(known(found.classes.benign).auc === 1);
  });

  it('of one case has areas and no intervals, and says why', () => {
    const cases = [caseWith('a', [[findingAt(0, 'malignant')]])];
    const patches = [patchAt(viewIdOf('a', 0), 0, 2), patchAt(viewIdOf('a', 0), 1, 0), patchAt(viewIdOf('a', 0), 2, 0)];
    const c = known(
      evaluated({ cases, patches }, [
        [0.2, 0.2, 0.6],
        [0.6, 0.2, 0.2],
        [0.7, 0.2, 0.1],
      ]).classes.malignant,
    );
    assert.equal(c.auc, 1);
    assert.deepEqual([c.interval, c.band, c.partialIntervals], [undefined, undefined, undefined]);
    assert.equal(c.noInterval, 'No interval: all positives are of one case.');
  });

  it('of a part without labelled patches is refused with what to do', () => {
    const patches = [patchAt(viewIdOf('a', 0), 0, -1)];
    assert.throws(() => evaluated({ cases: [caseWith('a', [])], patches }, [[0.2, 0.2, 0.6]]), ProblemError);
  });
});

describe('softmax', () => {
  it('sums to one for logits of any size, and refuses what is no number', () => {
    const p = softmax([1000, 999, -1000]);
    assert.ok(Math.abs(p[0] + p[1] + p[2] - 1) < 1e-12 && Math.abs(p[0] / p[1] - Math.E) < 1e-9);
    for (const logits of [
      [Number.NaN, 1],
      [1, Number.NaN],
      [Number.POSITIVE_INFINITY, 1],
    ])
      assert.throws(() => softmax(logits, 'case.LEFT_CC'), /a patch of case\.LEFT_CC/);
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
        const curve = thinned({ fpr, tpr, thresholds: fpr.map((_, i) => -i) }, 200);
        assert.ok(curve.fpr.length <= 200 && curve.fpr.length === curve.tpr.length);
        assert.equal(curve.fpr[0], 0);
        assert.equal(curve.fpr.at(-1), fpr.at(-1));
        assert.equal(curve.tpr.at(-1), tpr.at(-1));
        let at = -1;
        curve.fpr.forEach((x, i) => {
          at = fpr.findIndex((f, j) => j > at && f === x && tpr[j] === curve.tpr[i]);
          assert.ok(at >= 0);
          assert.deepEqual([fpr[-curve.thresholds[i]], tpr[-curve.thresholds[i]]], [x, curve.tpr[i]]);
        });
      }),
    );
  });
});
