/** The attention block over features beside the image: what its definition promises, and that a network without it is as it was. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { addAuxiliary, neutralInputs } from '../../../src/network/auxiliary';
import type { AuxiliaryFeature } from '../../../src/network/auxiliaryFeature';
import { buildNetwork } from '../../../src/network/build';
import { asClassifier, networkHash, readClassifier, writeClassifier } from '../../../src/network/classifier';
import { encodeModel } from '../../../src/network/encode';
import { toFullyConvolutional } from '../../../src/network/fullyConvolutional';
import { headWeights } from '../../../src/network/head';
import { type FloatValue, openSession, type Value } from '../../../src/network/session';
import { inferShapes } from '../../../src/network/shapes';
import { ProblemError } from '../../../src/protocol/problem';
import { seededRandom } from '../../../src/statistics/random';
import { attend, storedParameters } from './attention';

const SIZE = 16;
const plain = buildNetwork({ architecture: 'small', classes: ['normal', 'benign', 'malignant'], inputSize: SIZE, seed: 1 });
const features: AuxiliaryFeature[] = [
  { name: 'age', kind: 'number', mean: 55, deviation: 12 },
  { name: 'smoking', kind: 'category', categories: ['current', 'former', 'never'] },
  { name: 'risk', kind: 'number', mean: 0, deviation: 1 },
];
const joined = addAuxiliary(plain, { features, width: 8, seed: 3 });

/** Four cases: everything known, one feature missing, only one known, none. */
const values = [
  [0.5, 0, 1, 0, -1.25],
  [0, 1, 0, 0, 2],
  [0, 0, 0, 0, 0.75],
  [0, 0, 0, 0, 0],
];
const present = [
  [1, 1, 1],
  [0, 1, 1],
  [0, 0, 1],
  [0, 0, 0],
];
const random = seededRandom(5);
const images = Float32Array.from({ length: 4 * 3 * SIZE * SIZE }, () => 2 * random() - 1);

const tensor = (rows: readonly (readonly number[])[]): Value => ({
  dims: [rows.length, rows[0].length],
  data: Float32Array.from(rows.flat()),
});
const image: Value = { dims: [4, 3, SIZE, SIZE], data: images };

async function run(feeds: Record<string, Value>, graph = joined.graph): Promise<Record<string, FloatValue>> {
  const session = await openSession(graph, { threads: 1 });
  return session.run(feeds).finally(() => session.release());
}

const near = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5) => {
  assert.equal(found.length, expected.length);
  for (let i = 0; i < found.length; i++)
    assert.ok(Math.abs(found[i] - expected[i]) < tolerance, `${found[i]} instead of ${expected[i]} at ${i}`);
};

/** Mean of every feature map of one image. */
function pooledOf({ features: maps }: Record<string, FloatValue>, n: number): number[] {
  const [, units, height, width] = maps.dims;
  const cells = height * width;
  return Array.from(
    { length: units },
    (_, u) => maps.data.subarray((n * units + u) * cells, (n * units + u + 1) * cells).reduce((a, b) => a + b, 0) / cells,
  );
}

describe('the attention block over features beside the image', () => {
  let found: Record<string, FloatValue>;
  before(async () => {
    found = await run({ image, auxiliary: tensor(values), present: tensor(present) });
  });

  it('computes what its definition says: attention, contributions and logits', () => {
    for (let n = 0; n < 4; n++) {
      const expected = attend(joined, pooledOf(found, n), values[n], present[n], storedParameters(joined));
      near(found['attention'].data.subarray(n * 4, n * 4 + 4), expected.attention);
      near(found['contributions'].data.subarray(n * 12, n * 12 + 12), expected.contributions.flat());
      near(found['logits'].data.subarray(n * 3, n * 3 + 3), expected.logits);
    }
  });

  it('leaves the logits a plain sum: image units and bias as without it, and one part a feature', async () => {
    const alone = await run({ image }, plain.graph);
    assert.deepEqual(found['features'].data, alone['features'].data);
    const { weight, bias } = headWeights(joined);
    for (let n = 0; n < 4; n++)
      for (let k = 0; k < 3; k++) {
        const units = pooledOf(found, n).reduce((sum, mean, u) => sum + weight[k * joined.units + u] * mean, bias[k]);
        const parts = found['contributions'].data.subarray((n * 3 + k) * 4, (n * 3 + k + 1) * 4).reduce((a, b) => a + b, 0);
        near([found['logits'].data[n * 3 + k]], [units + parts]);
        near([alone['logits'].data[n * 3 + k]], [units]);
      }
  });

  it('gives a missing feature no weight at all, whatever stands in its place', async () => {
    const other = values.map((row) => [...row]);
    other[1][0] = 40;
    other[2][2] = 1;
    other[3] = [9, 1, 1, 1, -9];
    const again = await run({ image, auxiliary: tensor(other), present: tensor(present) });
    for (const output of ['logits', 'attention', 'contributions']) assert.deepEqual(again[output].data, found[output].data, output);
    assert.equal(found['attention'].data[4], 0);
  });

  it('hears the none-token alone when nothing is known of a case', async () => {
    assert.deepEqual([...found['attention'].data.subarray(12)], [0, 0, 0, 1]);
    const neutral = await run({ image, ...neutralInputs(joined, 4) });
    assert.deepEqual(neutral['logits'].data.subarray(9), found['logits'].data.subarray(9));
    // A network whose only token is the none-token, the same weights: one feature that is never present.
    const lone = addAuxiliary(plain, { features: features.slice(0, 1), width: 8, seed: 3 });
    near((await run({ image, ...neutralInputs(lone, 4) }, lone.graph))['logits'].data, neutral['logits'].data, 1e-6);
  });

  it('lets what a feature adds to one class be taken from the others', () => {
    for (let n = 0; n < 4; n++)
      for (let i = 0; i < 4; i++)
        near([[0, 1, 2].reduce((sum, k) => sum + found['contributions'].data[(n * 3 + k) * 4 + i], 0)], [0], 1e-6);
  });

  it('asks by the image: the same features get other weights beside another image', async () => {
    const same = await run({ image, auxiliary: tensor(values.map(() => values[0])), present: tensor(values.map(() => [1, 1, 1])) });
    const [first, second] = [same['attention'].data.subarray(0, 4), same['attention'].data.subarray(4, 8)];
    assert.ok(Math.hypot(...first.map((a, i) => a - second[i])) > 1e-4);
  });

  it('is added at every position of the fully convolutional form, whose mean stays the logits', async () => {
    const whole = await run(
      {
        image: { dims: [1, 3, SIZE, SIZE], data: images.subarray(0, 3 * SIZE * SIZE) },
        auxiliary: tensor([values[0]]),
        present: tensor([present[0]]),
      },
      toFullyConvolutional(joined),
    );
    near(whole['contributions'].data, found['contributions'].data.subarray(0, 12));
    const cells = whole['logitMap'].dims[2] * whole['logitMap'].dims[3];
    for (let k = 0; k < 3; k++)
      near([whole['logitMap'].data.subarray(k * cells, (k + 1) * cells).reduce((a, b) => a + b, 0) / cells], [found['logits'].data[k]]);
  });

  it('takes a view of any size, with the batch still free', () => {
    const facts = inferShapes(toFullyConvolutional(joined));
    assert.deepEqual(facts.get('logitMap')?.dims.slice(0, 2), ['N', 3]);
    assert.deepEqual(inferShapes(joined.graph).get('logits')?.dims, ['N', 3]);
  });
});

describe('a classifier with features', () => {
  it('keeps names, statistics and categories in its file', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'auxiliary-'));
    await writeClassifier(joined, path.join(dir, 'joined.onnx'));
    const read = await readClassifier(path.join(dir, 'joined.onnx'));
    await rm(dir, { recursive: true });
    assert.deepEqual(read.auxiliary, features);
    assert.deepEqual(read.head, plain.head);
    assert.equal(networkHash(read), networkHash(joined));
  });

  it('is another network when its statistics differ', () => {
    const shifted = { ...joined, auxiliary: [{ ...features[0], mean: 56 } as AuxiliaryFeature, ...features.slice(1)] };
    assert.notEqual(networkHash(shifted), networkHash(joined));
  });

  it('is refused when what it says of its features is damaged or does not fit its inputs', () => {
    const withMetadata = (text: string) => ({
      ...joined.graph,
      metadata: {
        'deepminer.architecture': 'small',
        'deepminer.classes': JSON.stringify(plain.classes),
        'deepminer.inputSize': '16',
        'deepminer.mean': JSON.stringify(plain.mean),
        'deepminer.std': JSON.stringify(plain.std),
        'deepminer.auxiliary': text,
      },
    });
    assert.deepEqual(asClassifier(withMetadata(JSON.stringify(features))).auxiliary, features);
    const damaged = [
      '[',
      '[]',
      '{}',
      JSON.stringify(features.slice(1)),
      JSON.stringify([{ ...features[0], deviation: 0 }, ...features.slice(1)]),
      JSON.stringify([features[0], { name: 'smoking', kind: 'category', categories: [] }, features[2]]),
      JSON.stringify([features[0], features[0], features[2]]),
    ];
    for (const text of damaged) assert.throws(() => asClassifier(withMetadata(text)), ProblemError, text);
  });

  it('is nothing to a network without: its file says nothing of features', () => {
    const bytes = Buffer.from(encodeModel(plain.graph));
    for (const word of ['auxiliary', 'present', 'attention', 'contributions', 'logits/image']) assert.ok(!bytes.includes(word), word);
    assert.deepEqual([plain.graph.inputs.map((i) => i.name), plain.graph.outputs.map((o) => o.name)], [['image'], ['features', 'logits']]);
    assert.ok(!Buffer.from(encodeModel(toFullyConvolutional(plain))).includes('auxiliary'));
    assert.deepEqual(neutralInputs(plain, 4), {});
  });

  it('takes one block, over at least one feature', () => {
    assert.throws(() => addAuxiliary(joined, { features, width: 8, seed: 1 }), RangeError);
    assert.throws(() => addAuxiliary(plain, { features: [], width: 8, seed: 1 }), RangeError);
  });
});
