/** What a mining is asked for, and the address of what it gives. */
import type { View } from '../dataset/model';
import type { Classifier } from '../network/graph';
import type { SessionOptions } from '../network/session';
import type { PatchStore } from '../patches/patch';
import type { Config } from '../project/config';
import { contentHash } from '../project/files';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import type { DecisionRule } from './decide';
import { minedLayer } from './minedLayer';
import type { ReadView } from './viewPass';

/** Changes when the same input would give another result. */
const FORMAT = 2;

export interface MineRequest {
  classifier: Classifier;
  /** Content hash of the network, and the checkpoint it was read from (for people). */
  network: { hash: string; checkpoint: string };
  /** Every view of the hold-out part. */
  views: readonly View[];
  /** Patches of the hold-out part, ambiguous ones included. */
  store: PatchStore;
  config: Config;
  /** The run's folder `mining`; the result goes into a folder of it. */
  dir: string;
  task: Task;
  session?: SessionOptions;
  /** Reads a view from where it was kept when patches were cut; default: from its file. */
  readView?: ReadView;
  /** What was gathered is kept on disk this often, so that no more is lost with a killed process. Default 30. */
  keepSeconds?: number;
}

/** Content address of a result: network, data and every option that it depends on. */
export function miningHash(request: Pick<MineRequest, 'classifier' | 'network' | 'views' | 'store' | 'config'>): string {
  const { network, views, store } = request;
  return contentHash({
    format: FORMAT,
    network: network.hash,
    patches: store.hash,
    views: views.map((v) => v.id),
    options: optionsOf(request),
  });
}

export function optionsOf({ classifier, config }: Pick<MineRequest, 'classifier' | 'config'>): Record<string, unknown> {
  const { mining, patches, classes, explanation } = config;
  // A layer has several names.
  const { layer } = minedLayer(classifier, config);
  // How an image is decided matters only to the ranking on decided images.
  const decision = mining.images === 'decided' ? { scoring: explanation.scoring, background: explanation.background } : {};
  return { ...mining, layer: layer.last ? null : layer.name, ...decision, patches, classes };
}

/** How images are decided, when units are ranked on decided images alone. */
export function decisionRule({ mining, explanation, classes }: Config): DecisionRule | undefined {
  if (mining.images !== 'decided') return undefined;
  return { scoring: explanation.scoring, background: classes.indexOf(explanation.background ?? '') };
}

/** Throws ProblemError when there is nothing to mine, patches that this network does not take, or a network with broken weights. */
export function requireMinable({ classifier, network, views, store }: MineRequest): void {
  if (views.length === 0 || store.patches.length === 0)
    throw new ProblemError({
      code: 'mining.holdout.empty',
      found: `a hold-out part of ${views.length} views and ${store.patches.length} patches`,
      expected: 'at least one view with breast tissue',
      remedy: 'Enlarge the hold-out share in deepminer.json (dataset.split.holdout) or add cases.',
    });
  if (store.size !== classifier.inputSize)
    throw new ProblemError({
      code: 'mining.patches.size',
      found: `patches of ${store.size} pixels`,
      expected: `patches of ${classifier.inputSize} pixels, the network's input`,
      remedy: 'Set patches.size in deepminer.json to what the network was trained with.',
    });
  // The engine's rectifiers make zeros of what is not a number: the maps would not show it.
  const broken = [...classifier.graph.initializers].find(([, { data }]) => data instanceof Float32Array && !data.every(Number.isFinite));
  if (broken)
    throw new ProblemError({
      code: 'mining.weights.notFinite',
      file: network.checkpoint,
      found: `weights in ${broken[0]} that are not finite numbers`,
      expected: 'finite weights',
      remedy: 'The network diverged or its file is damaged: mine an earlier checkpoint, or train with a smaller learning rate.',
    });
}
