/** The device that a run was trained on so far, from its files. */
import { readEvents } from '../project/runs';
import { ProblemError } from '../protocol/problem';
import { readMetadata } from '../weights/safetensors';
import { newestState } from './checkpoint';
import type { StateOrigin } from './state';

/**
 * Of the newest state, which training goes on from; without one, of the last start: its learning rates may have been tried there. Undefined
 * when nothing tells it.
 */
export async function deviceOfRun(dir: string): Promise<string | undefined> {
  const state = await newestState(dir);
  const origin = state && (await originOf(state));
  if (origin) return origin.device;
  const started = (await readEvents(dir)).findLast((event) => event.type === 'started');
  return started?.type === 'started' ? started.device : undefined;
}

/** Undefined when the file is damaged, which is said where the state is read whole. */
async function originOf(file: string): Promise<StateOrigin | undefined> {
  try {
    const { training } = await readMetadata(file);
    return (JSON.parse(training ?? '{}') as { origin?: StateOrigin }).origin;
  } catch (error) {
    if (error instanceof ProblemError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
