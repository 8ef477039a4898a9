/** Machines that tests make up: devices with the trials they would have, and a memory of their own. */
import { type VerdictMemory, verdictMemory } from '../../../src/devices/remembered';
import type { Computed } from '../../../src/devices/trial';
import type { Machine } from '../../../src/devices/tries';
import type { Trial } from '../../../src/devices/verdict';
import type { Device } from '../../../src/network/device';
import type { Task } from '../../../src/protocol/task';

export interface MadeUp extends Machine {
  /** Devices that were tried, in order. */
  tried: Device[];
}

/** What right steps make; `wrong` is the relative error of one tensor. */
export function computed(wrong = 0): Computed {
  return {
    losses: [1.1, 1.05, 0.98],
    tensors: { 'conv1.weight': Float32Array.of(0.5 * (1 + wrong), -0.25 * (1 + wrong)), 'fc.bias/momentum': Float32Array.of(0.01, 0.02) },
  };
}

export const right = (msPerStep: number, adapter?: string): Trial => ({ computed: computed(1e-6), msPerStep, adapter });

/** A machine with a CPU of 100 ms a step and the given devices; every other is lacking. */
export function madeUp(trials: Partial<Record<Device, Trial>>, memoryFile = '/nowhere', key = 'engine 1', memory?: VerdictMemory): MadeUp {
  const all: Partial<Record<Device, Trial>> = { cpu: { computed: computed(), msPerStep: 100 }, ...trials };
  const tried: Device[] = [];
  return {
    tried,
    key: async () => key,
    memory: memory ?? (memoryFile === '/nowhere' ? forgetful : verdictMemory(memoryFile)),
    lack: (device) => (all[device] ? undefined : { reason: `there is no ${device}`, remedy: `It takes a ${device}.` }),
    async attempt(device, signal) {
      signal.throwIfAborted();
      tried.push(device);
      return all[device]!;
    },
  };
}

const forgetful: VerdictMemory = { recall: async () => new Map(), remember: async () => undefined };

/** Gathers what is logged, with its level. */
export function hearing(logged: string[] = []): Task & { logged: string[] } {
  return {
    logged,
    signal: new AbortController().signal,
    progress: () => undefined,
    log: (level, message) => logged.push(`${level}: ${message}`),
  };
}
