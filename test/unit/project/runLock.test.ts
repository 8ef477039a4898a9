/** One process works on a run: who may take its lock, and what a lock says of a run. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ownIdentity, type ProcessIdentity } from '../../../src/processes/identity';
import { goesOn, lockState, type RunLock, takeLock } from '../../../src/project/runLock';
import type { ProblemError } from '../../../src/protocol/problem';

/** Beyond any process number that Linux, macOS or Windows hands out. */
const NOBODY = 2 ** 30;

describe('the lock of a run', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-lock-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** A lock as another process left it. */
  const left = async (changes: Partial<ProcessIdentity>, n = 1): Promise<string> => {
    const file = path.join(dir, `lock-${n}.json`);
    const lock: RunLock = { token: `left ${n}`, process: { ...(await ownIdentity()), ...changes }, detached: true, since: '' };
    await writeFile(file, JSON.stringify(lock));
    return file;
  };
  const code = (expected: string) => (error: ProblemError) => error.problem.code === expected;
  const locks = async () => (await readdir(dir)).sort();

  it('is held from its taking to its release, and nothing is left then', async () => {
    const held = await takeLock(dir, true);
    const state = await lockState(dir);
    assert.equal(state.state, 'held');
    assert.ok(goesOn(state));
    await assert.rejects(takeLock(dir, true), code('run.running'));
    await held.release();
    assert.deepEqual(await lockState(dir), { state: 'free' });
    assert.deepEqual(await locks(), []);
  });

  it('goes to one of many takers at once, whether the run was free or its lock stale', async () => {
    for (const stale of [false, true]) {
      if (stale) await left({ pid: NOBODY });
      const takers = await Promise.allSettled(Array.from({ length: 12 }, () => takeLock(dir, true)));
      const winners = takers.filter((t) => t.status === 'fulfilled');
      assert.equal(winners.length, 1, stale ? 'from a stale lock' : 'from a free run');
      for (const t of takers) if (t.status === 'rejected') assert.equal((t.reason as ProblemError).problem.code, 'run.running');
      const { token } = winners[0].value.lock;
      const state = await lockState(dir);
      assert.ok(state.state === 'held' && state.lock.token === token);
      await winners[0].value.release();
    }
  });

  it('of a process that is gone, or whose number another process has now, is stale', async function () {
    await left({ pid: NOBODY });
    assert.equal((await lockState(dir)).state, 'stale');
    const { start } = await ownIdentity();
    if (start === '') this.skip();
    await left({ start: `${start}0` });
    const state = await lockState(dir);
    assert.equal(state.state, 'stale');
    assert.equal(goesOn(state), false);
    await (await takeLock(dir, true)).release();
    assert.deepEqual(await locks(), []);
  });

  it('of another machine goes on as long as it gives signs of life, and is never taken from here', async () => {
    const file = await left({ host: 'elsewhere', machine: 'elsewhere' });
    const fresh = await lockState(dir);
    assert.equal(fresh.state, 'elsewhere');
    assert.equal(goesOn(fresh), true);
    await assert.rejects(takeLock(dir, true), (error: ProblemError) => {
      assert.match(error.message, /on elsewhere.*delete this file/);
      assert.equal(error.problem.file, file);
      return error.problem.code === 'run.elsewhere';
    });
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(file, longAgo, longAgo);
    assert.equal(goesOn(await lockState(dir)), false);
    await assert.rejects(takeLock(dir, true), code('run.elsewhere'));
  });

  it('of a container of this name is stale when it has been silent: it was started again', async () => {
    const own = await ownIdentity();
    const file = await left({ machine: `${own.machine.split('/')[0]}/pid:[1]` });
    assert.equal((await lockState(dir)).state, 'elsewhere');
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(file, longAgo, longAgo);
    assert.equal((await lockState(dir)).state, 'stale');
  });

  it('tells its holder that it was deleted or taken over, and is then not released by it', async () => {
    const held = await takeLock(dir, true);
    assert.equal(await held.beat(), true);
    const file = await left({}, 1);
    assert.equal(await held.beat(), false);
    await held.release();
    assert.equal((JSON.parse(await readFile(file, 'utf8')) as RunLock).token, 'left 1');
    await rm(file);
    assert.equal(await held.beat(), false);
  });

  it('without readable content keeps others away while it may still be written, and no longer', async () => {
    const file = path.join(dir, 'lock-1.json');
    await writeFile(file, '');
    await assert.rejects(takeLock(dir, true), code('run.running'));
    const before = new Date(Date.now() - 60_000);
    await utimes(file, before, before);
    await (await takeLock(dir, true)).release();
  });
});
