import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { listRuns } from '../../../src/compute/methods/listRuns';
import { runFiles } from '../../../src/compute/methods/runHistory';
import type { ComputeMethodsClient } from '../../../src/host/computeClient';
import { gatedCompute, UNTRUSTED } from '../../../src/host/looking/gate';
import type { LookedAtFiles } from '../../../src/host/looking/lookedAtFiles';
import { lookingMethods } from '../../../src/host/looking/lookingMethods';
import { openProject } from '../../../src/project/project';
import { appendEvent, createRun } from '../../../src/project/runs';
import type { EpochMetrics } from '../../../src/protocol/compute';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';

const onDisk: LookedAtFiles = {
  text: (file) => readFile(file, 'utf8'),
  bytes: (file) => readFile(file),
  names: (folder) => readdir(folder).catch(() => []),
  join: path.join,
};

const measured = { loss: 0.5, accuracy: 0.8, auc: { malignant: 0.9 } };
const epoch = (number: number): EpochMetrics => ({
  epoch: number,
  learningRate: 0.02,
  seconds: 1,
  patchesPerSecond: 100,
  train: measured,
  holdout: measured,
});

describe('a project looked at without computing', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-looking-'));
    await mkdir(path.join(dir, 'cases'));
    await writeFile(path.join(dir, 'deepminer.json'), '{ "dataset": { "root": "cases" } }');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function makeRuns(): Promise<void> {
    const project = await openProject(dir);
    for (const name of ['first', 'second', 'third']) {
      const run = await createRun(project, project.config, name);
      await appendEvent(run.dir, { type: 'started', pid: 1, epochs: 2, trainPatches: 77 });
      for (const number of [1, 2]) {
        const checkpoint = `checkpoints/epoch-0${number}.onnx`;
        await appendEvent(run.dir, { type: 'epoch', checkpoint, network: `network-${number}`, ...epoch(number) });
      }
      if (name === 'second') await appendEvent(run.dir, { type: 'failed', message: 'the disk was full' });
      if (name === 'third') await appendEvent(run.dir, { type: 'finished', bestEpoch: 2 });
    }
    await mkdir(path.join(dir, 'runs', 'first', 'mining', '0123456789abcdef'), { recursive: true });
    const evaluation = { version: 2, run: 'third', network: 'network-1', checkpoint: '/elsewhere/epoch-01.onnx' };
    await writeFile(path.join(dir, 'runs', 'third', 'evaluation.json'), JSON.stringify(evaluation));
  }

  it('has what the compute process finds in a run, but for its checkpoints', async () => {
    await makeRuns();
    const mining = path.join(dir, 'runs', 'third', 'mining', 'fedcba9876543210');
    await mkdir(mining, { recursive: true });
    const manifest = {
      version: 1,
      hash: 'fedcba9876543210',
      network: 'network-2',
      checkpoint: '/elsewhere/epoch-02.onnx',
      options: {},
      units: ['unit_0001'],
    };
    await writeFile(path.join(mining, 'manifest.json'), JSON.stringify(manifest));
    for (const run of ['first', 'third']) {
      const computed = await runFiles({ project: dir, run }, { ...quietTask(), cellOutput: () => undefined });
      const looked = await lookingMethods(onDisk).runFiles({ project: dir, run });
      assert.deepEqual(JSON.parse(JSON.stringify(looked)), JSON.parse(JSON.stringify({ ...computed, checkpoints: [] })));
    }
    await assert.rejects(lookingMethods(onDisk).runFiles({ project: dir, run: '../third' }), ProblemError);
  });

  it('has the runs that the compute process lists, field by field', async () => {
    await makeRuns();
    const computed = await listRuns({ project: dir }, { ...quietTask(), cellOutput: () => undefined });
    assert.deepEqual(
      computed.map(({ run, status, mined, evaluationOutdated }) => [run, status, mined, evaluationOutdated]),
      [
        ['first', 'interrupted', '0123456789abcdef', undefined],
        ['second', 'failed', undefined, undefined],
        ['third', 'finished', undefined, true],
      ],
    );
    assert.deepEqual(await lookingMethods(onDisk).listRuns({ project: dir }), computed);
  });

  it('says of figures of an earlier network what they are, and of a run without figures that there are none', async () => {
    await makeRuns();
    const looking = lookingMethods(onDisk);
    const opened = await looking.openEvaluation({ project: dir });
    assert.equal(opened.run, 'third');
    assert.match(opened.outdated ?? '', /^These figures are of epoch-01\.onnx \(network network-\).*epoch-02\.onnx/);
    await assert.rejects(looking.openEvaluation({ project: dir, run: 'first' }), /evaluation\.json: found no evaluation/);
    await assert.rejects(looking.openEvaluation({ project: dir, run: '../../elsewhere' }), /found no run/);
    await assert.rejects(looking.openDataCheck({ project: dir }), /not checked yet/);
  });

  it('passes over what is no run, whatever lies in its folder', async () => {
    await makeRuns();
    for (const [name, content] of [
      ['text', 'not JSON'],
      ['number', '7'],
      ['foreign', '{"config": {"network": {"architecture": 7}}}'],
      ['nothing', 'null'],
    ]) {
      await mkdir(path.join(dir, 'runs', name));
      await writeFile(path.join(dir, 'runs', name, 'config.json'), content);
    }
    await writeFile(path.join(dir, 'runs', 'first', 'events.jsonl'), '{"type":"epoch"}\nnull\n[]\n"text"\n{"type":"finished"}\n');
    const runs = await lookingMethods(onDisk).listRuns({ project: dir });
    assert.deepEqual(
      runs.map(({ run }) => run),
      ['first', 'second', 'third'],
    );
  });

  it('reads nothing that the settings of the project name', async () => {
    await makeRuns();
    const read: string[] = [];
    const spying: LookedAtFiles = {
      ...onDisk,
      text: (file) => {
        read.push(file);
        return onDisk.text(file);
      },
    };
    const looking = lookingMethods(spying);
    await looking.listRuns({ project: dir });
    await looking.openEvaluation({ project: dir });
    await looking.openDataCheck({ project: dir }).catch(() => undefined);
    assert.ok(read.length > 6);
    assert.deepEqual(
      read.filter(
        (file) => !file.startsWith(path.join(dir, 'runs') + path.sep) && !file.startsWith(path.join(dir, '.deepminer') + path.sep),
      ),
      [],
    );
  });
});

describe('the gate before the compute process', () => {
  const calls: string[] = [];
  const compute = new Proxy({} as ComputeMethodsClient, {
    get: (_, name) => async () => {
      calls.push(String(name));
      return [];
    },
  });
  const looking = lookingMethods({
    text: () => Promise.reject(new Error('nothing')),
    bytes: () => Promise.reject(new Error('nothing')),
    names: async () => [],
    join: path.join,
  });

  beforeEach(() => calls.splice(0));

  it('shut, lets looks pass and refuses the rest with what to do; nothing reaches the process', async () => {
    const methods = gatedCompute(compute, looking, () => UNTRUSTED);
    assert.deepEqual(await methods.listRuns({ project: '/p' }), []);
    for (const method of [
      'train',
      'startTraining',
      'runCell',
      'saveAnswer',
      'saveDraft',
      'listAnnotations',
      'fetchWeights',
      'constructor',
    ] as const)
      await assert.rejects(
        Promise.resolve().then(() => (methods as Record<string, (p: object) => unknown>)[method]({})),
        (error: unknown) => error instanceof ProblemError && error.problem.code === 'workspace.untrusted',
        method,
      );
    assert.deepEqual(calls, []);
  });

  it('opens as soon as there is no refusal', async () => {
    let shut = true;
    const methods = gatedCompute(compute, looking, () => (shut ? UNTRUSTED : undefined));
    await methods.listRuns({ project: '/p' });
    shut = false;
    await methods.listRuns({ project: '/p' });
    assert.deepEqual(calls, ['listRuns']);
  });

  it('is no promise', async () => {
    const methods = gatedCompute(compute, looking, () => UNTRUSTED);
    assert.equal(await Promise.resolve(methods), methods);
  });
});
