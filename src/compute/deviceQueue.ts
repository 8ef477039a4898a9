/** Where the queues of this machine's devices lie: in the person's cache, so that every window, terminal and notebook finds them. */
import path from 'node:path';
import { inTurn, type Job } from '../devices/queue';
import type { Device } from '../network/device';
import { ownIdentity } from '../processes/identity';
import { contentHash } from '../project/files';
import type { Task } from '../protocol/task';
import { cacheFolder } from '../weights/fetch/cache';

/** Variables that say which of several graphics cards a process sees: those that see others do not wait for each other. */
const CARDS = [
  'CUDA_VISIBLE_DEVICES',
  'NVIDIA_VISIBLE_DEVICES',
  'ROCR_VISIBLE_DEVICES',
  'HIP_VISIBLE_DEVICES',
  'DRI_PRIME',
  'VK_DRIVER_FILES',
];

/** Runs long work on a device when it is its turn there; see inTurn. */
export async function inDeviceTurn<T>(device: Device, job: Job, task: Task, work: () => Promise<T>): Promise<T> {
  return inTurn(await queueFolder(device), job, task, work);
}

/** `Mining units of run-001 in sample`. */
export function jobName(what: string, projectDir: string, run?: string): Job {
  return `${what}${run === undefined ? '' : ` ${run}`} in ${path.basename(projectDir)}`;
}

/**
 * The processor has one queue, a graphics card another: its providers (CUDA, WebGPU and so on) share the card. DEEPMINER_QUEUE: another folder for the
 * queues, or `off`, and nothing waits.
 */
async function queueFolder(device: Device): Promise<string | undefined> {
  const { DEEPMINER_QUEUE } = process.env;
  if (DEEPMINER_QUEUE === 'off') return undefined;
  const root = DEEPMINER_QUEUE ? path.resolve(DEEPMINER_QUEUE) : path.join(cacheFolder(), 'queue');
  // A home folder may be shared by machines, or by containers that see other processes.
  const { host, machine } = await ownIdentity();
  const here = contentHash([host, machine.split('/')[1] ?? '']).slice(0, 16);
  const card = contentHash(CARDS.map((name) => process.env[name] ?? '')).slice(0, 8);
  return path.join(root, here, device === 'cpu' ? 'cpu' : `card-${card}`);
}
