/** A classifier at work for mining one of its layers: grey patches or whole views in, the layer's maps, logits and its units' weights out. */
import { neutralInputs } from '../network/auxiliary';
import type { Classifier, Graph } from '../network/graph';
import { headWeights } from '../network/head';
import type { Layer } from '../network/layers';
import { openSession, type Session, type SessionOptions, sessionDevice, type Value } from '../network/session';
import { toNetworkInput } from '../patches/normalise';
import { layerGraph } from '../sensitivity/layerGraph';
import { withDeviceOperators } from '../training/deviceOperators';
import {
  blockOutputs,
  type FurtherInputs,
  ofBlock,
  openPatchNetwork,
  openViewNetwork,
  type PatchNetwork,
  type Response,
  type ViewNetwork,
} from './forward';

/** Values of the maps behind a layer that one run may hold, 1 GiB in float32. */
const MOST_HELD = 2 ** 28;

/**
 * The classifier for patches; `features` of its responses are the layer's maps. Before the last layer every response has `weights`, those of
 * its own images; the last layer's are the same for all images (constantWeights), and nothing is differentiated for it. A batch is run in
 * parts where the maps behind the layer would take more than `mostHeld` values. Throws ProblemError when the engine or the device refuses, or gradients
 * cannot pass what is behind the layer.
 */
export async function openLayerPatchNetwork(
  classifier: Classifier,
  layer: Layer,
  options: SessionOptions = {},
  mostHeld = MOST_HELD,
): Promise<PatchNetwork> {
  if (layer.last) return openPatchNetwork(classifier, options);
  const { graph, features, logits, weights, heldPerImage } = layerGraph(classifier, layer, 'patches');
  const session = await opened(graph, options);
  const { inputSize: side, mean, std } = classifier;
  const outputs = [features, logits, weights, ...blockOutputs(classifier)];
  const most = Math.max(1, Math.floor(mostHeld / (heldPerImage || 1)));
  const runInput: PatchNetwork['runInput'] = async (data, images, further = neutralInputs(classifier, images)) => {
    const parts: Response[] = [];
    for (let start = 0; start < images; start += most) {
      const count = Math.min(most, images - start);
      const part = data.subarray(start * 3 * side * side, (start + count) * 3 * side * side);
      const input = { dims: [count, 3, side, side], data: part };
      const values = await session.run({ image: input, ...rowsOf(further, start, count) }, outputs);
      const [, , height, width] = values[features].dims;
      const [maps, scores, weighing] = [features, logits, weights].map((name) => values[name].data);
      parts.push({ images: count, height, width, features: maps, logits: scores, weights: weighing, ...ofBlock(values) });
    }
    return parts.length === 1 ? parts[0] : joined(parts);
  };
  return {
    normalisation: { mean, std },
    run: (grey, images, further) => runInput(toNetworkInput(grey, images, side, side, mean, std), images, further),
    runInput,
    release: () => session.release(),
  };
}

/**
 * The same for whole views, through the fully convolutional form; logit maps keep the last layer's cells, whose number `logitMap` says, and a
 * view's maps behind the layer are in memory together. Throws ProblemError as openLayerPatchNetwork does, and where the network takes images
 * of one size alone.
 */
export async function openLayerViewNetwork(classifier: Classifier, layer: Layer, options: SessionOptions = {}): Promise<ViewNetwork> {
  if (layer.last) return openViewNetwork(classifier, options);
  const { graph, features, logits, weights } = layerGraph(classifier, layer, 'views');
  const session = await opened(graph, { memoryPattern: false, ...options });
  const { mean, std } = classifier;
  const outputs = [features, logits, weights, ...blockOutputs(classifier)];
  return {
    async run({ width, height, data }, further = neutralInputs(classifier, 1)) {
      const input = { dims: [1, 3, height, width], data: toNetworkInput(data, 1, height, width, mean, std) };
      const values = await session.run({ image: input, ...further }, outputs);
      const [[rows, columns], [logitRows, logitColumns]] = [features, logits].map((name) => values[name].dims.slice(2));
      const [maps, scores, weighing] = [features, logits, weights].map((name) => values[name].data);
      return {
        images: 1,
        height: rows,
        width: columns,
        features: maps,
        logits: scores,
        logitMap: { height: logitRows, width: logitColumns },
        weights: weighing,
        ...ofBlock(values),
      };
    },
    release: () => session.release(),
  };
}

/** [classes, units] for a layer whose weights are the same on every image, which the last one's are; undefined for others. */
export function constantWeights(classifier: Classifier, layer: Layer): Float32Array | undefined {
  return layer.last ? headWeights(classifier).weight : undefined;
}

function opened(graph: Graph, options: SessionOptions): Promise<Session> {
  return openSession(sessionDevice(options) === 'cpu' ? graph : withDeviceOperators(graph), options);
}

function rowsOf(further: FurtherInputs, start: number, count: number): FurtherInputs {
  return Object.fromEntries(
    Object.entries(further).map(([name, { dims, data, type }]): [string, Value] => {
      const row = data.length / dims[0];
      return [name, { dims: [count, ...dims.slice(1)], data: data.subarray(start * row, (start + count) * row), type }];
    }),
  );
}

/** One response of several parts of a batch. */
function joined(parts: readonly Response[]): Response {
  const [{ height, width }] = parts;
  const together = (pick: (part: Response) => Float32Array | undefined): Float32Array | undefined => {
    const arrays = parts.flatMap((part) => pick(part) ?? []);
    if (arrays.length < parts.length) return undefined;
    const whole = new Float32Array(arrays.reduce((length, array) => length + array.length, 0));
    let at = 0;
    for (const array of arrays) {
      whole.set(array, at);
      at += array.length;
    }
    return whole;
  };
  const [attention, contributions] = [together((part) => part.attention), together((part) => part.contributions)];
  return {
    images: parts.reduce((sum, { images }) => sum + images, 0),
    height,
    width,
    features: together(({ features }) => features)!,
    logits: together(({ logits }) => logits)!,
    weights: together(({ weights }) => weights),
    ...(attention && contributions && { attention, contributions }),
  };
}
