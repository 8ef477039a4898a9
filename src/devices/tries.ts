/** Trials of several devices one after the other, and the machine that they are made on. */
import type { Device } from '../network/device';
import type { DeviceVerdict } from '../protocol/device';
import type { Task } from '../protocol/task';
import type { VerdictMemory } from './remembered';
import type { Computed } from './trial';
import { type Lack, type Trial, verdictOf } from './verdict';

/** The machine, as far as devices go; tests put another in its place. */
export interface Machine {
  /** What decides verdicts: engine, system, drivers, the environment they heed. */
  key(): Promise<string>;
  memory: VerdictMemory;
  lack(device: Device): Lack | undefined;
  /** Runs a device's trial where it can do no harm. Throws the signal's reason when it is aborted. */
  attempt(device: Device, signal: AbortSignal): Promise<Trial>;
}

/** Tries the CPU, which the others are compared with, and them; verdicts in the order of `devices`, of which the first is the CPU. */
export async function tryDevices(devices: readonly Device[], machine: Machine, task: Task): Promise<DeviceVerdict[]> {
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

/** The verdict on a device that cannot be here. */
export function lacking(device: Device, machine: Machine): DeviceVerdict {
  const { reason, remedy } = machine.lack(device)!;
  return { device, works: false, reason, remedy };
}
