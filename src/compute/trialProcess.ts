/** The process of one device's trial: a driver may crash it or hang in it, and nobody else is hurt. */
import { computeTrial, timeTrial } from '../devices/trial';
import { isDevice } from '../network/device';
import { loadEngine } from '../network/session';
import { ProblemError } from '../protocol/problem';
import type { TrialMessage } from './attemptDevice';

/** Tells its parent what it has, as it has it, and ends. */
export async function trialProcess(device: string): Promise<void> {
  process.on('disconnect', () => process.exit());
  try {
    if (!isDevice(device)) throw new RangeError(`${device} is no device.`);
    // There the engine's own log names the graphics cards.
    if (process.platform === 'win32') (await loadEngine()).env.logLevel = 'info';
    await tell({ kind: 'computed', computed: await computeTrial(device) });
    await tell({ kind: 'timed', msPerStep: await timeTrial(device) });
  } catch (error) {
    const problem = error instanceof ProblemError ? error.problem : undefined;
    await tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error), problem });
  }
  // A driver's threads do not always end by themselves.
  process.exit();
}

function tell(message: TrialMessage): Promise<void> {
  return new Promise((resolve) => {
    // A parent that is gone waits for nothing.
    if (!process.send || !process.connected) return resolve();
    process.send(message, undefined, undefined, () => resolve());
  });
}
