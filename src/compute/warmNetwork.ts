/** The network of the last explanations, kept open for the next one. */
import { openViewNetwork, type ViewNetwork } from '../mining/forward';
import type { SessionOptions } from '../network/session';
import { Kept } from './kept';
import type { OpenRun } from './workspace';

const networks = new Kept<ViewNetwork>((network) => network.release());

/** Runs `work` with the run's network open for whole views on a device, after those who asked before; opened anew only for another network or device. */
export function withViewNetwork<R>(
  run: Pick<OpenRun, 'classifier' | 'network'>,
  session: SessionOptions,
  signal: AbortSignal,
  work: (network: ViewNetwork) => Promise<R>,
): Promise<R> {
  return networks.use(`${run.network} ${session.device}`, () => openViewNetwork(run.classifier, session), signal, work);
}
