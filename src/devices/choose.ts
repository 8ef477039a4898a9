/** Which device networks run on here: the one that is asked for, if it passes its trial, or the fastest that does. */
import { DEVICES, type Device, type DeviceChoice } from '../network/device';
import type { DeviceListing, DeviceVerdict } from '../protocol/device';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import type { VerdictMemory } from './remembered';
import { type Computed, TRIAL_VERSION } from './trial';
import { deviceText, fastest, type Lack, type Trial, verdictOf } from './verdict';

/** The machine, as far as devices go; tests put another in its place. */
export interface Machine {
  /** What decides verdicts: engine, system, drivers, the environment they heed. */
  key(): Promise<string>;
  memory: VerdictMemory;
  lack(device: Device): Lack | undefined;
  /** Runs a device's trial where it can do no harm. Throws the signal's reason when it is aborted. */
  attempt(device: Device, signal: AbortSignal): Promise<Trial>;
}

/** Tries every device that can be here, whatever is remembered, and remembers the verdicts. Stops on abort. */
export async function listDevices(asked: DeviceChoice, machine: Machine, task: Task): Promise<DeviceListing> {
  const possible = DEVICES.filter((device) => !machine.lack(device));
  const tried = await tryDevices(possible, machine, task);
  const devices = DEVICES.map((device) => tried.find((verdict) => verdict.device === device) ?? lacking(device, machine));
  const best = fastest(devices);
  const chosen = asked === 'auto' ? best : devices.find(({ device, works }) => device === asked && works)?.device;
  return { devices, asked, fastest: best, ...(chosen && { chosen }) };
}

/**
 * The device to run on. One that is asked for by name is taken or refused, never exchanged. `auto` goes on with the device that a run was
 * trained on `before`, if that passes, and takes the fastest otherwise. Throws ProblemError `device.failed`.
 */
export async function chooseDevice(asked: DeviceChoice, machine: Machine, task: Task, before?: string): Promise<Device> {
  if (asked !== 'auto') {
    if (asked === 'cpu') {
      task.log('info', 'Device: cpu, as asked.');
      return asked;
    }
    const verdict = await verdictNow(asked, machine, task);
    if (!verdict.works) throw refused(verdict);
    task.log('info', `Device: ${deviceText(verdict)}, as asked.`);
    return asked;
  }
  const known = DEVICES.find((device) => device === before);
  if (known === undefined) return autoDevice(machine, task);
  if (known === 'cpu') {
    task.log('info', 'Device: cpu, on which the run was trained so far, so that its numbers go on.');
    return known;
  }
  const verdict = await verdictNow(known, machine, task);
  if (verdict.works) {
    task.log('info', `Device: ${deviceText(verdict)}, on which the run was trained so far, so that its numbers go on.`);
    return known;
  }
  const other = await autoDevice(machine, task);
  task.log(
    'warn',
    `The run was trained on ${known} so far, which does not work here: ${verdict.reason}. It goes on on ${other}: from here its numbers differ from those it would have had, by more than rounding in the long run.`,
  );
  return other;
}

async function autoDevice(machine: Machine, task: Task): Promise<Device> {
  const others = DEVICES.filter((device) => device !== 'cpu');
  const possible = others.filter((device) => !machine.lack(device));
  if (possible.length === 0) {
    const own = others.flatMap((device) => {
      const lack = machine.lack(device);
      return lack && !lack.foreign ? [`${device}: ${lack.reason}`] : [];
    });
    task.log('info', `Device: cpu; there is no other here${own.length > 0 ? ` (${own.join('; ')})` : ''}.`);
    return 'cpu';
  }
  const recalled = await machine.memory.recall(await machine.key());
  const all = ['cpu', ...possible] as const;
  const verdicts = all.every((device) => recalled.has(device))
    ? all.map((device) => recalled.get(device)!)
    : await tryDevices(all, machine, task);
  const best = fastest(verdicts);
  const chosen = verdicts.find(({ device }) => device === best)!;
  const passed = verdicts.filter(({ device, works }) => works && device !== best);
  const failed = verdicts.filter(({ works }) => !works);
  task.log(
    'info',
    [
      `Device: ${deviceText(chosen)}, the fastest of those that pass their trial${timeText(chosen)}.`,
      ...passed.map((verdict) => `${deviceText(verdict)} passes too${timeText(verdict)}.`),
      ...failed.map((verdict) => `${deviceText(verdict)} does not: ${verdict.reason}.`),
    ].join(' '),
  );
  return best;
}

/** A failure of before is looked into again: the person may just have mended it. */
async function verdictNow(device: Device, machine: Machine, task: Task): Promise<DeviceVerdict> {
  if (machine.lack(device)) return lacking(device, machine);
  const recalled = (await machine.memory.recall(await machine.key())).get(device);
  if (recalled?.works) return recalled;
  return (await tryDevices(['cpu', device], machine, task))[1];
}

/** Tries the CPU, which the others are compared with, and them; verdicts in the order of `devices`, of which the first is the CPU. */
async function tryDevices(devices: readonly Device[], machine: Machine, task: Task): Promise<DeviceVerdict[]> {
  const verdicts: DeviceVerdict[] = [];
  let cpu: Computed | undefined;
  for (const [done, device] of devices.entries()) {
    task.signal.throwIfAborted();
    task.progress({ stage: 'devices', done, total: devices.length, message: `a trial of ${device}` });
    const trial = await machine.attempt(device, task.signal);
    if (device === 'cpu') cpu = trial.computed;
    const verdict = verdictOf(device, trial, cpu);
    if (device === 'cpu' && trial.failure)
      task.log('warn', `The trial of the CPU failed: ${trial.failure.reason}. ${trial.failure.remedy}`);
    verdicts.push(verdict);
  }
  task.progress({ stage: 'devices', done: devices.length, total: devices.length });
  // Without the CPU's result the others were not judged.
  if (cpu) await remember(verdicts, machine, task);
  return verdicts;
}

async function remember(verdicts: readonly DeviceVerdict[], machine: Machine, task: Task): Promise<void> {
  try {
    await machine.memory.remember(await machine.key(), verdicts);
  } catch (error) {
    task.log(
      'debug',
      `The verdicts on devices are not kept, and will be made again: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function lacking(device: Device, machine: Machine): DeviceVerdict {
  const { reason, remedy } = machine.lack(device)!;
  return { device, works: false, reason, remedy };
}

function timeText({ msPerStep, slower }: DeviceVerdict): string {
  if (msPerStep === undefined) return '';
  return ` (${slower ? 'more than ' : ''}${msPerStep < 10 ? msPerStep.toFixed(1) : msPerStep.toFixed(0)} ms a step)`;
}

function refused(verdict: DeviceVerdict): ProblemError {
  return new ProblemError({
    code: 'device.failed',
    found: `that the device ${verdict.adapter ? deviceText(verdict) : verdict.device} does not work here: ${verdict.reason}`,
    expected: "a device whose training steps agree with the CPU's",
    remedy: `${verdict.remedy} The device cpu always works, and auto takes the fastest that does: --device, the setting deepminer.device or DEEPMINER_DEVICE.`,
  });
}

/** The part of a machine's key that this room decides. */
export const KEY_VERSION = `trial ${TRIAL_VERSION}`;
