import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runsOnce } from '../../../src/compute/runsOnce';
import { openProject, type Project } from '../../../src/project/project';
import { takeLock } from '../../../src/project/runLock';
import { appendEvent, createRun, type RunEvent, runNames, summariseRun } from '../../../src/project/runs';

const part = { loss: 0.5, accuracy: 0.8, auc: { normal: 0.9, benign: 0.8, malignant: 0.7 } };
const epoch = (n: number): RunEvent => {
  const pace = { learningRate: 0.1, seconds: 1, patchesPerSecond: 10 };
  return { type: 'epoch', epoch: n, checkpoint: `checkpoints/epoch-${n}.onnx`, network: 'hash', ...pace, train: part, holdout: part };
};
/** Past the time in which a file may change without its clock telling. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 80));

describe('runs that are read once', () => {
  let project: Project;
  beforeEach(async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-runs-'));
    await mkdir(path.join(dir, 'data'));
    await writeFile(path.join(dir, 'deepminer.json'), '{"dataset":{"root":"data"}}');
    project = await openProject(dir);
  });
  afterEach(() => rm(project.dir, { recursive: true, force: true }));

  const fresh = async () => Promise.all((await runNames(project)).map((name) => summariseRun(project, name)));

  it('are the same as those read anew, oldest first, whatever has changed since', async () => {
    const first = await createRun(project, project.config);
    const second = await createRun(project, project.config);
    await mkdir(path.join(project.runsDir, 'no run'));
    await settle();
    assert.deepEqual(await runsOnce(project), await fresh());
    await appendEvent(first.dir, epoch(1));
    assert.equal((await runsOnce(project))[0].epochsDone, 1);
    await settle();
    assert.deepEqual(await runsOnce(project), await fresh());
    await writeFile(path.join(first.dir, 'evaluation.json'), '{"network":"other"}');
    const [evaluated] = await runsOnce(project);
    assert.deepEqual([evaluated.evaluated, evaluated.evaluationOutdated], [true, true]);
    await settle();
    await runsOnce(project);
    await mkdir(path.join(first.dir, 'mining', '0123456789abcdef'), { recursive: true });
    assert.equal((await runsOnce(project))[0].mined, '0123456789abcdef');
    await settle();
    await runsOnce(project);
    const held = await takeLock(second.dir, true);
    assert.equal((await runsOnce(project))[1].status, 'running');
    await held.release();
    assert.equal((await runsOnce(project))[1].status, 'interrupted');
    await rm(first.dir, { recursive: true });
    assert.deepEqual(
      (await runsOnce(project)).map((r) => r.run),
      [second.run],
    );
  });

  it('of five hundred of a hundred epochs are listed again without reading any of them', async function () {
    this.timeout(120_000);
    const { dir } = await createRun(project, project.config, 'run-0');
    const { readFile } = await import('node:fs/promises');
    const config = await readFile(path.join(dir, 'config.json'), 'utf8');
    const events = Array.from({ length: 100 }, (_, i) => `${JSON.stringify(epoch(i + 1))}\n`).join('');
    await writeFile(path.join(dir, 'events.jsonl'), events);
    for (let n = 1; n < 500; n++) {
      const run = path.join(project.runsDir, `run-${n}`);
      await mkdir(path.join(run, 'checkpoints'), { recursive: true });
      await writeFile(path.join(run, 'config.json'), config);
      await writeFile(path.join(run, 'events.jsonl'), events);
    }
    await settle();
    const cold = performance.now();
    assert.equal((await runsOnce(project)).length, 500);
    const warm = performance.now();
    assert.equal((await runsOnce(project)).length, 500);
    const end = performance.now();
    const [readAll, readNone] = [warm - cold, end - warm];
    // A share, not a time: the machine may be busy with other things.
    assert.ok(readNone < readAll / 2, `${readNone} ms of ${readAll} ms`);
    // A file that is older than what is known of it is another file: a backup that was restored.
    await writeFile(path.join(project.runsDir, 'run-7', 'events.jsonl'), `${JSON.stringify(epoch(1))}\n`);
    await utimes(path.join(project.runsDir, 'run-7', 'events.jsonl'), 1, 1);
    assert.equal((await runsOnce(project)).find((r) => r.run === 'run-7')?.epochsDone, 1);
  });
});
