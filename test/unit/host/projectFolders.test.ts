/** Facts of hearing what other programs do in a project. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ProjectFolders } from '../../../src/host/projectFolders';

describe('the folders of a project', () => {
  let dir: string;
  let heard = 0;
  let folders: ProjectFolders;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-folders-'));
    heard = 0;
    folders = new ProjectFolders(() => heard++);
    await folders.watch([dir]);
  });
  afterEach(async () => {
    folders.dispose();
    await rm(dir, { recursive: true, force: true });
  });

  async function hears(what: () => Promise<unknown>): Promise<boolean> {
    await wait(500);
    const before = heard;
    await what();
    for (const end = Date.now() + 3000; Date.now() < end; await wait(20)) if (heard > before) return true;
    return false;
  }

  it('tell of a run that is made at once with all in it, and of what comes in it later', async () => {
    const run = path.join(dir, 'runs', 'run-001');
    const mining = path.join(run, 'mining', 'abc');
    assert.ok(await hears(() => mkdir(path.join(run, 'checkpoints'), { recursive: true })));
    assert.ok(await hears(() => writeFile(path.join(run, 'checkpoints', 'epoch-01.onnx'), '')));
    assert.ok(await hears(() => mkdir(mining, { recursive: true })));
    assert.ok(await hears(() => writeFile(path.join(mining, 'manifest.json'), '')));
    assert.ok(await hears(() => mkdir(path.join(dir, 'annotations'))));
    assert.ok(await hears(() => writeFile(path.join(dir, 'annotations', 'dr-wu.jsonl'), '')));
  });

  it('do not tell of the progress of a run, nor of anything after their end', async () => {
    const run = path.join(dir, 'runs', 'run-001');
    await hears(() => mkdir(run, { recursive: true }));
    assert.equal(await hears(() => writeFile(path.join(run, 'progress.json'), '')), false);
    folders.dispose();
    assert.equal(await hears(() => writeFile(path.join(run, 'evaluation.json'), '')), false);
  });
});
