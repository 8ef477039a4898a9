/** Facts of how far a project has come: files tell it, whatever wrote them. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { milestonesOf } from '../../../src/host/milestones';

describe('the milestones of a project', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-milestones-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const write = async (...steps: string[]): Promise<void> => {
    const file = path.join(dir, ...steps);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, '');
  };
  const none = { trained: false, mined: false, annotated: false, explained: false };

  it('are none at its beginning, nor where there is no folder', async () => {
    assert.deepEqual(await milestonesOf([]), none);
    assert.deepEqual(await milestonesOf([dir, path.join(dir, 'nowhere')]), none);
  });

  it('are reached by whole results, not by begun ones', async () => {
    await write('runs', 'run-001', 'events.jsonl');
    await write('runs', 'run-001', 'checkpoints', 'epoch-01.state.safetensors');
    await write('runs', 'run-001', 'mining', 'abc', 'units.json');
    assert.deepEqual(await milestonesOf([dir]), none);
    await write('runs', 'run-001', 'checkpoints', 'epoch-01.onnx');
    assert.deepEqual(await milestonesOf([dir]), { ...none, trained: true });
    await write('runs', 'run-001', 'mining', 'abc', 'manifest.json');
    await write('annotations', 'dr-wu.jsonl');
    await write('runs', 'run-001', 'explanations', 'case0001.LEFT_CC.json');
    assert.deepEqual(await milestonesOf([dir]), { trained: true, mined: true, annotated: true, explained: true });
  });

  it('count in whichever project of the workspace', async () => {
    await write('a', 'deepminer.json');
    await write('b', 'annotations', 'dr-wu.jsonl');
    assert.deepEqual(await milestonesOf([path.join(dir, 'a'), path.join(dir, 'b')]), { ...none, annotated: true });
  });
});
