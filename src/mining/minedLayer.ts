/** The layer whose units a mining is about: the last one as published, or any other. */
import type { Classifier } from '../network/graph';
import { findLayer, type Layer } from '../network/layers';
import { type ReceptiveField, receptiveField } from '../network/receptiveField';
import type { Config } from '../project/config';
import { constantWeights } from './layerForward';

export interface MinedLayer {
  layer: Layer;
  units: number;
  /** What a cell of the layer's maps sees, and one of the last feature map: logit maps have the last one's cells. */
  field: ReceptiveField;
  lastField: ReceptiveField;
  /** [classes, units] where it is the same on every image, as the last layer's is; else every response brings its own. */
  weight?: Float32Array;
}

/** Throws ProblemError that lists the layers when mining.layer names none, and where it is not certain what its cells see. */
export function minedLayer(classifier: Classifier, { mining }: Pick<Config, 'mining'>): MinedLayer {
  const layer = findLayer(classifier, mining.layer ?? undefined);
  const { graph } = classifier;
  const weight = constantWeights(classifier, layer);
  return { layer, units: layer.channels, field: receptiveField(graph, layer.value), lastField: receptiveField(graph), weight };
}

/**
 * What units of a layer belong to: the network, and of a layer before the last its name, so that no answer about one layer's units is ever taken
 * for one about another's.
 */
export function minedNetwork(network: string, { last, name }: Pick<Layer, 'last' | 'name'>): string {
  return last ? network : `${network}/${name}`;
}
