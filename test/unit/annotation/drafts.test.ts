/** Facts of drafts on the disk. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type DraftOwner, keepDraft, readDrafts } from '../../../src/annotation/drafts';
import type { KeptDraft } from '../../../src/protocol/annotation';
import { unitId, unitIndex } from '../../../src/protocol/unit';

const unit = unitId(unitIndex(3));
const owner: DraftOwner = { expert: 'Dr. Wu', mining: '91ab33f0', mode: 'blind' };
const kept = (description: string): KeptDraft => ({
  draft: { recognizable: true, phenomena: [{ description, terms: [] }] },
  seconds: 4.5,
  revision: 7,
  submitted: false,
});

describe('drafts on the disk', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'deepminer-drafts-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('come back as they were kept, half a phenomenon too, and are gone when done with', async () => {
    await keepDraft(root, owner, unit, kept('spic'));
    await keepDraft(root, owner, unit, kept('spiculated'));
    deepEqual(await readDrafts(root, owner), { drafts: { [unit]: kept('spiculated') }, broken: [] });
    await keepDraft(root, owner, unit);
    await keepDraft(root, owner, unit);
    deepEqual((await readDrafts(root, owner)).drafts, {});
  });

  it('are each expert’s, mining result’s and kind of survey’s own', async () => {
    await keepDraft(root, owner, unit, kept('mine'));
    for (const other of [{ expert: 'dr. wu' }, { mining: '00ff' }, { mode: 'consensus' as const }])
      deepEqual((await readDrafts(root, { ...owner, ...other })).drafts, {});
  });

  it('that are damaged are named and passed over', async () => {
    await keepDraft(root, owner, unit, kept('whole'));
    const dir = path.dirname(await fileOf(root));
    await writeFile(path.join(dir, 'unit_0009.json'), '{"draft": 3');
    equal(Object.keys((await readDrafts(root, owner)).drafts).length, 1);
    deepEqual(
      (await readDrafts(root, owner)).broken.map((f) => path.basename(f)),
      ['unit_0009.json'],
    );
  });

  it('that cannot be read at all are named too, and stop no survey', async () => {
    await writeFile(path.join(root, 'blind'), 'a file where a folder should be');
    deepEqual((await readDrafts(root, owner)).broken.length, 1);
  });

  it('never leave their folder', async () => {
    await rejects(keepDraft(root, { ...owner, mining: '../../etc' }, unit, kept('x')), RangeError);
    await rejects(keepDraft(root, owner, '../x' as typeof unit, kept('x')), RangeError);
  });
});

async function fileOf(root: string): Promise<string> {
  const [file] = (await readdir(root, { recursive: true, withFileTypes: true })).filter((f) => f.isFile());
  return path.join(file.parentPath, file.name);
}
