/** Training with features beside the images: what a risk score knows is learned, what noise says is not heeded, and a gap is no answer. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  type CaseFeatures,
  caseFeatures,
  hidingIn,
  type PatchInputs,
  patchInputs,
  trainingInputs,
} from '../../../src/auxiliary/caseFeatures';
import { fitFeatures } from '../../../src/auxiliary/fit';
import { columnKinds } from '../../../src/auxiliary/kinds';
import { scorePatches } from '../../../src/evaluation/patchScores';
import { openPatchNetwork } from '../../../src/mining/forward';
import { addAuxiliary } from '../../../src/network/auxiliary';
import { buildNetwork } from '../../../src/network/build';
import { networkHash, readClassifier } from '../../../src/network/classifier';
import type { Classifier } from '../../../src/network/graph';
import type { PatchStore } from '../../../src/patches/patch';
import { configSchema } from '../../../src/project/config';
import { quietTask } from '../../../src/protocol/task';
import { seededRandom } from '../../../src/statistics/random';
import { auc } from '../../../src/statistics/roc';
import { type TrainRequest, train } from '../../../src/training/loop';
import { blotPatches } from './patches';

const SIZE = 16;
const classes = ['normal', 'benign', 'malignant'];
const PATCHES = 600;

/** Blots that tell benign and malignant apart no more: every second finding is drawn as the other. A patch a case. */
function hazyPatches(seed: number): PatchStore {
  return blotPatches(PATCHES, SIZE, seed, (patch, i) => ({
    ...patch,
    viewId: `${seed}-${i}.LEFT_CC`,
    label: patch.label === 0 ? 0 : (i >> 1) % 2 === 0 ? patch.label : 3 - patch.label,
  }));
}

/** A risk score that knows something of malignancy, and noise; one in five values is missing. */
function rowsFor(stores: readonly PatchStore[], random: () => number): Map<string, { line: number; cells: (string | undefined)[] }> {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const cell = (value: number) => (random() < 0.2 ? undefined : value.toFixed(3));
  const rows = stores.flatMap((store) =>
    store.patches.map(({ viewId, label }, i) => {
      const cells = [cell(normal() + (label === 2 ? 2 : 0)), cell(normal())];
      return [viewId.replace('.LEFT_CC', ''), { line: i + 2, cells }] as const;
    }),
  );
  return new Map(rows);
}

describe('training with features beside the images', function () {
  this.timeout(60_000);
  const [trainStore, holdout, test] = [21, 22, 23].map(hazyPatches);
  const table = {
    file: '/features.csv',
    columns: ['risk', 'noise'],
    rows: rowsFor([trainStore, holdout, test], seededRandom(4)),
    decimalComma: false,
    problems: [],
  };
  const trainingCases = [...table.rows.keys()].filter((id) => id.startsWith('21-'));
  const { features } = fitFeatures(table, columnKinds(table, {}), trainingCases);
  const cases: CaseFeatures = caseFeatures(table, features);
  const plain = buildNetwork({ architecture: 'small', classes, inputSize: SIZE, seed: 1 });
  const joined = addAuxiliary(plain, { features, width: 8, seed: 1 });
  const inputs = hidingIn(trainStore, cases, { hide: 0.5, seed: 1 });

  let dir: string;
  let without: Classifier;
  let withFeatures: Classifier;
  const request = (changes: Partial<TrainRequest>, epochs: number, folder: string): TrainRequest => ({
    classifier: joined,
    inputs,
    train: trainStore,
    holdout,
    options: configSchema.parse({ training: { epochs, batch: 16, learningRate: 0.01 } }).training,
    classes,
    dir: path.join(dir, folder),
    threads: 1,
    task: quietTask(),
    ...changes,
  });
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'features-'));
    without = (await train(request({ classifier: plain, inputs: undefined }, 10, 'without'))).classifier;
    withFeatures = (await train(request({}, 10, 'with'))).classifier;
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const malignantAuc = async (classifier: Classifier, told: boolean) => {
    const probabilities = await scorePatches({
      classifier,
      store: test,
      classes,
      inputs: told ? inputs : undefined,
      task: quietTask(),
      session: { threads: 1 },
    });
    return auc(
      test.patches.map((_, i) => probabilities[i * 3 + 2]),
      test.patches.map(({ label }) => label === 2),
    )!;
  };

  it('tells malignant patches apart better than the images alone, and as well as those when it is told nothing', async () => {
    const [images, told, untold] = [
      await malignantAuc(without, false),
      await malignantAuc(withFeatures, true),
      await malignantAuc(withFeatures, false),
    ];
    assert.ok(told > images + 0.03, `AUC ${images} by the images, ${told} with features`);
    assert.ok(Math.abs(untold - images) < 0.06, `AUC ${images} by the images, ${untold} told nothing`);
  });

  it('heeds the risk score more than the noise, and lets it speak louder', async () => {
    const network = await openPatchNetwork(withFeatures, { threads: 1 });
    const all = [...test.patches.keys()];
    const { attention, contributions } = await network.run(await test.read(all), all.length, inputs(test, all));
    await network.release();
    /** Over the patches whose case has both values. */
    const complete = all.filter((i) => attention![i * 3] > 0 && attention![i * 3 + 1] > 0);
    const mean = (value: (i: number) => number) => complete.reduce((sum, i) => sum + value(i), 0) / complete.length;
    const heeded = [0, 1].map((f) => mean((i) => attention![i * 3 + f]));
    const said = [0, 1].map((f) => mean((i) => Math.abs(contributions![(i * 3 + 2) * 3 + f])));
    assert.ok(heeded[0] > heeded[1], `mean attention ${heeded}`);
    assert.ok(said[0] > 2 * said[1], `mean contribution to malignant ${said}`);
  });

  it('keeps what a feature adds to one class taken from the others', async () => {
    const value = withFeatures.graph.initializers.get('auxiliary.value.weight')!.data as Float32Array;
    const before = joined.graph.initializers.get('auxiliary.value.weight')!.data as Float32Array;
    assert.notDeepEqual(value, before);
    for (let j = 0; j < 8; j++) assert.ok(Math.abs(value[j] + value[8 + j] + value[16 + j]) < 1e-5);
  });

  it('resumed after an epoch gives the very bits of an unbroken run, from checkpoints that hold the statistics', async () => {
    await train(request({}, 1, 'broken'));
    const broken = await train(request({ resume: true }, 3, 'broken'));
    const whole = await train(request({}, 3, 'whole'));
    assert.equal(networkHash(broken.classifier), networkHash(whole.classifier));
    assert.deepEqual((await readClassifier(broken.checkpoint)).auxiliary, features);
  });

  it('hides half of the values from each patch by the seed, the same ones each time, and none that is measured', () => {
    const all = [...trainStore.patches.keys()];
    const present = (from: PatchInputs) => from(trainStore, all)['present'].data as Float32Array;
    const [hidden, whole] = [present(inputs), present(patchInputs(cases))];
    const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
    assert.deepEqual(present(inputs), hidden);
    assert.ok(Math.abs(sum(hidden) / sum(whole) - 0.5) < 0.06);
    assert.ok(hidden.every((p, i) => p <= whole[i]));
    assert.deepEqual(inputs(holdout, all), patchInputs(cases)(holdout, all));
    assert.notDeepEqual(present(trainingInputs(cases, { hide: 0.5, seed: 2 })), hidden);
    assert.deepEqual(present(trainingInputs(cases, { hide: 0, seed: 1 })), whole);
  });
});
