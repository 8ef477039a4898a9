/** The graph that whole views go through on a device: fully convolutional, and on the CPU in bands of rows where that is faster. */
import { checkBands } from './bands/check';
import { inBands } from './bands/lower';
import { toFullyConvolutional } from './fullyConvolutional';
import type { Classifier, Graph } from './graph';
import { type SessionOptions, sessionDevice } from './session';

/** Inputs and outputs as toFullyConvolutional has them. Throws as that does. */
export async function viewGraph(classifier: Classifier, options: Pick<SessionOptions, 'device'>): Promise<Graph> {
  const graph = toFullyConvolutional(classifier);
  if (sessionDevice(options) !== 'cpu') return graph;
  const block = await checkBands();
  return (block !== undefined && inBands(graph, block)) || graph;
}
