/** Which device networks run on here: the one that is asked for, if it passes its trial, or the fastest that does. */
import { DEVICES, type Device, type DeviceChoice } from '../network/device';
import type { DeviceListing, DeviceVerdict } from '../protocol/device';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { lacking, type Machine, tryDevices } from './tries';
import { deviceText, fastest } from './verdict';

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
