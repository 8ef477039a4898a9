/** What an engine's failure means: memory that does not suffice, a device that is gone, or a device that is not there. */
import { ProblemError } from '../protocol/problem';
import type { Device } from './device';

export const OUT_OF_MEMORY = 'network.memory';
export const DEVICE_LOST = 'network.device.lost';

/**
 * The engine's words, by provider. WebGPU tells of memory twice: the device says so in the log, and what is thrown is that the buffer which
 * it did not get cannot be used.
 */
const MEMORY = [
  /Failed to allocate memory for requested buffer of size/i,
  /BFC Arena ran out of memory|Available memory of \d+ is smaller than requested bytes/i,
  /bad_alloc|bad allocation|Array buffer allocation failed/i,
  /out of memory|not enough memory|OUT_OF_(DEVICE|HOST)_MEMORY|E_OUTOFMEMORY|8007000E/i,
  /CU(BLAS|DNN)_STATUS_ALLOC_FAILED/,
  /exceeds the max buffer size limit|exceeding maxStorageBufferBindingSize|larger than the maximum storage buffer binding size/i,
  /\[Invalid Buffer[^\]]*\] is invalid due to a previous error/,
];

const LOST = [
  /device (is |was )?lost|DEVICE_LOST|GPU is lost/i,
  /DXGI_ERROR_DEVICE_(REMOVED|HUNG|RESET)|887A000[567]/i,
  /CUDA failure \d+: (unspecified launch failure|an illegal memory access|no CUDA-capable device|all CUDA-capable devices are busy)/i,
];

export function isOutOfMemory(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === OUT_OF_MEMORY;
}

export function isDeviceLost(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === DEVICE_LOST;
}

/** A failed run or opening as a ProblemError where it is one of memory or of a lost device; everything else as it is. */
export function engineFailure(error: unknown, device: Device): unknown {
  if (error instanceof ProblemError) return error;
  const message = engineMessage(error);
  // A device that ran out of memory and was lost by it is lost.
  if (LOST.some((pattern) => pattern.test(message)))
    return new ProblemError({
      code: DEVICE_LOST,
      found: `that the device ${device} is gone (${message})`,
      expected: 'a device that stays to the end',
      remedy: 'Run it again, on another device if this one does not come back: DEEPMINER_DEVICE, the setting deepminer.device or --device.',
    });
  if (MEMORY.some((pattern) => pattern.test(message)))
    return new ProblemError({
      code: OUT_OF_MEMORY,
      found: `too little memory on the device ${device} (${message})`,
      expected: 'memory for all values of the graph',
      remedy: 'End other programs that use the memory, or use another device.',
    });
  return error;
}

/** The engine's message in one line, without the place in its own sources. */
export function engineMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^\/\S*onnxruntime\S*:\d+.* was false\. /s, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
