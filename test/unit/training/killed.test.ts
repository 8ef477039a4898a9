/** A training that is killed, again and again at whatever moment, ends with the very bits of one that was left alone. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { readEvents } from '../../../src/project/runs';
import { seededRandom } from '../../../src/statistics/random';
import { parseScalars } from '../../../src/training/tensorboard/event';
import { wholeRecords } from '../../../src/training/tensorboard/records';

const KILLS = 20;
const CHILD = fileURLToPath(new URL('killed-child.ts', import.meta.url));

describe('a training that is killed', function () {
  this.timeout(120_000);
  let dir: string;
  let script: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'killed-'));
    script = path.join(dir, 'child.mjs');
    // One bundle starts in a fraction of the time that a hundred sources take; the engine is found where it is.
    await symlink(path.resolve(path.dirname(CHILD), '../../../node_modules'), path.join(dir, 'node_modules'), 'junction');
    await build({
      entryPoints: [CHILD],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['onnxruntime-node', 'sharp'],
      logLevel: 'error',
    });
  });
  after(() => rm(dir, { recursive: true, force: true }));

  /** Runs the child; kills it so many milliseconds after so many steps. Gives what it complained of and whether it was killed. */
  const start = async (folder: string, kill?: { steps: number; milliseconds: number }, ...more: string[]) => {
    const child = spawn(process.execPath, [script, path.join(dir, folder), ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    let steps = 0;
    let complaints = '';
    child.stdout.on('data', (chunk) => {
      steps += String(chunk).split('\n').length - 1;
      child.emit('steps');
    });
    child.stderr.on('data', (chunk) => {
      complaints += chunk;
    });
    const closed = once(child, 'close') as Promise<[number | null, string | null]>;
    if (kill) {
      while (steps < kill.steps && child.exitCode === null) await Promise.race([once(child, 'steps'), closed]);
      await Promise.race([wait(kill.milliseconds), closed]);
      child.kill('SIGKILL');
    }
    const [code, signal] = await closed;
    assert.ok(code === 0 || signal === 'SIGKILL', complaints);
    return { complaints, killed: signal !== null };
  };

  it(`at ${KILLS} random moments has the weights, momenta, measures, curves and step lines of an unbroken one`, async () => {
    await start('unbroken');
    const random = seededRandom(7);
    let kills = 0;
    let rounds = 0;
    for (; kills < KILLS; rounds++) {
      // Now and then while it starts, else in one of the next steps or between two; writing a state takes a good share of a step.
      const starting = rounds % 7 === 3;
      const steps = starting ? 0 : 1 + Math.floor(6 * random());
      const { killed } = await start('killed', { steps, milliseconds: random() * (starting ? 250 : 10) });
      if (!killed) break;
      kills++;
    }
    assert.equal(kills, KILLS, `the training was over after ${kills} kills: it must be longer`);
    const last = await start('killed');
    assert.ok(!last.complaints.includes('warn'), last.complaints);
    await assertSame(path.join(dir, 'unbroken'), path.join(dir, 'killed'));
  });

  it('while it selects its learning rate tries no candidate twice, and chooses the same', async () => {
    const rates = ['0.05', '0.01', '0.001'];
    await start('selected', undefined, ...rates);
    for (const steps of [2, 5, 4, 6]) await start('selected again', { steps, milliseconds: steps }, ...rates);
    await start('selected again', undefined, ...rates);
    const choice = async (folder: string) =>
      (await readEvents(path.join(dir, folder))).flatMap((e) =>
        e.type === 'candidate' ? [[e.learningRate, e.curve, e.holdout]] : e.type === 'selected' ? [[e.learningRate, e.steps]] : [],
      );
    assert.equal((await choice('selected')).length, 4);
    assert.deepEqual(await choice('selected again'), await choice('selected'));
    await assertSame(path.join(dir, 'selected'), path.join(dir, 'selected again'));
  });
});

/** Every checkpoint byte by byte, every epoch's measures, and every step's loss, but for what a clock says. */
async function assertSame(unbroken: string, broken: string): Promise<void> {
  const names = (await readdir(path.join(unbroken, 'checkpoints'))).sort();
  assert.deepEqual((await readdir(path.join(broken, 'checkpoints'))).sort(), names);
  assert.ok(names.includes('epoch-08.onnx') && names.includes('epoch-08.state.safetensors'), names.join());
  for (const name of names) {
    const read = (dir: string) => readFile(path.join(dir, 'checkpoints', name));
    // Of a state, what follows the header: the header holds seconds.
    const [one, other] = [await read(unbroken), await read(broken)].map((file) =>
      name.endsWith('.onnx') ? file : file.subarray(8 + Number(file.readBigUInt64LE(0))),
    );
    assert.ok(one.length > 1000 && one.equals(other), name);
  }
  assert.deepEqual(await measures(broken), await measures(unbroken));
  const curves = await curvesOf(unbroken);
  assert.equal(curves.filter((line) => line.includes('loss/step')).length, 8 * 16);
  assert.deepEqual(await curvesOf(broken), curves);
}

async function measures(dir: string): Promise<unknown[]> {
  return (await readEvents(dir)).flatMap((event): unknown[] => {
    if (event.type === 'step') return [[event.step, event.loss, event.learningRate]];
    if (event.type !== 'epoch') return [];
    const { at: _at, seconds, patchesPerSecond, waitShare, holdoutSeconds, ...rest } = event;
    for (const figure of [seconds, patchesPerSecond, waitShare, holdoutSeconds]) assert.ok(Number.isFinite(figure));
    return [rest];
  });
}

/** A line per step and tag, in the order of the files; those of the clock without their number. */
async function curvesOf(dir: string): Promise<string[]> {
  const folder = path.join(dir, 'tensorboard');
  const lines: string[] = [];
  for (const name of (await readdir(folder)).sort())
    for (const { data } of wholeRecords(await readFile(path.join(folder, name)))) {
      const event = parseScalars(data);
      for (const [tag, value] of Object.entries(event?.scalars ?? {}))
        lines.push(`${event!.step} ${tag} ${tag.startsWith('speed/') ? '' : value}`);
    }
  return lines;
}
