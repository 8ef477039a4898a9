/** A process is known by its number and its start together. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ownIdentity, presenceOf } from '../../../src/processes/identity';

describe('the identity of a process', () => {
  it('says of this process that it is alive', async () => {
    const own = await ownIdentity();
    assert.equal(own.pid, process.pid);
    assert.equal(await presenceOf(own), 'alive');
  });

  it('does not take another process under the same number for the one that was noted', async function () {
    const own = await ownIdentity();
    // Where the system tells no start, the number is all there is.
    if (own.start === '') this.skip();
    assert.equal(await presenceOf({ ...own, start: `${own.start}0` }), 'gone');
  });

  it('says of a process that was killed that it is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const noted = { ...(await ownIdentity()), pid: child.pid!, start: '' };
    assert.equal(await presenceOf(noted), 'alive');
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(await presenceOf(noted), 'gone');
  });

  it('knows nothing of processes on another machine, and that a restart of this one ended all before', async () => {
    const own = await ownIdentity();
    assert.equal(await presenceOf({ ...own, host: 'another', machine: 'another boot/pid:[1]' }), 'elsewhere');
    assert.equal(await presenceOf({ ...own, machine: 'an earlier boot/pid:[1]' }), 'gone');
  });
});
