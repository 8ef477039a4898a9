import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openProject, type Project } from '../../../src/project/project';
import { takeLock } from '../../../src/project/runLock';
import { appendEvent, createRun, findRun, readEvents, runNames, summariseRun } from '../../../src/project/runs';
import type { ProblemError } from '../../../src/protocol/problem';

const part = { loss: 0.5, accuracy: 0.8, auc: { normal: 0.9 } };
const epoch = (n: number) => ({
  type: 'epoch' as const,
  epoch: n,
  checkpoint: `checkpoints/epoch-0${n}.onnx`,
  network: 'hash',
  learningRate: 0.1,
  seconds: 1,
  patchesPerSecond: 10,
  train: part,
  holdout: part,
});

describe('run folders', () => {
  let project: Project;
  beforeEach(async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-runs-'));
    await mkdir(path.join(dir, 'data'));
    await writeFile(path.join(dir, 'deepminer.json'), '{}');
    project = await openProject(dir);
  });
  afterEach(() => rm(project.dir, { recursive: true, force: true }));

  it('are numbered when no name is given, and the newest is found', async () => {
    assert.equal((await createRun(project, project.config)).run, 'run-001');
    assert.equal((await createRun(project, project.config)).run, 'run-002');
    assert.deepEqual(await runNames(project), ['run-001', 'run-002']);
    assert.equal((await findRun(project)).run, 'run-002');
  });

  it('are never written over, and their names cannot leave the folder', async () => {
    await createRun(project, project.config, 'first try');
    await assert.rejects(createRun(project, project.config, 'first try'), (e: ProblemError) => e.problem.code === 'run.exists');
    await assert.rejects(createRun(project, project.config, '../outside'), (e: ProblemError) => e.problem.code === 'run.name');
    await assert.rejects(findRun(project, '../outside'), (e: ProblemError) => e.problem.code === 'run.missing');
  });

  it('go on while a process has them, and tell its progress; a torn last line is passed over', async () => {
    const { run, dir } = await createRun(project, project.config);
    const held = await takeLock(dir, true);
    const preparing = await summariseRun(project, run);
    assert.deepEqual([preparing.status, preparing.process], ['running', { pid: process.pid, host: undefined, detached: true }]);
    await appendEvent(dir, { type: 'started', pid: process.pid, epochs: 2, trainPatches: 100 });
    await writeFile(path.join(dir, 'progress.json'), '{"at":"now","stage":"train","done":1,"total":4,"epoch":1}');
    assert.equal((await summariseRun(project, run)).progress?.epoch, 1);
    await appendEvent(dir, epoch(1));
    await appendFile(path.join(dir, 'events.jsonl'), '{"type":"epo');
    const summary = await summariseRun(project, run);
    assert.equal(summary.epochsDone, 1);
    assert.equal(summary.checkpoint, path.join(dir, 'checkpoints/epoch-01.onnx'));
    assert.equal((await readEvents(dir)).length, 2);
    await held.release();
  });

  it('without a process are interrupted, whatever process number their events name; their progress is history', async () => {
    const { run, dir } = await createRun(project, project.config);
    await appendEvent(dir, { type: 'started', pid: process.pid, epochs: 2, trainPatches: 100 });
    await writeFile(path.join(dir, 'progress.json'), '{"at":"then","stage":"train","done":1,"total":4}');
    const broken = await summariseRun(project, run);
    assert.deepEqual([broken.status, broken.progress, broken.process], ['interrupted', undefined, undefined]);
    await appendEvent(dir, { type: 'finished' });
    assert.equal((await summariseRun(project, run)).status, 'finished');
  });

  it('that failed say why', async () => {
    const { run, dir } = await createRun(project, project.config);
    await appendEvent(dir, { type: 'failed', message: 'no cases' });
    assert.deepEqual((await summariseRun(project, run)).failure, { message: 'no cases', problem: undefined });
  });

  it('an event after a torn line is not lost', async () => {
    const { run, dir } = await createRun(project, project.config);
    await appendFile(path.join(dir, 'events.jsonl'), '{"type":"epo');
    await appendEvent(dir, { type: 'cancelled' });
    assert.equal((await summariseRun(project, run)).status, 'cancelled');
  });
});
