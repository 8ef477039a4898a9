/** Facts of a device's queue: one job at a time, in the order in which they came, and nobody waits for the dead. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inTurn } from '../../../src/devices/queue';
import { ownIdentity } from '../../../src/processes/identity';
import { type Progress, quietTask, type Task } from '../../../src/protocol/task';

describe('the queue of a device', function () {
  this.timeout(20_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'deepminer-queue-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const files = (): Promise<string[]> => readdir(folder);
  /** A task whose progress is kept, and its cancel. */
  function watched(): { task: Task; reports: Progress[]; abort: AbortController; logged: string[] } {
    const abort = new AbortController();
    const reports: Progress[] = [];
    const logged: string[] = [];
    const task: Task = {
      signal: abort.signal,
      progress: (p) => reports.push(p),
      log: (level, message) => logged.push(`${level} ${message}`),
    };
    return { task, reports, abort, logged };
  }
  /** Work that goes on until it is let go. */
  function held(): { work(): Promise<void>; end(): void; begun: Promise<void> } {
    let end = (): void => undefined;
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const work = (): Promise<void> => {
      begin();
      return ended;
    };
    return { work, end: () => end(), begun };
  }
  async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 10_000; Date.now() < end; await wait(20)) if (await holds()) return;
    assert.fail(`waited for ${what}`);
  }

  it('lets one job work at a time, in the order in which they came', async () => {
    const order: string[] = [];
    const first = held();
    const jobs = [inTurn(folder, 'a', quietTask(), first.work)];
    await first.begun;
    for (const name of ['b', 'c', 'd']) {
      const { task, reports } = watched();
      const work = async (): Promise<void> => void order.push(name);
      jobs.push(inTurn(folder, name, task, work));
      await until(`${name} to wait`, () => reports.length > 0);
    }
    assert.deepEqual(order, []);
    first.end();
    await Promise.all(jobs);
    assert.deepEqual(order, ['b', 'c', 'd']);
    assert.deepEqual(await files(), [], 'nothing is left behind');
  });

  it('keeps jobs that come at the same instant apart', async () => {
    let working = 0;
    let done = 0;
    const work = async (): Promise<void> => {
      assert.equal(++working, 1);
      await wait(20);
      working--;
      done++;
    };
    await Promise.all(Array.from({ length: 6 }, (_, i) => inTurn(folder, `job ${i}`, quietTask(), work)));
    assert.equal(done, 6);
    assert.deepEqual(await files(), []);
  });

  it('says what a job waits for, and lets it be cancelled while it waits: the others move up', async () => {
    const first = held();
    const working = inTurn(folder, 'Training run-001 in sample', quietTask(), first.work);
    await first.begun;
    const second = watched();
    const waiting = inTurn(folder, 'Mining run-001 in sample', second.task, () => assert.fail('it was cancelled'));
    await until('its word', () => second.reports.length > 0);
    assert.equal(second.reports[0].waitingFor, 'Training run-001 in sample');
    const third = watched();
    let done = false;
    const last = inTurn(folder, 'Evaluating run-001 in sample', third.task, async () => {
      done = true;
    });
    await until('its word', () => third.reports.at(-1)?.waitingFor === 'Training run-001 in sample and 1 more');
    second.abort.abort(new DOMException('Cancelled.', 'AbortError'));
    await assert.rejects(waiting, { name: 'AbortError' });
    await until('the third to move up', () => third.reports.at(-1)?.waitingFor === 'Training run-001 in sample');
    assert.equal(done, false);
    first.end();
    await Promise.all([working, last]);
    assert.equal(done, true);
    assert.deepEqual(await files(), []);
  });

  it('goes on after a job that failed', async () => {
    await assert.rejects(
      inTurn(folder, 'a', quietTask(), async () => {
        throw new Error('no memory');
      }),
      /no memory/,
    );
    assert.equal(await inTurn(folder, 'b', quietTask(), async () => 'done'), 'done');
  });

  it('waits for a job of another process, and no longer when that is killed', async () => {
    const script = path.resolve('test/unit/devices/holdingTurn.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const { task, reports } = watched();
    let done = false;
    const waiting = inTurn(folder, 'Mining', task, async () => {
      done = true;
    });
    await until('its word', () => reports.at(-1)?.waitingFor === 'Work elsewhere');
    await wait(700);
    assert.equal(done, false);
    child.kill('SIGKILL');
    await waiting;
    assert.equal(done, true);
    assert.deepEqual(await files(), [], 'what the killed process left is gone');
  });

  it('takes no ticket for a process that has only the number of the one that drew it', async () => {
    const own = await ownIdentity();
    const ticket = { token: 't', process: { ...own, start: `${own.start}0` }, detached: false, since: '', job: 'Training of yesterday' };
    await writeFile(path.join(folder, 'ticket-1.json'), JSON.stringify(ticket));
    const { task, reports } = watched();
    assert.equal(await inTurn(folder, 'Mining', task, async () => 'done'), 'done');
    assert.deepEqual(reports, []);
    assert.deepEqual(await files(), []);
  });

  it('costs no work where it cannot be kept: that is told', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const { task, logged } = watched();
    assert.equal(await inTurn(path.join(file, 'queue'), 'Mining', task, async () => 'done'), 'done');
    assert.match(logged.join(), /^warn The queue of this device cannot be kept/);
    assert.equal(await readFile(file, 'utf8'), '');
  });
});
