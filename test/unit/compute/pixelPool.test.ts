import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import type { PixelJob } from '../../../src/compute/pixelJobs';
import { NoThread, PixelPool, ThreadEnded } from '../../../src/compute/pixelPool';
import { ProblemError } from '../../../src/protocol/problem';

const never = new AbortController().signal;

/** A job that the threads of these tests understand by its view's name. */
const job = (id: string): PixelJob<'cut'> => ({ kind: 'cut', view: { id } as never, part: 'test', config: {} as never });

/** A thread whose answer to a view is a line of JavaScript. */
const thread = (answer: string) => () =>
  new Worker(
    `const { parentPort } = require('node:worker_threads');
     const say = (answer) => parentPort.postMessage(answer);
     say({ ready: true });
     parentPort.on('message', ({ view: { id } }) => { ${answer} });`,
    { eval: true },
  );

describe('the pool of threads', () => {
  let pool: PixelPool;
  afterEach(() => pool.close());

  it('answers every job with its own result, in no more threads than it has', async () => {
    let started = 0;
    const start = thread(`setTimeout(() => say({ result: { id } }), 20 - Number(id));`);
    pool = new PixelPool(2, () => {
      started++;
      return start();
    });
    const ids = [...Array(15).keys()].map(String);
    const results = await Promise.all(ids.map((id) => pool.run(job(id), never)));
    assert.deepEqual(
      results,
      ids.map((id) => ({ id })),
    );
    assert.equal(started, 2);
  });

  it("hands on a job's own problem and a failure by its words", async () => {
    const problem = { severity: 'error', code: 'x.y', file: 'a.png', found: 'a', expected: 'b', remedy: 'c' } as const;
    pool = new PixelPool(1, thread(`say(id === 'bad' ? { problem: ${JSON.stringify(problem)} } : { error: 'odd' });`));
    await assert.rejects(pool.run(job('bad'), never), (e: unknown) => e instanceof ProblemError && e.problem.file === 'a.png');
    await assert.rejects(pool.run(job('odd'), never), /odd/);
  });

  it('tries a job again whose thread ended, then gives it up, and goes on with the others', async () => {
    let started = 0;
    const start = thread(`id === 'deadly' ? process.exit(9) : say({ result: { id } });`);
    pool = new PixelPool(1, () => {
      started++;
      return start();
    });
    const results = await Promise.allSettled(['a', 'deadly', 'b'].map((id) => pool.run(job(id), never)));
    assert.deepEqual(
      results.map((r) => r.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.ok((results[1] as PromiseRejectedResult).reason instanceof ThreadEnded);
    assert.equal(started, 3);
  });

  it('tells a thread that ran out of memory', async () => {
    const hungry = () =>
      new Worker(
        `const { parentPort } = require('node:worker_threads');
         parentPort.postMessage({ ready: true });
         parentPort.on('message', () => { const all = []; for (;;) all.push(Array(1000).fill({})); });`,
        { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } },
      );
    pool = new PixelPool(1, hungry);
    await assert.rejects(pool.run(job('a'), never), (e: unknown) => e instanceof ThreadEnded && /memory/.test(e.message));
  });

  it('says so when no thread can be started', async () => {
    pool = new PixelPool(1, () => new Worker('throw new Error("no such file")', { eval: true }));
    await assert.rejects(pool.run(job('a'), never), (e: unknown) => e instanceof NoThread && /no such file/.test(e.message));
  });

  it('rejects at once on abort, waiting or running, and serves the next caller', async () => {
    pool = new PixelPool(1, thread(`id === 'long' ? setTimeout(() => say({ result: { id } }), 300) : say({ result: { id } });`));
    await pool.run(job('first'), never);
    const stop = new AbortController();
    const both = [pool.run(job('long'), stop.signal), pool.run(job('b'), stop.signal)];
    const start = performance.now();
    stop.abort();
    for (const result of both) await assert.rejects(result, { name: 'AbortError' });
    assert.ok(performance.now() - start < 150);
    assert.deepEqual(await pool.run(job('c'), never), { id: 'c' });
    await assert.rejects(pool.run(job('d'), stop.signal), { name: 'AbortError' });
  });

  it('ends its threads in the midst of a job when it is closed', async () => {
    pool = new PixelPool(1, thread('for (;;);'));
    const lost = pool.run(job('endless'), never);
    const waiting = pool.run(job('next'), never);
    const both = Promise.allSettled([lost, waiting]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await pool.close();
    assert.deepEqual(
      (await both).map((r) => r.status),
      ['rejected', 'rejected'],
    );
    await assert.rejects(pool.run(job('late'), never), NoThread);
  });
});
