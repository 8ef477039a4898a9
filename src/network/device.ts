/** Devices that run graphs, and which of them a process was told to use. */
import os from 'node:os';
import type { DeviceChoice, DeviceName } from '../protocol/device';
import { ProblemError } from '../protocol/problem';

export type { DeviceChoice } from '../protocol/device';
export type Device = DeviceName;
export const DEVICES: readonly Device[] = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'];

/** DEEPMINER_DEVICE and DEEPMINER_THREADS choose for a whole process what a caller leaves open. Throws ProblemError on a wrong value. */
export function environmentChoice(): { device: DeviceChoice; threads: number } {
  const { DEEPMINER_THREADS: threads } = process.env;
  // An empty variable is one that was left out.
  const device = process.env['DEEPMINER_DEVICE'] || 'auto';
  if (!isDeviceChoice(device)) throw wrongDevice('DEEPMINER_DEVICE', device);
  if (threads !== undefined && !/^[1-9]\d*$/.test(threads)) throw wrongChoice('DEEPMINER_THREADS', threads, 'a whole number from 1');
  return { device, threads: threads === undefined ? os.availableParallelism() : Number(threads) };
}

export function isDevice(text: string): text is Device {
  return DEVICES.some((device) => device === text);
}

export function isDeviceChoice(text: string): text is DeviceChoice {
  return text === 'auto' || isDevice(text);
}

/** A choice of a device that there is not; `name` is where it was made. */
export function wrongDevice(name: string, found: string): ProblemError {
  return wrongChoice(name, found, `\`auto\`, ${DEVICES.map((d) => `\`${d}\``).join(', ')}`);
}

function wrongChoice(name: string, found: string, expected: string): ProblemError {
  return new ProblemError({
    code: 'network.environment',
    found: `${name}=${found}`,
    expected,
    remedy: 'Correct it where it was given (an environment variable; in VS Code the setting of the same name), or leave it out.',
  });
}
