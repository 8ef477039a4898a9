/** A run in a process of its own: it outlives its starter, is followed and cancelled by its folder, and killed it goes on from its checkpoint. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { MethodContext } from '../../../src/compute/method';
import { methods } from '../../../src/compute/methods';
import { lockState } from '../../../src/project/runLock';
import { readEvents } from '../../../src/project/runs';
import type { StartTraining } from '../../../src/protocol/compute';
import type { ProblemError } from '../../../src/protocol/problem';
import { type Progress, quietTask } from '../../../src/protocol/task';

const LONG = 100_000;

describe('a run in a process of its own', function () {
  this.timeout(60_000);
  let project: string;
  const started: number[] = [];

  const context = (changes: Partial<MethodContext> = {}): MethodContext => ({ ...quietTask(), cellOutput: () => undefined, ...changes });
  const runDir = (run: string) => path.join(project, 'runs', run);
  const epochsOf = async (run: string) => (await readEvents(runDir(run))).flatMap((e) => (e.type === 'epoch' ? [e.epoch] : []));
  const start = async (params: Partial<StartTraining> = {}) => {
    const run = await methods.startTraining({ project, environment: { DEEPMINER_THREADS: '1' }, ...params }, context());
    started.push(run.pid);
    return run;
  };
  const until = async (what: string, holds: () => Promise<boolean>) => {
    for (const end = Date.now() + 30_000; Date.now() < end; await wait(50)) if (await holds()) return;
    assert.fail(`waited 30 s for ${what}`);
  };

  before(async () => {
    project = await mkdtemp(path.join(os.tmpdir(), 'deepminer-detached-'));
    await methods.createSample({ dir: project, cases: 5, seed: 1 }, context());
    const file = path.join(project, 'deepminer.json');
    const config = JSON.parse(await readFile(file, 'utf8')) as { patches: object; training: object };
    Object.assign(config.patches, { size: 32, normalPerView: 1 });
    Object.assign(config.training, { epochs: 2, batch: 8, decay: null });
    await writeFile(file, JSON.stringify(config));
  });
  after(async () => {
    for (const pid of started) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended, as it should.
      }
    }
    await rm(project, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  it('has a session of its own, is followed by its folder to its end, and leaves its log', async () => {
    const { run, pid, log } = await start();
    assert.notEqual(pid, process.pid);
    if (process.platform === 'linux') {
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
      assert.equal(Number(fields[3]), pid, 'the process leads its session');
    }
    const seen: Progress[] = [];
    const lines: string[] = [];
    const summary = await methods.followRun(
      { project, run, logFrom: 0 },
      context({ progress: (p) => seen.push(p), log: (level, message) => lines.push(`${level}: ${message}`) }),
    );
    assert.deepEqual([summary.status, summary.epochsDone], ['finished', 2]);
    assert.ok(seen.length > 0);
    assert.ok(lines.includes(`info: Process ${pid} takes run ${run}.`), lines.join('\n'));
    await until('its last words', async () => (await readFile(log, 'utf8')).endsWith(`Run ${run}: finished.\n`));
    assert.deepEqual(
      (await readdir(runDir(run))).filter((f) => /lock|progress|cancel|tmp/.test(f)),
      [],
    );
  });

  it('goes on when its starter is killed; killed itself it is interrupted, and resumed it has every epoch once', async () => {
    const cli = path.resolve('src/cli/main.ts');
    const args = ['--import=tsx', cli, 'train', '--detach', '--json', '--project', project, '--run', 'kept', '--epochs', String(LONG)];
    const starter = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, DEEPMINER_THREADS: '1' } });
    let out = '';
    starter.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    await once(starter, 'close');
    const { pid } = JSON.parse(out) as { pid: number };
    started.push(pid);
    const before = (await epochsOf('kept')).length;
    await until('two more epochs', async () => (await epochsOf('kept')).length >= before + 2);
    assert.equal((await methods.listRuns({ project }, context())).find((r) => r.run === 'kept')?.status, 'running');
    process.kill(pid, 'SIGKILL');
    const broken = await methods.followRun({ project, run: 'kept' }, context());
    assert.equal(broken.status, 'interrupted');
    const done = (await epochsOf('kept')).length;
    const { run } = await start({ run: 'kept', resume: true, overrides: { epochs: done + 2 } });
    const resumed = await methods.followRun({ project, run }, context());
    assert.deepEqual([resumed.status, resumed.epochsDone], ['finished', done + 2]);
    assert.deepEqual(
      await epochsOf('kept'),
      Array.from({ length: done + 2 }, (_, i) => i + 1),
    );
  });

  it('is refused to a second process; cancelled, it stops by itself, and the next one is not touched by the request', async () => {
    const { run, pid } = await start({ overrides: { epochs: LONG } });
    await assert.rejects(start({ run, resume: true }), (e: ProblemError) => e.problem.code === 'run.running');
    await assert.rejects(methods.train({ project, run, resume: true }, context()), (e: ProblemError) => e.problem.code === 'run.running');
    const followed = methods.followRun({ project, run }, context());
    const cancelled = await methods.cancelRun({ project }, context());
    assert.deepEqual([cancelled.run, cancelled.status, (await followed).status], [run, 'cancelled', 'cancelled']);
    await until('the end of the process', async () => !exists(pid));
    const again = await start({ run, resume: true });
    await until('an epoch', async () => (await epochsOf(run)).length > cancelled.epochsDone);
    assert.equal((await lockState(runDir(run))).state, 'held');
    assert.equal((await methods.cancelRun({ project, run }, context())).status, 'cancelled');
    await until('its end', async () => !exists(again.pid));
    await assert.rejects(methods.cancelRun({ project }, context()), (e: ProblemError) => e.problem.code === 'run.noneRunning');
  });

  it('that does not heed a request is ended after the grace time, and counts as cancelled', async function () {
    // A stopped process does nothing: it stands for one that hangs. Windows cannot stop one.
    if (process.platform === 'win32') this.skip();
    const { run, pid } = await start({ overrides: { epochs: LONG } });
    process.kill(pid, 'SIGSTOP');
    const warnings: string[] = [];
    const hear: MethodContext['log'] = (level, message) => void (level === 'warn' && warnings.push(message));
    const summary = await methods.cancelRun({ project, run, graceSeconds: 1 }, context({ log: hear }));
    assert.equal(summary.status, 'cancelled');
    assert.match(warnings.join(), new RegExp(`Process ${pid} .* had not stopped after 1 s`));
    await until('its end', async () => !exists(pid));
  });

  it('that fails says why in its folder, to whoever follows it', async () => {
    const { run } = await start({ overrides: { learningRate: 1e30 } });
    const { status, failure } = await methods.followRun({ project, run }, context());
    assert.equal(status, 'failed');
    assert.equal(failure?.problem?.code, 'training.diverged');
  });

  it('is not begun, and no folder made, with a field that deepminer.json does not know', async () => {
    const runs = await readdir(path.join(project, 'runs'));
    await assert.rejects(start({ overrides: { epoch: 3 } }), (e: ProblemError) => /unknown field "training\.epoch"/.test(e.message));
    assert.deepEqual(await readdir(path.join(project, 'runs')), runs);
  });
});

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
