/** Devices that run graphs, and which of them a process was told to use. */
import os from 'node:os';
import { ProblemError } from '../protocol/problem';

/** `webgpu`: a graphics card of any vendor; `cuda`: NVIDIA's own; `dml`: DirectML on Windows; `coreml`: Apple's. */
export const DEVICES = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type Device = (typeof DEVICES)[number];
/** `auto` is the fastest device that passes its check, where somebody looks for it; elsewhere the CPU. */
export type DeviceChoice = Device | 'auto';

/** DEEPMINER_DEVICE and DEEPMINER_THREADS choose for a whole process what a caller leaves open. Throws ProblemError on a wrong value. */
export function environmentChoice(): { device: DeviceChoice; threads: number } {
  const { DEEPMINER_THREADS: threads } = process.env;
  // An empty variable is one that was left out.
  const device = process.env['DEEPMINER_DEVICE'] || 'auto';
  if (!isDeviceChoice(device)) throw wrongChoice('DEEPMINER_DEVICE', device, `\`auto\`, ${DEVICES.map((d) => `\`${d}\``).join(', ')}`);
  if (threads !== undefined && !/^[1-9]\d*$/.test(threads)) throw wrongChoice('DEEPMINER_THREADS', threads, 'a whole number from 1');
  return { device, threads: threads === undefined ? os.availableParallelism() : Number(threads) };
}

export function isDeviceChoice(text: string): text is DeviceChoice {
  return text === 'auto' || (DEVICES as readonly string[]).includes(text);
}

function wrongChoice(name: string, found: string, expected: string): ProblemError {
  return new ProblemError({
    code: 'network.environment',
    found: `${name}=${found}`,
    expected,
    remedy: 'Correct the environment variable (in VS Code: the setting of the same name), or leave it out.',
  });
}
