/** Silenced units and repainted images, against PyTorch on the same network. */
import assert from 'node:assert/strict';
import { classActivationMap } from '../../../src/explanation/maps';
import { Comparison } from '../../../src/faithfulness/comparison';
import type { Looking, SeenView } from '../../../src/faithfulness/lookAt';
import { defaults } from '../../../src/faithfulness/options';
import { silenceUnits } from '../../../src/faithfulness/silence';
import { viewCurves } from '../../../src/faithfulness/viewCurves';
import { decide, probabilityMaps } from '../../../src/mining/decide';
import { openViewNetwork, type ViewNetwork } from '../../../src/mining/forward';
import { headWeights } from '../../../src/network/head';
import { receptiveField } from '../../../src/network/receptiveField';
import { blurWithin } from '../../../src/pixels/blur';
import { configSchema } from '../../../src/project/config';
import { quietTask } from '../../../src/protocol/task';
import { type UnitIndex, unitIndex } from '../../../src/protocol/unit';
import { delongChange } from '../../../src/statistics/delong';
import { wilson } from '../../../src/statistics/wilson';
import { CLASSES, golden, goldenNetwork } from './goldenNetwork';
import { storeOf } from './stores';

const near = (found: number | undefined, expected: number, tolerance = 2e-5) =>
  assert.ok(found !== undefined && Math.abs(found - expected) <= tolerance, `${found} is not ${expected}`);
const classifier = goldenNetwork();

describe(`silenced units, against PyTorch ${golden.made['torch']} and scikit-learn ${golden.made['scikit-learn']}`, () => {
  const { patches, labels, intact, effects } = golden.ablation;
  const store = storeOf(
    patches.map((rows) => Float32Array.from(rows.flat(), (v) => v / 255)),
    16,
    labels,
  );
  const sets = effects.map(({ units }) => units.map(unitIndex));

  it('leave the same logits', async () => {
    const found = await silenceUnits({ classifier, store, patches: [...labels.keys()], sets, task: quietTask() });
    intact.flat().forEach((value, i) => {
      near(found.intact[i], value);
    });
    effects.forEach(({ logits }, s) => {
      logits.flat().forEach((value, i) => {
        near(found.silenced[s][i], value);
      });
    });
  });

  it('change AUC, logits and decisions by the same amounts', async () => {
    const found = await silenceUnits({ classifier, store, patches: [...labels.keys()], sets, task: quietTask() });
    const cases = labels.map((_, i) => `case ${i % 6}`);
    const comparison = new Comparison({ labels, cases }, CLASSES, found.intact, { resamples: 50, seed: 1 });
    effects.forEach((expected, s) => {
      const effect = comparison.effect(sets[s] as UnitIndex[], found.silenced[s]);
      expected.classes.forEach((c, k) => {
        const own = effect.classes[CLASSES[k]];
        assert.ok(!('missing' in own));
        near(own.auc, c.auc, 1e-9);
        near(own.change.value, c.change, 1e-9);
        near(own.logit, c.logit);
        near(own.delong!.high - own.delong!.low, 2 * 1.959963984540054 * Math.sqrt(c.variance), 1e-9);
      });
      near(effect.trueLogit.value, expected.trueLogit);
      near(effect.decidedLogit.value, expected.decidedLogit);
      near(effect.changed, expected.changed, 1e-12);
    });
  });
});

describe(`deletion and insertion, against PyTorch and SciPy ${golden.made['scipy']}`, () => {
  const { steps, sigma, decided, blurred, deletion, insertion } = golden.curves;
  const [height, width] = [golden.curves.image.length, golden.curves.image[0].length];
  const image = { width, height, data: Float32Array.from(golden.curves.image.flat(), (v) => v / 255) };
  let network: ViewNetwork;
  before(async () => {
    network = await openViewNetwork(classifier);
  });
  after(() => network.release());

  it('blur alike', () => {
    const found = blurWithin(image, sigma);
    blurred.forEach((value, i) => {
      near(found.data[7 * i], value, 1e-6);
    });
  });

  it('give the same scores at every step, by the CAM and by its reverse', async () => {
    const response = await network.run(image);
    const maps = probabilityMaps(response.logits, CLASSES.length);
    const decision = decide(maps, 'max', -1);
    assert.equal(decision.classIndex, decided);
    const cells = response.width * response.height;
    const seen = {
      view: { id: 'view', caseId: 'case', findings: [] },
      image,
      field: receptiveField(classifier.graph),
      response,
      inside: new Uint8Array(cells).fill(1),
      decision,
      cam: classActivationMap(response.features, headWeights(classifier).weight, classifier.units, decided),
      probability: maps[decided],
    } as unknown as SeenView;
    const { patches, explanation } = configSchema.parse({ explanation: { background: null } });
    const looking: Looking = { classifier, network, config: { patches, explanation } };
    const options = { ...defaults, steps, region: 'view' as const, blur: sigma / classifier.inputSize };
    const curves = await viewCurves(seen, looking, options, () => undefined);
    for (const kind of ['image', 'place'] as const)
      for (const order of ['cam', 'reversed'] as const)
        for (let step = 0; step <= steps; step++) {
          near(curves.deletion[kind][order][step], deletion[order][kind][step]);
          near(curves.insertion[kind][order][step], insertion[order][kind][step]);
        }
  });
});

describe(`intervals, against SciPy ${golden.made['scipy']}`, () => {
  it("Wilson's of a share", () => {
    for (const { hits, trials, low, high } of golden.wilson) {
      near(wilson(hits, trials)!.low, low, 1e-12);
      near(wilson(hits, trials)!.high, high, 1e-12);
    }
    assert.equal(wilson(0, 0), undefined);
    assert.throws(() => wilson(3, 2), RangeError);
  });

  it('of a change that is none has no width, and a change of sign turns it round', () => {
    const positive = [1, 0, 1, 0, 1, 0];
    const [a, b] = [
      [0.9, 0.2, 0.4, 0.6, 0.7, 0.1],
      [0.3, 0.1, 0.8, 0.7, 0.6, 0.5],
    ];
    assert.deepEqual(delongChange(a, a, positive), { change: 0, variance: 0, low: 0, high: 0 });
    const [there, back] = [delongChange(a, b, positive)!, delongChange(b, a, positive)!];
    near(there.low, -back.high, 1e-12);
    near(there.variance, back.variance, 1e-12);
    assert.equal(delongChange(a, b, [1, 0, 0, 0, 0, 0]), undefined);
  });
});
