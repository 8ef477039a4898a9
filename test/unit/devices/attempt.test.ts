/** A device's trial in its process: whatever the driver does to it is found out, told, and over. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { attemptDevice } from '../../../src/compute/attemptDevice';
import { differenceOf, TOLERANCE } from '../../../src/devices/comparison';
import { verdictOf } from '../../../src/devices/verdict';

const module = path.resolve('test/unit/devices/standInTrial.cjs');
const never = new AbortController().signal;

/** Runs with other variables in this process' environment. */
async function inEnvironment<T>(variables: Record<string, string>, work: () => Promise<T>): Promise<T> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

const standIn = (manner: string, { signal = never, computeMs = 20_000 } = {}) =>
  inEnvironment({ STAND_IN: manner }, () => attemptDevice('webgpu', signal, { module, computeMs, timeMs: 300 }));

describe("a device's trial", () => {
  it('gives what was computed, the time, and the name under which the driver opened the card', async () => {
    const trial = await standIn('works');
    assert.deepEqual([trial.msPerStep, trial.adapter, trial.failure], [5, 'Card 9000 (NVK)', undefined]);
    assert.deepEqual([...trial.computed!.tensors['weight']], [1, 2]);
  });

  it('that hangs is ended at its time limit', async () => {
    const start = Date.now();
    const { failure, computed } = await standIn('hangs', { computeMs: 1500 });
    assert.ok(Date.now() - start < 10_000);
    assert.equal(computed, undefined);
    assert.match(failure!.reason, /not done after 1\.5 s/);
  });

  it('that aborts is told with the signal and the last words, without stacks and chatter', async () => {
    const { failure } = await standIn('aborts');
    assert.match(failure!.reason, /(signal SIGABRT|exit code \d+)\), with the words: Fatal: the driver gave up$/);
  });

  it('that ends without a result is told with its exit code', async () => {
    assert.match((await standIn('leaves')).failure!.reason, /exit code 3/);
  });

  it('whose timed step does not end passes, and is known to be slower than the limit', async () => {
    const trial = await standIn('hangs later');
    assert.deepEqual([trial.failure, trial.endedAfter, trial.msPerStep], [undefined, 300, undefined]);
    const verdict = verdictOf('webgpu', trial, trial.computed);
    assert.deepEqual([verdict.works, verdict.msPerStep, verdict.slower], [true, 300, true]);
  });

  it('is over when it is cancelled', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('cancelled')), 200);
    await assert.rejects(standIn('hangs', { signal: controller.signal }), /cancelled/);
  });
});

describe('the trial itself', function () {
  this.timeout(180_000);

  it('of the CPU computes finite numbers for every kind of tensor, the same each time up to rounding, and has a time', async () => {
    const first = await attemptDevice('cpu', never);
    assert.equal(first.failure, undefined);
    const names = Object.keys(first.computed!.tensors);
    for (const name of ['conv1.weight', 'layer2.0.conv2.weight/momentum', 'layer1.0.bn3.running_var', 'fc.bias'])
      assert.ok(names.includes(name), name);
    const second = await inEnvironment({ DEEPMINER_THREADS: '1' }, () => attemptDevice('cpu', never));
    assert.ok(differenceOf(second.computed!, first.computed!).largest < TOLERANCE / 30);
    assert.ok(first.msPerStep! > 0);
  });

  it('tells any tensor with one wrong number in a hundred', async () => {
    const { computed } = await attemptDevice('cpu', never);
    for (const [name, values] of Object.entries(computed!.tensors)) {
      const other = values.slice();
      for (let i = 0; i < other.length; i += 100) other[i] = -2 * other[i] - 0.1;
      const { largest, where } = differenceOf({ ...computed!, tensors: { ...computed!.tensors, [name]: other } }, computed!);
      assert.ok(largest > TOLERANCE && where === name, `${name}: ${largest}`);
    }
  });

  it('through WebGPU agrees with the CPU', async function () {
    let found = await attemptDevice('webgpu', never, { timeMs: 1000 });
    const folders = [process.env['DEEPMINER_SWIFTSHADER'] ?? '', '/usr/lib/chromium', '/usr/lib/chromium-browser'];
    const chromium = folders.find((folder) => existsSync(path.join(folder, 'vk_swiftshader_icd.json')));
    if (!found.computed && chromium) {
      const manifest = path.join(chromium, 'vk_swiftshader_icd.json');
      const library = [chromium, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(path.delimiter);
      const software = {
        VK_DRIVER_FILES: manifest,
        LD_LIBRARY_PATH: library,
        XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] ?? os.tmpdir(),
      };
      found = await inEnvironment(software, () => attemptDevice('webgpu', never, { timeMs: 1000 }));
      assert.match(found.adapter ?? '', /SwiftShader/);
    }
    if (!found.computed) {
      console.log(`    skipped: neither a GPU nor Chromium's software GPU here (${found.failure?.reason})`);
      this.skip();
    }
    const verdict = verdictOf('webgpu', found, (await attemptDevice('cpu', never)).computed);
    assert.ok(verdict.works, verdict.reason);
    assert.ok(verdict.difference! < TOLERANCE / 10, `${verdict.difference}`);
  });
});
