/** Facts of what is found wrong with a deepminer.json that its JSON schema cannot tell. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { checkSettings } from '../../../src/compute/methods/checkSettings';
import { quietTask } from '../../../src/protocol/task';

describe('the settings of a project', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-settings-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const check = (settings: object | string) => {
    const text = typeof settings === 'string' ? settings : JSON.stringify(settings, null, 2);
    return checkSettings({ project: dir, text }, { ...quietTask(), cellOutput: () => undefined });
  };
  const folderOf = async (...names: string[]): Promise<void> => {
    for (const name of names) {
      await mkdir(path.join(dir, 'data', name), { recursive: true });
      await writeFile(path.join(dir, 'data', name, 'image.png'), '');
    }
  };

  it('name a data set that is not there, at its line', async () => {
    const [problem, ...others] = await check({ dataset: { root: 'nowhere' } });
    assert.deepEqual(others, []);
    assert.match(problem.found, /dataset\.root "nowhere", which is no folder/);
    assert.equal(problem.line, 3);
    assert.equal(problem.file, path.join(dir, 'deepminer.json'));
  });

  it('are left to the editor where they are no JSON, or break the schema', async () => {
    assert.deepEqual(await check('{ "dataset": '), []);
    assert.deepEqual(await check({ dataset: { root: 'nowhere' }, training: { epochs: 0 } }), []);
  });

  it('tell all that contradicts itself, and every file that is not there', async () => {
    await folderOf('normal', 'benign', 'malignant');
    const problems = await check({
      dataset: { split: { holdout: 0.6, test: 0.6, lists: { train: 'train.txt' } } },
      network: { architecture: 'resnet18', weights: 'weights.pth' },
      auxiliary: { file: 'features.csv' },
      explanation: { background: 'healthy' },
    });
    const found = problems.map((p) => p.found.split(/[ "]/)[0]).sort();
    assert.deepEqual(found, ['auxiliary.file', 'dataset.split', 'dataset.split.lists.train', 'explanation.background', 'network.weights']);
    assert.ok(problems.every((p) => p.severity === 'error' && p.line !== undefined));
  });

  it('know published weights by their name', async () => {
    await folderOf('normal', 'benign', 'malignant');
    assert.deepEqual(await check({ network: { weights: 'imagenet' } }), []);
  });

  it('warn of classes without a folder, in plain folders and those of parts', async () => {
    await folderOf('cat', 'dog');
    const [problem, ...others] = await check({ classes: ['cat', 'bird'], explanation: { background: null } });
    assert.deepEqual(others, []);
    assert.equal(problem.severity, 'warning');
    assert.match(problem.found, /class "bird", which has no folder/);
    assert.match(problem.expected, /cat, dog/);
    assert.equal(problem.line, 4);
    await rm(path.join(dir, 'data'), { recursive: true });
    await folderOf('train/cat', 'train/bird', 'test/cat');
    assert.deepEqual(await check({ classes: ['cat', 'bird'], explanation: { background: null } }), []);
  });
});
