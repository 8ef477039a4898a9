import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fingerprint } from '../../../src/dataset/fingerprint';

const never = new AbortController().signal;

describe("a folder's fingerprint", () => {
  let dir: string;
  const at = (...names: string[]) => path.join(dir, ...names);
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'fingerprint-'));
    await mkdir(at('volume', 'case'), { recursive: true });
    await writeFile(at('volume', 'case', 'a.ics'), 'one');
    await writeFile(at('volume', 'b.csv'), 'two');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('stays the same as long as nothing changes, hidden files apart', async () => {
    const first = await fingerprint(dir, never);
    await mkdir(at('.deepminer'));
    await writeFile(at('.deepminer', 'x'), 'y');
    assert.equal(await fingerprint(dir, never), first);
  });

  const changes: [string, () => Promise<unknown>][] = [
    ['another content of another length', () => writeFile(at('volume', 'b.csv'), 'three')],
    [
      'another content of the same length, its time put back',
      async () => {
        const { atime, mtime } = await stat(at('volume', 'b.csv'));
        await writeFile(at('volume', 'b.csv'), 'owt');
        await utimes(at('volume', 'b.csv'), atime, mtime);
      },
    ],
    ['another name', () => rename(at('volume', 'b.csv'), at('volume', 'c.csv'))],
    ['a file more', () => writeFile(at('volume', 'case', 'z'), '')],
    ['a file less', () => rm(at('volume', 'case', 'a.ics'))],
    ['another place', () => rename(at('volume', 'b.csv'), at('volume', 'case', 'b.csv'))],
    ['a folder gone', () => rm(at('volume'), { recursive: true })],
  ];
  for (const [name, change] of changes)
    it(`changes with ${name}`, async () => {
      const first = await fingerprint(dir, never);
      await new Promise((resolve) => setTimeout(resolve, 20)); // a tick of the file system's clock
      await change();
      assert.notEqual(await fingerprint(dir, never), first);
    });

  it('follows links without going round in circles', async () => {
    await symlink(dir, at('volume', 'round'));
    await symlink(at('volume', 'case'), at('linked'));
    await symlink(at('nowhere'), at('dangling'));
    assert.equal(await fingerprint(dir, never), await fingerprint(dir, never));
  });

  it('stops on abort', async () => {
    await assert.rejects(fingerprint(dir, AbortSignal.abort()), { name: 'AbortError' });
  });
});
