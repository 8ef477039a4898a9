import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { configSchema } from '../../../src/project/config';
import { contentHash, readJson, writeFileWhole, writeJson } from '../../../src/project/files';
import { openProject, parseConfig, requireData } from '../../../src/project/project';
import { configJsonSchema } from '../../../src/project/schema';
import { ProblemError } from '../../../src/protocol/problem';

const problemOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('no problem was found');
};

describe('deepminer.json', () => {
  it('an empty file means the choices of the paper', () => {
    const config = parseConfig('{}', 'deepminer.json');
    assert.deepEqual(config.classes, ['normal', 'benign', 'malignant']);
    assert.deepEqual(config.patches.side, [0.25]);
    assert.equal(config.training.learningRate, 1e-4);
    assert.equal(config.training.batch, 32);
    assert.equal(config.training.epochs, 5);
    assert.equal(config.network.architecture, 'resnet152');
    assert.equal(config.mining.unitsPerClass, 20);
    assert.deepEqual(config.mining.mask, { rule: 'share', of: 0.2 });
    assert.equal(config.explanation.units, 5);
  });

  it('an unknown field is named with its line', () => {
    const problem = problemOf(() => parseConfig('{\n  "training": {\n    "epoch": 3\n  }\n}', 'p/deepminer.json'));
    assert.equal(problem.code, 'project.field');
    assert.match(problem.found, /training\.epoch/);
    assert.equal(problem.line, 3);
    assert.equal(problem.file, 'p/deepminer.json');
  });

  it('cannot weigh a class there is not', () => {
    const problem = problemOf(() => parseConfig('{\n  "training": {\n    "classWeights": { "malignent": 3 }\n  }\n}', 'deepminer.json'));
    assert.equal(problem.line, 3);
    assert.match(problem.found, /malignent/);
    assert.deepEqual(parseConfig('{"training": {"classWeights": "balanced"}}', 'f').training.classWeights, 'balanced');
    assert.deepEqual(parseConfig('{"training": {"classWeights": {"malignant": 3}}}', 'f').training.classWeights, { malignant: 3 });
    assert.match(problemOf(() => parseConfig('{"training": {"classWeights": {"malignant": 0}}}', 'f')).found, /training\.classWeights/);
  });

  it('a wrong value is named with what was expected', () => {
    const problem = problemOf(() => parseConfig('{"training": {"epochs": "many"}}', 'deepminer.json'));
    assert.match(problem.found, /training\.epochs/);
    assert.match(problem.expected, /number/);
  });

  it('shares that leave nothing to train on are refused', () => {
    assert.match(problemOf(() => parseConfig('{"dataset": {"split": {"holdout": 0.5, "test": 0.5}}}', 'd')).found, /nothing to train on/);
  });

  it('a background class that does not exist is refused', () => {
    assert.match(problemOf(() => parseConfig('{"explanation": {"background": "healthy"}}', 'd')).expected, /normal, benign, malignant/);
  });

  it('its JSON schema knows every field with a description', () => {
    const schema = configJsonSchema() as { properties: Record<string, { properties?: Record<string, { description?: string }> }> };
    assert.deepEqual(Object.keys(schema.properties).sort(), Object.keys(configSchema.shape).sort());
    for (const [name, field] of Object.entries(schema.properties.training.properties ?? {}))
      if (name !== 'seed') assert.ok(field.description, `training.${name} has no description`);
  });
});

describe('a project folder', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-project-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('without deepminer.json says how to make one', async () => {
    await assert.rejects(openProject(dir), (e: ProblemError) => e.problem.code === 'project.missing' && /sample/.test(e.problem.remedy));
  });

  it('whose data folder is absent names the field', async () => {
    await writeFile(path.join(dir, 'deepminer.json'), '{"dataset": {"root": "nowhere"}}');
    const project = await openProject(dir);
    await assert.rejects(requireData(project), (e: ProblemError) => e.problem.code === 'project.noData' && /nowhere/.test(e.problem.found));
  });

  it('opens with its folders beside it', async () => {
    await writeFile(path.join(dir, 'deepminer.json'), '{}');
    await mkdir(path.join(dir, 'data'));
    const project = await openProject(dir);
    assert.equal(project.runsDir, path.join(dir, 'runs'));
    assert.equal(project.dataDir, path.join(dir, 'data'));
  });

  it('files are whole or absent: a failed write leaves the old one and no rest', async () => {
    const file = path.join(dir, 'sub', 'a.json');
    await writeJson(file, { a: 1 });
    await mkdir(path.join(dir, 'folder.json'));
    await writeFile(path.join(dir, 'folder.json', 'child'), '');
    await assert.rejects(writeFileWhole(path.join(dir, 'folder.json'), 'text'));
    assert.deepEqual((await readdir(dir)).sort(), ['folder.json', 'sub']);
    assert.deepEqual(await readJson(file, 'a test'), { a: 1 });
  });

  it('a missing or broken JSON file names what makes it', async () => {
    await assert.rejects(readJson(path.join(dir, 'none.json'), 'deepminer mine'), /deepminer mine/);
    await writeFile(path.join(dir, 'torn.json'), '{"a":');
    await assert.rejects(readJson(path.join(dir, 'torn.json'), 'deepminer mine'), (e: ProblemError) => e.problem.code === 'file.json');
  });
});

describe('a content hash', () => {
  it('does not depend on the order of fields, and does on every value', () => {
    assert.equal(contentHash({ a: 1, b: [1, { c: 2, d: 3 }] }), contentHash({ b: [1, { d: 3, c: 2 }], a: 1 }));
    assert.notEqual(contentHash({ a: [1, 2] }), contentHash({ a: [2, 1] }));
    assert.equal(contentHash({ a: 1, b: undefined }), contentHash({ a: 1 }));
  });
});
