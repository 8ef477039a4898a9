/** Work that runs networks on a chosen device, and what becomes of it when the device's memory does not suffice. */
import type { Device, DeviceChoice } from '../network/device';
import { isOutOfMemory } from '../network/failure';
import type { Task } from '../protocol/task';

/**
 * Runs `work` on the device. Where that was left to `auto` and its memory is too small (a whole mammogram on a small card, say), the work is
 * done again on the CPU, and the log says so; a device that was asked for by name is not exchanged.
 */
export async function workOn<T>(device: Device, asked: DeviceChoice, task: Task, work: (device: Device) => Promise<T>): Promise<T> {
  try {
    return await work(device);
  } catch (error) {
    if (asked !== 'auto' || device === 'cpu' || !isOutOfMemory(error)) throw error;
    task.log('warn', `${(error as Error).message} This is done again on the cpu.`);
    return work('cpu');
  }
}
