/** Silenced units by their plain definition: the unit's weights are set to 0 in the network, and the network is run again. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { caseFeatures, patchInputs } from '../../../src/auxiliary/caseFeatures';
import { ablate } from '../../../src/faithfulness/ablation';
import { silenceUnits } from '../../../src/faithfulness/silence';
import { openSilencer } from '../../../src/faithfulness/silencer';
import { type UnitSets, unitSets } from '../../../src/faithfulness/unitSets';
import { openPatchNetwork } from '../../../src/mining/forward';
import { addAuxiliary } from '../../../src/network/auxiliary';
import type { AuxiliaryFeature } from '../../../src/network/auxiliaryFeature';
import type { Classifier } from '../../../src/network/graph';
import { headWeights } from '../../../src/network/head';
import type { PatchStore } from '../../../src/patches/patch';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { type UnitIndex, unitIndex } from '../../../src/protocol/unit';
import { bootstrapOverCases } from '../../../src/statistics/bootstrap';
import { delong } from '../../../src/statistics/delong';
import { auc } from '../../../src/statistics/roc';
import { type Hospital, hospital } from '../mining/hospital';

const features: AuxiliaryFeature[] = [
  { name: 'risk', kind: 'number', mean: 0, deviation: 1 },
  { name: 'smoking', kind: 'category', categories: ['never', 'current'] },
];
const table = {
  file: '/features.csv',
  columns: ['risk', 'smoking'],
  rows: new Map([
    ['case0', { line: 2, cells: ['1.5', 'never'] }],
    ['case1', { line: 3, cells: ['-2', undefined] }],
  ]),
  decimalComma: false,
  problems: [],
};

/** The network with the units' normalisation at scale 0 and shift 0: their rectified maps are 0 everywhere. */
function without(c: Classifier, units: readonly number[]): Classifier {
  const initializers = new Map(c.graph.initializers);
  for (const name of ['bn3.weight', 'bn3.bias']) {
    const tensor = initializers.get(name)!;
    const data = (tensor.data as Float32Array).slice();
    for (const u of units) data[u] = 0;
    initializers.set(name, { ...tensor, data });
  }
  return { ...c, graph: { ...c.graph, initializers } };
}

async function logitsOf(
  c: Classifier,
  store: PatchStore,
  patches: readonly number[],
  further?: ReturnType<ReturnType<typeof patchInputs>>,
) {
  const network = await openPatchNetwork(c);
  return (await network.run(await store.read(patches), patches.length, further).finally(() => network.release())).logits;
}

function assertNear(found: Float32Array, expected: Float32Array, tolerance = 1e-4): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])), `${i}: ${value} is not ${expected[i]}`);
  });
}

describe('silencing units', () => {
  let clinic: Hospital;
  let patches: number[];
  const sets = [[0], [5], [127], [3, 64, 65, 90], []].map((set) => set.map(unitIndex));
  before(async () => {
    clinic = await hospital(3);
    patches = [...clinic.store.patches.keys()];
  });
  after(() => rm(clinic.dir, { recursive: true }));

  it('gives in one pass what the network gives without them', async () => {
    const { classifier, store } = clinic;
    const found = await silenceUnits({ classifier, store, patches, sets, task: quietTask() });
    assertNear(found.intact, await logitsOf(classifier, store, patches));
    for (const [s, set] of sets.entries()) assertNear(found.silenced[s], await logitsOf(without(classifier, set), store, patches));
    assert.deepEqual(found.silenced[4], found.intact);
    assert.notDeepEqual(found.silenced[3], found.intact);
  });

  it('does so too where units ask for features beside the image, whatever is known of a case', async () => {
    const { store } = clinic;
    const classifier = addAuxiliary(clinic.classifier, { features, width: 4, seed: 3 });
    const inputs = patchInputs(caseFeatures(table, features));
    const found = await silenceUnits({ classifier, store, patches, sets, inputs, task: quietTask() });
    const told = inputs(store, patches);
    assertNear(found.intact, await logitsOf(classifier, store, patches, told));
    for (const [s, set] of sets.entries()) assertNear(found.silenced[s], await logitsOf(without(classifier, set), store, patches, told));
    // Here a unit is more than its term of the logit: it also steers the attention.
    const plain = await silenceUnits({ classifier: clinic.classifier, store, patches, sets, task: quietTask() });
    const [linear, whole] = [plain, found].map(({ silenced, intact }) => silenced[3][0] - intact[0]);
    // Rounding is a hundredth of this.
    assert.ok(Math.abs(linear - whole) > 2e-5, `${linear} and ${whole}`);
    const untold = await silenceUnits({ classifier, store, patches, sets, task: quietTask() });
    assertNear(untold.silenced[1], await logitsOf(without(classifier, [5]), store, patches));
  });

  it('makes patches equal that only the silenced units told apart', async () => {
    const { classifier, store } = clinic;
    const all = Array.from({ length: classifier.units }, (_, u) => unitIndex(u));
    const { silenced } = await silenceUnits({ classifier, store, patches, sets: [all], task: quietTask() });
    const { bias } = headWeights(classifier);
    silenced[0].forEach((value, i) => {
      assert.equal(value, bias[i % 3]);
    });
  });

  it('refuses a network whose logits do not follow from its mean maps', async () => {
    const { classifier } = clinic;
    const silencer = await openSilencer(classifier, []);
    const batch = { images: 1, pooled: new Float32Array(classifier.units).fill(0.5), logits: Float32Array.of(40, 0, 0), further: {} };
    await assert.rejects(
      silencer.run(batch),
      (e) => e instanceof ProblemError && e.problem.code === 'faithfulness.notPooled' && /global average pooling/.test(e.message),
    );
  });

  it('stops when it is cancelled', async () => {
    const { classifier, store } = clinic;
    const task = { ...quietTask(), signal: AbortSignal.abort(new Error('cancelled')) };
    await assert.rejects(silenceUnits({ classifier, store, patches, sets, task }), /cancelled/);
  });
});

describe('ablation', () => {
  let clinic: Hospital;
  before(async () => {
    clinic = await hospital(4);
  });
  after(() => rm(clinic.dir, { recursive: true }));
  const mined = [4, 9, 17, 30].map(unitIndex);
  const annotated = [9, 30].map(unitIndex);
  const ask = (over: { sets?: UnitSets; store?: PatchStore } = {}) =>
    ablate({
      classifier: clinic.classifier,
      store: clinic.store,
      sets: unitSets(mined, annotated, clinic.classifier.units, { draws: 5, seed: 1 }),
      seed: 1,
      resamples: 60,
      task: quietTask(),
      ...over,
    });

  it('is the difference of two networks on the same labelled patches, with intervals of that difference over cases', async () => {
    const result = await ask();
    const { classifier, store } = clinic;
    const labelled = [...store.patches.keys()].filter((i) => store.patches[i].label >= 0);
    const labels = labelled.map((i) => store.patches[i].label);
    const caseOf = labelled.map((i) => store.patches[i].viewId.split('.')[0]);
    const scores = async (c: Classifier, k: number) => {
      const logits = await logitsOf(c, store, labelled);
      return labels.map((_, i) => {
        const row = [...logits.subarray(3 * i, 3 * i + 3)].map(Math.exp);
        return row[k] / (row[0] + row[1] + row[2]);
      });
    };
    assert.equal(result.patches, labelled.length);
    assert.equal(result.cases, 4);
    assert.ok(!('missing' in result.annotated));
    for (const [k, name] of classifier.classes.entries()) {
      const positive = labels.map((label) => label === k);
      const before = await scores(classifier, k);
      const after = await scores(without(classifier, annotated), k);
      const effect = result.annotated.classes[name];
      assert.ok(!('missing' in effect));
      const near = (found: number | undefined, expected: number) => assert.ok(Math.abs(found! - expected) < 1e-6, `${found} ${expected}`);
      near(result.intact[name] as number, auc(before, positive)!);
      near(effect.change.value, auc(after, positive)! - auc(before, positive)!);
      const interval = bootstrapOverCases(
        caseOf,
        (indices) => {
          const of = (values: number[]) =>
            auc(
              indices.map((i) => values[i]),
              indices.map((i) => positive[i]),
            );
          return of(after)! - of(before)!;
        },
        { draws: 60, seed: 1 },
      )!;
      near(effect.change.low, interval.low);
      near(effect.change.high, interval.high);
      // Paired, the interval is that of a difference: narrower than two single ones side by side would give.
      const [one, two] = [delong(before, positive)!, delong(after, positive)!];
      assert.ok(effect.delong!.high - effect.delong!.low < one.high - one.low + (two.high - two.low));
    }
  });

  it('measures every mined unit, the annotated ones together, as many others and random sets of as many', async () => {
    const result = await ask();
    assert.deepEqual(
      result.units.map(({ units, annotated }) => [units[0], annotated]),
      [
        ['unit_0005', false],
        ['unit_0010', true],
        ['unit_0018', false],
        ['unit_0031', true],
      ],
    );
    assert.ok(!('missing' in result.otherMined) && !('missing' in result.random));
    assert.deepEqual(result.otherMined.units, ['unit_0005', 'unit_0018']);
    const { units, outOf, draws, classes } = result.random;
    assert.deepEqual([units, outOf, draws], [2, 126, 5]);
    for (const { change, asStrong } of Object.values(classes)) {
      assert.ok(change.least <= change.mean && change.mean <= change.most);
      assert.ok(asStrong >= 0 && asStrong <= 5);
    }
  });

  it('says what it cannot compare', async () => {
    const none = await ask({ sets: unitSets(mined, [], clinic.classifier.units, { draws: 5, seed: 1 }) });
    for (const part of [none.annotated, none.otherMined, none.random]) assert.match((part as { missing: string }).missing, /annotated/);
    assert.equal(none.units.length, 4);
    const everything = Array.from({ length: clinic.classifier.units }, (_, u) => u as UnitIndex);
    const all = await ask({ sets: unitSets(mined, everything, clinic.classifier.units, { draws: 5, seed: 1 }) });
    assert.ok('missing' in all.random && 'missing' in all.otherMined);
    const benign = { ...clinic.store, patches: clinic.store.patches.map((p) => ({ ...p, label: p.label === 2 ? 1 : p.label })) };
    const twoClasses = await ask({ store: benign });
    assert.deepEqual(twoClasses.intact['malignant'], { missing: 'No patch of this part is malignant.' });
    const unlabelled = { ...clinic.store, patches: clinic.store.patches.map((p) => ({ ...p, label: -1 })) };
    await assert.rejects(ask({ store: unlabelled }), (e) => e instanceof ProblemError && e.problem.code === 'faithfulness.noPatch');
  });
});

describe('sets of units', () => {
  it('are drawn again with the same seed, and never hold an annotated unit as its own control', () => {
    const sets = (seed: number) =>
      unitSets(
        Array.from({ length: 40 }, (_, u) => unitIndex(u)),
        Array.from({ length: 12 }, (_, u) => unitIndex(3 * u)),
        64,
        { draws: 8, seed },
      );
    assert.deepEqual(sets(1), sets(1));
    assert.notDeepEqual(sets(1).random, sets(2).random);
    const { annotated, otherMined, random, outOf } = sets(1);
    assert.equal(outOf, 52);
    for (const set of [otherMined, ...random]) {
      assert.equal(new Set(set).size, annotated.length);
      assert.ok(set.every((u) => !annotated.includes(u)));
    }
    assert.equal(new Set(random.map((set) => set.join())).size, 8);
  });
});
