/** Run by webgpu.test.ts in a process of its own: what layers weigh in a network of every kind of window, on one device, as JSON. */
import { openLayerPatchNetwork, openLayerViewNetwork } from '../../../src/mining/layerForward';
import { findLayer } from '../../../src/network/layers';
import { ProblemError } from '../../../src/protocol/problem';
import { seededRandom } from '../../../src/statistics/random';
import { crookedClassifier } from './crooked';

const device = process.argv[2] === 'webgpu' ? 'webgpu' : 'cpu';

async function weigh(): Promise<Record<string, number[]>> {
  const c = crookedClassifier({ end: 'Relu' });
  const side = c.inputSize;
  const random = seededRandom(1);
  const grey = Float32Array.from({ length: 3 * side * side }, random);
  const view = { width: side + 18, height: side + 5, data: Float32Array.from({ length: (side + 18) * (side + 5) }, random) };
  const [stem, mixed] = [findLayer(c, 'stem'), findLayer(c, 'mixed.conv')];
  const patches = await openLayerPatchNetwork(c, stem, { device });
  const views = await openLayerViewNetwork(c, stem, { device });
  const inner = await openLayerPatchNetwork(c, mixed, { device });
  return {
    'stem of patches': [...(await patches.run(grey, 3)).weights!],
    'stem of a view': [...(await views.run(view)).weights!],
    'mixed.conv of patches': [...(await inner.run(grey, 3)).weights!],
  };
}

try {
  answer({ weights: await weigh() });
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  answer({ weights: {}, problem: error.message });
}

/** A driver's threads do not always end by themselves, so the process does, once everything is written. */
function answer(value: unknown): void {
  process.stdout.write(JSON.stringify(value), () => process.exit(0));
}
