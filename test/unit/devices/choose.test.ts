/** Which device is used: never one that fails its trial, and never another than the one that was asked for by name. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chooseDevice, listDevices } from '../../../src/devices/choose';
import { verdictMemory } from '../../../src/devices/remembered';
import { workOn } from '../../../src/devices/work';
import type { Device } from '../../../src/network/device';
import { engineFailure } from '../../../src/network/failure';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { computed, hearing, madeUp, right } from './machine';

const HOUR = 3_600_000;
const refusal = (words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ProblemError, String(error));
  assert.equal(error.problem.code, 'device.failed');
  assert.match(error.message, words);
  return true;
};

describe('the device auto', () => {
  it('is the fastest that passes, and the log says why', async () => {
    const task = hearing();
    assert.equal(await chooseDevice('auto', madeUp({ webgpu: right(20, 'Card'), cuda: right(10, 'Other Card') }), task), 'cuda');
    assert.match(task.logged.join('\n'), /cuda \(Other Card\), the fastest.*10 ms a step.*webgpu \(Card\) passes too \(20 ms/);
  });

  it('is never one that computes otherwise than the CPU, however fast', async () => {
    const wrong = { computed: computed(0.01), msPerStep: 1, adapter: 'Card' };
    const task = hearing();
    assert.equal(await chooseDevice('auto', madeUp({ webgpu: wrong }), task), 'cpu');
    assert.match(task.logged.join('\n'), /webgpu \(Card\) does not: it computes otherwise than the CPU: conv1\.weight differ/);
  });

  for (const [name, result] of Object.entries({
    'numbers that are none': { losses: [Number.NaN, 1, 1], tensors: computed().tensors },
    'a tensor less': { ...computed(), tensors: { 'conv1.weight': computed().tensors['conv1.weight'] } },
    'a step less': { ...computed(), losses: [1.1] },
  }))
    it(`is never one that gives ${name}`, async () => {
      assert.equal(await chooseDevice('auto', madeUp({ webgpu: { computed: result, msPerStep: 1 } }), quietTask()), 'cpu');
    });

  it('is never a device whose timed step did not end, and the CPU where a software card is slower', async () => {
    assert.equal(await chooseDevice('auto', madeUp({ webgpu: { computed: computed(), endedAfter: 50 } }), quietTask()), 'cpu');
    assert.equal(await chooseDevice('auto', madeUp({ webgpu: right(500, 'llvmpipe (LLVM 15)') }), quietTask()), 'cpu');
    assert.equal(await chooseDevice('auto', madeUp({ webgpu: right(50, 'llvmpipe (LLVM 15)') }), quietTask()), 'webgpu');
  });

  it('tries nothing where only the CPU can be', async () => {
    const machine = madeUp({});
    assert.equal(await chooseDevice('auto', machine, quietTask()), 'cpu');
    assert.deepEqual(machine.tried, []);
  });

  it('is the CPU when its own trial fails: there is nothing to compare with', async () => {
    const machine = madeUp({ cpu: { failure: { reason: 'no memory', remedy: 'Wait.' } }, webgpu: right(1) });
    assert.equal(await chooseDevice('auto', machine, quietTask()), 'cpu');
  });
});

describe('a device that is asked for by name', () => {
  it('is taken when it passes, though another is faster', async () => {
    assert.equal(await chooseDevice('webgpu', madeUp({ webgpu: right(500), cuda: right(1) }), quietTask()), 'webgpu');
  });

  it('is refused with the reason and what to do when it fails: no other takes its place', async () => {
    const failure = { reason: 'its trial ended the process (signal SIGABRT)', remedy: 'Its driver fails: update it.' };
    await assert.rejects(
      chooseDevice('webgpu', madeUp({ webgpu: { failure }, cuda: right(1) }), quietTask()),
      refusal(/webgpu.*SIGABRT.*Its driver fails: update it\..*auto/),
    );
  });

  it('is refused without a trial where it cannot be', async () => {
    const machine = madeUp({});
    await assert.rejects(chooseDevice('coreml', machine, quietTask()), refusal(/there is no coreml.*It takes a coreml/));
    assert.deepEqual(machine.tried, []);
  });

  it('is the CPU without any trial', async () => {
    const machine = madeUp({ webgpu: right(1) });
    assert.equal(await chooseDevice('cpu', machine, quietTask()), 'cpu');
    assert.deepEqual(machine.tried, []);
  });
});

describe('work for which the memory of its device does not suffice', () => {
  const short = engineFailure(new Error('CUDA failure 2: out of memory'), 'cuda');
  /** Fails everywhere but on the CPU; gathers where it was tried. */
  const failing = (error: unknown, tried: Device[]) => async (device: Device) => {
    tried.push(device);
    if (device !== 'cpu') throw error;
    return 'done';
  };

  it('is done again on the CPU where the device was left to auto, with a warning', async () => {
    const task = hearing();
    assert.equal(await workOn('cuda', 'auto', task, failing(short, [])), 'done');
    assert.match(task.logged.join(), /^warn: .*too little memory on the device cuda.*again on the cpu/);
  });

  it('is not where the device was asked for by name, nor after another failure', async () => {
    const tried: Device[] = [];
    await assert.rejects(workOn('cuda', 'cuda', quietTask(), failing(short, tried)), /too little memory/);
    await assert.rejects(workOn('cuda', 'auto', quietTask(), failing(new Error('other'), tried)), /other/);
    assert.deepEqual(tried, ['cuda', 'cuda']);
  });
});

describe('a run that is resumed with auto', () => {
  it('stays on the device it was trained on, though another is faster', async () => {
    const task = hearing();
    assert.equal(await chooseDevice('auto', madeUp({ webgpu: right(50), cuda: right(1) }), task, 'webgpu'), 'webgpu');
    assert.match(task.logged.join('\n'), /on which the run was trained so far/);
  });

  it('stays on the CPU, and nothing is tried', async () => {
    const machine = madeUp({ webgpu: right(1) });
    assert.equal(await chooseDevice('auto', machine, quietTask(), 'cpu'), 'cpu');
    assert.deepEqual(machine.tried, []);
  });

  it('goes on elsewhere when that device fails now, and is warned that its numbers change', async () => {
    const task = hearing();
    assert.equal(await chooseDevice('auto', madeUp({ webgpu: { computed: computed(0.5), msPerStep: 1 } }), task, 'webgpu'), 'cpu');
    assert.match(task.logged.join('\n'), /^warn: The run was trained on webgpu.*goes on on cpu.*numbers differ/m);
    assert.equal(await chooseDevice('auto', madeUp({}), task, 'coreml'), 'cpu');
    assert.match(task.logged.join('\n'), /trained on coreml so far, which does not work here: there is no coreml/);
  });
});

describe('verdicts on devices', () => {
  let dir: string;
  let file: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'devices-'));
    file = path.join(dir, 'cache', 'devices.json');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('are made once, and made anew for another engine version', async () => {
    await chooseDevice('auto', madeUp({ webgpu: right(10) }, file), quietTask());
    const again = madeUp({ webgpu: right(1000) }, file);
    assert.equal(await chooseDevice('auto', again, quietTask()), 'webgpu');
    assert.deepEqual(again.tried, []);
    const newer = madeUp({ webgpu: right(1000) }, file, 'engine 2');
    assert.equal(await chooseDevice('auto', newer, quietTask()), 'cpu');
    assert.deepEqual(newer.tried, ['cpu', 'webgpu']);
  });

  it('age: one that passed serves a week, one that failed a day', async () => {
    let now = 1e12;
    const memory = verdictMemory(file, () => now);
    await memory.remember('key', [
      { device: 'cpu', works: true },
      { device: 'webgpu', works: false },
    ]);
    now += 23 * HOUR;
    assert.equal((await memory.recall('key')).size, 2);
    now += 2 * HOUR;
    assert.deepEqual([...(await memory.recall('key')).keys()], ['cpu']);
    now += 7 * 24 * HOUR;
    assert.equal((await memory.recall('key')).size, 0);
  });

  it('of a failure are not believed when the device is asked for by name', async () => {
    const failure = { reason: 'busy', remedy: 'Wait.' };
    await assert.rejects(chooseDevice('webgpu', madeUp({ webgpu: { failure } }, file), quietTask()));
    assert.equal(await chooseDevice('webgpu', madeUp({ webgpu: right(10) }, file), quietTask()), 'webgpu');
  });

  it('are made anew where their file is damaged, and are no hindrance where it cannot be written', async () => {
    await chooseDevice('auto', madeUp({ webgpu: right(10) }, file), quietTask());
    await writeFile(file, '{"engine 1": {"webgpu"');
    const machine = madeUp({ webgpu: right(10) }, file);
    assert.equal(await chooseDevice('auto', machine, quietTask()), 'webgpu');
    assert.deepEqual(machine.tried, ['cpu', 'webgpu']);
    await writeFile(path.join(dir, 'flat'), '');
    assert.equal(await chooseDevice('auto', madeUp({ webgpu: right(10) }, path.join(dir, 'flat', 'devices.json')), quietTask()), 'webgpu');
  });
});

describe('the list of devices', () => {
  it('has every device, with what it lacks, and marks the one in use', async () => {
    const { devices, fastest, chosen } = await listDevices('auto', madeUp({ webgpu: right(10, 'Card') }), quietTask());
    assert.deepEqual(
      devices.map(({ device, works }) => [device, works]),
      [
        ['cpu', true],
        ['webgpu', true],
        ['cuda', false],
        ['dml', false],
        ['coreml', false],
      ],
    );
    assert.equal(devices[2].reason, 'there is no cuda');
    assert.deepEqual([fastest, chosen], ['webgpu', 'webgpu']);
    assert.ok(devices[1].difference! > 0 && devices[1].difference! < 1e-5);
  });

  it('marks none when the one that is asked for fails', async () => {
    const { fastest, chosen } = await listDevices('webgpu', madeUp({ webgpu: { computed: computed(1) } }), quietTask());
    assert.deepEqual([fastest, chosen], ['cpu', undefined]);
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const machine = madeUp({ webgpu: right(10) });
    const task = { ...quietTask(), signal: controller.signal, progress: () => controller.abort(new Error('cancelled')) };
    await assert.rejects(listDevices('auto', machine, task), /cancelled/);
    assert.deepEqual(machine.tried, []);
  });
});
