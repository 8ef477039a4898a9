/** This machine's devices, for the methods that run networks. */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { chooseDevice } from '../devices/choose';
import { lackOf, thisSystem, vulkanDrivers } from '../devices/lack';
import type { Job } from '../devices/queue';
import { verdictMemory } from '../devices/remembered';
import { TRIAL_VERSION } from '../devices/trial';
import type { Machine } from '../devices/tries';
import { workOn } from '../devices/work';
import { type Device, type DeviceChoice, environmentChoice, isDeviceChoice, wrongDevice } from '../network/device';
import { loadEngine } from '../network/session';
import { contentHash } from '../project/files';
import type { Task } from '../protocol/task';
import { cacheFolder } from '../weights/fetch/cache';
import { attemptDevice } from './attemptDevice';
import { inDeviceTurn } from './deviceQueue';

/** Variables that drivers and their loaders heed. */
const HEEDED = /^(VK_|CUDA_|NVIDIA_|MESA_|LIBGL_|DRI_PRIME|GALLIUM_|ROCR_|HIP_|DXVK_|LD_LIBRARY_PATH$|XDG_RUNTIME_DIR$)/;

export function thisMachine(): Machine {
  const system = thisSystem(engineFolder());
  return {
    key: async () => {
      const { env } = await loadEngine();
      return contentHash([
        TRIAL_VERSION,
        env.versions.node,
        process.platform,
        process.arch,
        os.release(),
        os.hostname(),
        environmentChoice().threads,
        Object.entries(process.env)
          .filter(([name]) => HEEDED.test(name))
          .sort(),
        process.platform === 'linux' ? vulkanDrivers(system).map((file) => [file, statSync(file, { throwIfNoEntry: false })?.mtimeMs]) : [],
        nvidiaVersion(),
      ]).slice(0, 32);
    },
    memory: verdictMemory(path.join(cacheFolder(), 'devices.json')),
    lack: (device) => lackOf(device, system),
    attempt: attemptDevice,
  };
}

/**
 * The device to run on, by what the call asks for, else by DEEPMINER_DEVICE, else the fastest that passes its trial.
 * @param before the device that a resumed run was trained on
 * Throws ProblemError when the device that is asked for is unknown or fails.
 */
export function deviceFor(asked: DeviceChoice | undefined, task: Task, before?: string): Promise<Device> {
  if (asked !== undefined && !isDeviceChoice(asked)) throw wrongDevice('device', asked);
  return chooseDevice(asked ?? environmentChoice().device, thisMachine(), sayingOnce(task), before);
}

let said: string | undefined;

/** A choice that stays the same is said once in a process: a notebook explains many views. */
function sayingOnce(task: Task): Task {
  return {
    signal: task.signal,
    progress: (progress) => task.progress(progress),
    log(level, message) {
      if (level === 'info' && message === said) return;
      if (level === 'info') said = message;
      task.log(level, message);
    },
  };
}

/**
 * Chooses the device now and gives what runs work on it later; see workOn. Throws as deviceFor does.
 * @param job what long work is called: it waits for its turn on the device. Short work, which somebody looks at, has none and waits for nobody.
 */
export async function deviceWork(
  asked: DeviceChoice | undefined,
  task: Task,
  job?: Job,
): Promise<<T>(work: (session: { device: Device }) => Promise<T>) => Promise<T>> {
  const chosen = await deviceFor(asked, task);
  const choice = asked ?? environmentChoice().device;
  return (work) => {
    const onDevice = () => workOn(chosen, choice, task, (device) => work({ device }));
    return job === undefined ? onDevice() : inDeviceTurn(chosen, job, task, onDevice);
  };
}

/** Where the engine's libraries for this platform lie; undefined when the engine is not installed. */
function engineFolder(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
    return path.join(path.dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
  } catch {
    return undefined;
  }
}

/** Of the kernel's part of the driver on Linux. */
function nvidiaVersion(): string {
  try {
    return readFileSync('/proc/driver/nvidia/version', 'utf8');
  } catch {
    return '';
  }
}
