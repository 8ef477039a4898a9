/** A project's features on their way to training and to a trained network. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { featuresOf, joinFeatures } from '../../../src/compute/features';
import type { OpenData } from '../../../src/compute/workspace';
import type { Part } from '../../../src/dataset/model';
import { buildNetwork } from '../../../src/network/build';
import { networkHash } from '../../../src/network/classifier';
import type { PatchStore } from '../../../src/patches/patch';
import { type ConfigInput, configSchema } from '../../../src/project/config';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask, type Task } from '../../../src/protocol/task';

const plain = buildNetwork({ architecture: 'small', classes: ['normal', 'benign', 'malignant'], inputSize: 16, seed: 1 });
const store: PatchStore = { hash: 'patches', size: 16, patches: [], read: async () => new Float32Array(), close: async () => undefined };
const parts = new Map<string, Part>([
  ['a', 'train'],
  ['b', 'train'],
  ['c', 'holdout'],
  ['d', 'test'],
]);

describe("a project's features", () => {
  let dir: string;
  let said: string[];
  let task: Task;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'project-features-'));
  });
  after(() => rm(dir, { recursive: true }));
  beforeEach(() => {
    said = [];
    task = { ...quietTask(), log: (level, message) => said.push(`${level} ${message}`) };
  });

  /** The project with this table; without one, deepminer.json names none. */
  const project = async (csv?: string, auxiliary: Partial<NonNullable<ConfigInput['auxiliary']>> = {}) => {
    if (csv !== undefined) await writeFile(path.join(dir, 'features.csv'), csv);
    const config = configSchema.parse(csv === undefined ? {} : { auxiliary: { file: 'features.csv', ...auxiliary } });
    const cases = [...parts.keys()].map((id) => ({ id, dir: '', views: [] }));
    return { parts, dataset: { root: dir, cases, problems: [] }, project: { dir, config } } as unknown as OpenData;
  };
  const csv = 'case,age,risk\na,50,1\nb,60,-1\nc,900,0\nz,1,1\n';

  it('are not there unless deepminer.json names them: network and patches are what they were', async () => {
    const joined = await joinFeatures(plain, store, await project(), task);
    assert.equal(joined.classifier, plain);
    assert.equal(joined.train, store);
    assert.equal(joined.inputs, undefined);
    assert.equal(await featuresOf(plain, await project(), task), undefined);
    // Nor does a table change a network that was trained without it.
    assert.equal(await featuresOf(plain, await project(csv), task), undefined);
    assert.deepEqual(said, []);
  });

  it('join the network with statistics of the training part, and what is left out is said', async () => {
    const { classifier, inputs } = await joinFeatures(plain, store, await project(csv), task);
    assert.deepEqual(classifier.auxiliary, [
      { name: 'age', kind: 'number', mean: 55, deviation: 5 },
      { name: 'risk', kind: 'number', mean: 0, deviation: 1 },
    ]);
    assert.ok(inputs);
    assert.deepEqual(
      said.map((line) => line.replace(/^(\w+) .*found (.*); expected.*$/, '$1 $2')),
      ['warn 1 row of unknown cases: z', 'warn no row for 1 of 4 cases: d', 'info Features beside the images: age (number), risk (number)'],
    );
  });

  it('are told to a trained network with its own statistics, also when training cases are no longer in the table', async () => {
    const { classifier } = await joinFeatures(plain, store, await project(csv), task);
    const features = await featuresOf(classifier, await project('case,age,risk\nd,65,2\n'), task);
    assert.deepEqual([...features!.inputs(['d'])['auxiliary'].data], [2, 2]);
  });

  it('change the address of the patches with any value, so that no run is resumed on others', async () => {
    const first = await joinFeatures(plain, store, await project(csv), task);
    const same = await joinFeatures(plain, store, await project(`${csv}y,3,3\n`), task);
    const other = await joinFeatures(plain, store, await project(csv.replace('900', '901')), task);
    assert.equal(first.train.hash, same.train.hash);
    assert.notEqual(first.train.hash, store.hash);
    assert.notEqual(first.train.hash, other.train.hash);
    assert.equal(networkHash(first.classifier), networkHash(other.classifier));
  });

  it('of a network that brings its own block are taken as that network knows them', async () => {
    const { classifier } = await joinFeatures(plain, store, await project(csv), task);
    const further = await joinFeatures(classifier, store, await project('case,risk,age\na,5,10\nb,6,20\n'), task);
    assert.equal(further.classifier, classifier);
    await assert.rejects(
      joinFeatures(classifier, store, await project(), task),
      (e) => e instanceof ProblemError && e.problem.code === 'auxiliary.noTable',
    );
    await assert.rejects(featuresOf(classifier, await project('case,age\na,5\n'), task), /no column risk/);
  });

  it('obey what deepminer.json says of columns', async () => {
    const { classifier } = await joinFeatures(plain, store, await project(csv, { columns: { age: 'ignore', risk: 'category' } }), task);
    assert.deepEqual(classifier.auxiliary, [{ name: 'risk', kind: 'category', categories: ['-1', '1'] }]);
  });
});
