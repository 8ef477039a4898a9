/** Facts of the compute client: when the process runs, how work is cancelled, and what is said when the process dies. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ComputeClient, type ComputeClientOptions } from '../../../src/host/computeClient';
import { ComputeEndedError, ComputeError, WorkCancelledError } from '../../../src/host/computeErrors';
import type { Progress } from '../../../src/protocol/task';

const project = '/p';

describe('the compute client', () => {
  const clients: ComputeClient[] = [];
  const client = (options: Partial<ComputeClientOptions> = {}): ComputeClient => {
    const made = new ComputeClient({ module: path.resolve('test/unit/host/standInProcess.cjs'), onLog: () => undefined, ...options });
    clients.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of clients.splice(0)) made.dispose();
  });

  it('starts the process at the first call and keeps it for the next', async () => {
    const compute = client();
    assert.equal(compute.pid, undefined);
    const [first] = await compute.methods.listRuns({ project });
    const [second] = await compute.methods.listRuns({ project });
    assert.equal(first.run, `${project}:${compute.pid}`);
    assert.equal(second.run, first.run);
  });

  it('gives the process the settings of the moment it starts', async () => {
    const compute = client({ environment: () => ({ DEEPMINER_DEVICE: 'cpu' }) });
    assert.equal((await compute.methods.openProject({ project })).dir, 'cpu');
  });

  it('refreshes an idle process only, so that changed settings cost no work', async () => {
    let device = 'cpu';
    const compute = client({ environment: () => ({ DEEPMINER_DEVICE: device }) });
    const abort = new AbortController();
    const training = compute.methods.train({ project }, { signal: abort.signal });
    const busy = compute.pid;
    device = 'webgpu';
    compute.refresh();
    assert.equal(compute.pid, busy);
    abort.abort();
    await assert.rejects(training, WorkCancelledError);
    compute.refresh();
    assert.equal((await compute.methods.openProject({ project })).dir, 'webgpu');
  });

  it('refreshes a process that does nothing but follow runs: they go on, and are followed again', async () => {
    const compute = client();
    const following = compute.methods.followRun({ project });
    const first = compute.pid;
    compute.refresh();
    await assert.rejects(following, WorkCancelledError);
    await compute.methods.listRuns({ project });
    assert.notEqual(compute.pid, first);
  });

  it('passes progress to its own request, and a cancel to the process', async () => {
    const compute = client();
    const abort = new AbortController();
    const seen: Progress[] = [];
    const training = compute.methods.train(
      { project },
      {
        signal: abort.signal,
        onProgress: (progress) => {
          seen.push(progress);
          abort.abort();
        },
      },
    );
    await assert.rejects(training, WorkCancelledError);
    assert.deepEqual(seen, [{ stage: 'train', done: 1, total: 4, secondsLeft: 30 }]);
    assert.notEqual(compute.pid, undefined, 'a process that heeds the cancel lives on');
  });

  it('ends a process that does not heed a cancel, after the grace time', async () => {
    const compute = client({ graceMs: 100 });
    const abort = new AbortController();
    const mining = compute.methods.mine({ project }, { signal: abort.signal });
    const other = compute.methods.mine({ project: '/other' });
    abort.abort();
    await assert.rejects(mining, WorkCancelledError);
    await assert.rejects(other, ComputeEndedError, 'what ran beside it learns that the process ended');
    assert.equal((await compute.methods.listRuns({ project })).length, 1);
  });

  it('refuses a call that was cancelled before it began, without starting anything', async () => {
    const compute = client();
    await assert.rejects(compute.methods.listRuns({ project }, { signal: AbortSignal.abort() }), WorkCancelledError);
    assert.equal(compute.pid, undefined);
  });

  it('says how the process ended, its last words and what to do, and starts a new one at the next call', async () => {
    const compute = client();
    const before = (await compute.methods.listRuns({ project }))[0].run;
    await assert.rejects(compute.methods.evaluate({ project }), (error) => {
      assert.ok(error instanceof ComputeEndedError);
      assert.match(error.message, /ended unexpectedly \(signal SIGKILL\).*want of memory.*run DeepMiner: Evaluate again.*out of memory/);
      return true;
    });
    assert.notEqual((await compute.methods.listRuns({ project }))[0].run, before);
  });

  it('says that finished epochs are kept when it dies in training', async () => {
    const compute = client();
    const training = compute.methods.train({ project }, { onProgress: () => process.kill(compute.pid!, 'SIGKILL') });
    await assert.rejects(training, /Finished epochs are kept: run DeepMiner: Resume Training/);
  });

  it('cancels what runs when the user restarts the process', async () => {
    const compute = client();
    await assert.rejects(compute.methods.train({ project }, { onProgress: () => compute.restart() }), WorkCancelledError);
    assert.equal((await compute.methods.listRuns({ project })).length, 1);
  });

  it('hands a problem over whole', async () => {
    await assert.rejects(client().methods.explain({ project, view: 'x' }), (error) => {
      assert.ok(error instanceof ComputeError);
      assert.deepEqual([error.message, error.problem?.file, error.problem?.remedy], ['no such view', '/data/a.LJPEG', 'c']);
      assert.match(error.remoteStack ?? '', /at remote/);
      return true;
    });
  });

  it('passes log lines and cell output on before the answer', async () => {
    const heard: string[] = [];
    const compute = client({
      onLog: (level, message) => heard.push(`${level}: ${message}`),
      onCellOutput: (session, cell, output) => heard.push(`${session}/${cell} ${output.kind === 'stdout' ? output.text : ''}`),
    });
    await compute.methods.runCell({ session: 's', cell: 'c', project, code: 'hello', language: 'javascript' });
    assert.ok(heard.includes('s/c hello'));
    await compute.methods.surveyState({ project, expert: 'e' });
    assert.ok(heard.includes('warn: one view left out'));
  });

  it('tells what to do when the process is not there', async () => {
    const compute = client({ module: '/nowhere/compute.cjs' });
    await assert.rejects(compute.methods.listRuns({ project }), /compute\.cjs: found no such file.*npm run build/);
  });

  it('ends the process when it is disposed', async () => {
    const compute = client();
    await compute.methods.listRuns({ project });
    const pid = compute.pid!;
    compute.dispose();
    for (let i = 0; i < 40 && alive(pid); i++) await wait(25);
    assert.equal(alive(pid), false);
    await assert.rejects(compute.methods.listRuns({ project }), /Reload the window/);
  });
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
