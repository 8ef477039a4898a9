/** What is known beside the image in an explanation: exact parts of the logit, real values of the case, and words that follow from them. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { caseFeatures } from '../../../src/auxiliary/caseFeatures';
import type { View } from '../../../src/dataset/model';
import { featureEvidence } from '../../../src/explanation/features';
import { featureSum, reportOf, sentenceOf } from '../../../src/explanation/wording';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import { openViewNetwork } from '../../../src/mining/forward';
import { addAuxiliary } from '../../../src/network/auxiliary';
import type { AuxiliaryFeature } from '../../../src/network/auxiliaryFeature';
import { buildNetwork } from '../../../src/network/build';
import { viewImage } from '../../../src/patches/view';
import { configSchema } from '../../../src/project/config';
import type { Explanation, FeatureEvidence } from '../../../src/protocol/explanation';
import { quietTask } from '../../../src/protocol/task';
import { seededRandom } from '../../../src/statistics/random';
import { exampleExplanation } from './example';
import { explain } from './explainOnce';

const classes = ['normal', 'benign', 'malignant'];
const config = configSchema.parse({ network: { architecture: 'small' }, patches: { size: 64 } });
const features: AuxiliaryFeature[] = [
  { name: 'risk_score', kind: 'number', mean: 0, deviation: 1 },
  { name: 'age', kind: 'number', mean: 55, deviation: 12 },
  { name: 'smoking', kind: 'category', categories: ['current', 'never'] },
];
const table = {
  file: '/features.csv',
  columns: ['age', 'risk_score', 'smoking'],
  rows: new Map([
    ['C_0001', { line: 2, cells: ['71', '2,4', undefined] }],
    ['C_0002', { line: 3, cells: ['40', undefined, 'pipe'] }],
  ]),
  decimalComma: true,
  problems: [],
};
const cases = caseFeatures(table, features);

describe('an explanation by a network with features', () => {
  const plain = buildNetwork({ architecture: 'small', classes, inputSize: 64, seed: 5 });
  const classifier = addAuxiliary(plain, { features, width: 8, seed: 2 });
  let dir: string;
  let view: View;

  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-features-'));
    const random = seededRandom(2);
    const [width, height] = [240, 360];
    const data = Uint16Array.from({ length: width * height }, (_, i) => {
      const depth = 1 - ((i % width) / 190) ** 2 - ((Math.floor(i / width) - 180) / 150) ** 2;
      return depth < 0 ? 500 : 2000 + 1200 * depth + 200 * random();
    });
    const file = path.join(dir, 'view.LJPEG');
    await writeFile(file, encodeLosslessJpeg({ width, height, bits: 12, data }));
    const place = { laterality: 'LEFT' as const, projection: 'CC' as const, scanner: 'lumisys' as const };
    view = { id: 'C_0001.LEFT_CC', caseId: 'C_0001', ...place, file, width, height, bits: 12, findings: [] };
    const manifest = { version: 1, hash: 'mined', network: 'net', options: {}, units: [] };
    await writeFile(path.join(dir, 'manifest.json'), JSON.stringify(manifest));
    await writeFile(path.join(dir, 'units.json'), '{}');
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const explained = (change: object = {}) =>
    explain({
      classifier,
      view,
      mining: dir,
      answers: [],
      features: cases,
      config,
      source: { run: 'run-001', checkpoint: 'epoch-01.onnx', network: 'net' },
      task: quietTask(),
      ...change,
    }).then(({ explanation }) => explanation);

  it('adds up: bias, all units, each feature and the none-token give the logit that the network itself computes', async () => {
    const e = await explained();
    const network = await openViewNetwork(classifier);
    const image = await viewImage(view, config, 64);
    const { logits, width, height } = await network.run(image, cases.inputs(['C_0001'])).finally(() => network.release());
    const cell = e.decidingPosition.row * width + e.decidingPosition.column;
    assert.ok(Math.abs(e.logit.value - logits[classes.indexOf(e.decidedClass) * width * height + cell]) < 1e-4);
    const shown = e.evidence.reduce((sum, u) => sum + u.share, 0);
    assert.ok(Math.abs(e.logit.bias + shown + e.logit.rest + featureSum(e) - e.logit.value) < 1e-9);
    assert.ok(featureSum(e) !== 0);
  });

  it('tells each feature as it was written, the missing one without part or attention', async () => {
    const { auxiliary, decidedClass } = await explained();
    const of = (name: string) => auxiliary!.features.find((f) => f.name === name)!;
    assert.deepEqual([of('risk_score').value, of('age').value, of('smoking').value], ['2,4', '71', undefined]);
    assert.deepEqual([of('smoking').present, of('smoking').attention, of('smoking').share], [false, 0, 0]);
    const attention = auxiliary!.features.reduce((sum, f) => sum + f.attention, auxiliary!.none.attention);
    assert.ok(Math.abs(attention - 1) < 1e-6);
    for (const f of auxiliary!.features) {
      assert.equal(f.share, f.contributions[decidedClass]);
      assert.ok(Math.abs(classes.reduce((sum, name) => sum + f.contributions[name], 0)) < 1e-6);
    }
    // The largest part first, the missing last.
    assert.equal(auxiliary!.features[2].name, 'smoking');
    assert.ok(Math.abs(auxiliary!.features[0].share) >= Math.abs(auxiliary!.features[1].share));
  });

  it('follows the values of the case, not of another', async () => {
    const mine = await explained();
    const other = await explained({ view: { ...view, caseId: 'C_0002' } });
    assert.notEqual(mine.logit.value, other.logit.value);
    const pipe = other.auxiliary!.features.find((f) => f.name === 'smoking')!;
    assert.deepEqual([pipe.value, pipe.present, pipe.share], ['pipe', false, 0]);
  });

  it('says so when nothing is known of the case, and hears the none-token alone', async () => {
    for (const change of [{ features: undefined }, { view: { ...view, caseId: 'C_0099' } }, { view: view.file }]) {
      const e = await explained(change);
      assert.ok(e.warnings.some((w) => w.includes('Nothing is known of this case beside the image')));
      assert.equal(e.auxiliary!.none.attention, 1);
    }
  });

  it('says nothing of features for a network that takes none', async () => {
    const e = await explained({ classifier: plain });
    assert.ok(!('auxiliary' in e));
    assert.ok(!JSON.stringify(e).includes('attention'));
    assert.equal(featureEvidence({ classifier: plain, response: {}, classIndex: 0, caseId: 'C_0001' }), undefined);
  });
});

describe('the words on features', () => {
  const feature = (name: string, value: string | undefined, share: number): FeatureEvidence => ({
    name,
    ...(value !== undefined && { value }),
    present: value !== undefined,
    attention: value === undefined ? 0 : 0.3,
    share,
    contributions: {},
  });
  const worded = async (features: FeatureEvidence[]): Promise<Explanation> => {
    const e = await exampleExplanation({ auxiliary: { features, none: { attention: 0.4, share: 0.02 } } });
    return { ...e, sentence: sentenceOf(e, 10, 'normal') };
  };

  it('name the strongest for the decision and the strongest against it, with their share of the evidence', async () => {
    const strong = [feature('risk_score', '2.4', 1.5), feature('age', '71', 0.4), feature('bmi', '31', -0.3)];
    const { sentence, decidedClass } = await worded(strong);
    const expected = `Beside the image, risk score 2.4 speaks for ${decidedClass} (15 % of the evidence) and bmi 31 against it (taking back 3 %).`;
    assert.ok(sentence.includes(expected), sentence);
    assert.ok(
      (await worded(strong.slice(2))).sentence.includes(`Beside the image, bmi 31 speaks against ${decidedClass} (taking back 3 %).`),
    );
  });

  it('say when what is known carries no weight, and nothing when nothing is known', async () => {
    assert.ok((await worded([feature('age', '71', 0.01)])).sentence.includes('What is known beside the image carries no weight here.'));
    assert.ok(!(await worded([feature('age', undefined, 0)])).sentence.toLowerCase().includes('beside the image'));
  });

  it('list every feature in the report', async () => {
    const text = reportOf(
      await worded([feature('risk_score', '2.4', 1.5), { ...feature('smoking', 'pipe', 0), present: false }, feature('bmi', undefined, 0)]),
    );
    assert.match(text, /all others [+-][\d.]+, beside the image \+1\.52/);
    assert.match(
      text,
      /Beside the image:\n {2}risk score 2\.4 {2}share \+1\.50 {2}attention 30 %\n {2}smoking pipe {2}not known to the network\n {2}bmi {2}missing\n {2}no feature heeded {2}share \+0\.02/,
    );
  });
});
