/** A classifier at work for mining and evaluation: grey patches or whole views in, last feature maps and logits out. */
import { neutralInputs } from '../network/auxiliary';
import { AUXILIARY } from '../network/auxiliaryFeature';
import type { Classifier } from '../network/graph';
import { type FloatValue, openSession, type SessionOptions, type Value } from '../network/session';
import { viewGraph } from '../network/viewGraph';
import { type Normalisation, toNetworkInput } from '../patches/normalise';
import type { GreyImage } from '../pixels/image';

export interface Response {
  images: number;
  /** Size of a feature map in cells. */
  height: number;
  width: number;
  /** [images, units, height, width] */
  features: Float32Array;
  /** Of patches: [images, classes]; of views: [images, classes, height, width], or the size that `logitMap` says. */
  logits: Float32Array;
  /** Size in cells of a view's logit map where it is not the features': those of a layer before the last. */
  logitMap?: { height: number; width: number };
  /** Of networks with features beside the image: [images, features + 1] and [images, classes, features + 1], the none-token last. */
  attention?: Float32Array;
  contributions?: Float32Array;
  /** Of a layer before the last: [images, classes, units], what its units weigh on each image (layerForward.ts). */
  weights?: Float32Array;
}

/** What a network with features beside the image is told of the cases; absent, it is told nothing. */
export type FurtherInputs = Readonly<Record<string, Value>>;

export interface PatchNetwork {
  /** What makes grey values its input. */
  readonly normalisation: Normalisation;
  /** Runs patches [images, side, side] in 0..1, side = the classifier's input size. */
  run(grey: Float32Array, images: number, further?: FurtherInputs): Promise<Response>;
  /** Runs what is a network's input already: [images, 3, side, side], normalised. */
  runInput(input: Float32Array, images: number, further?: FurtherInputs): Promise<Response>;
  release(): Promise<void>;
}

export interface ViewNetwork {
  /** Runs one view of any size through the fully convolutional form. */
  run(view: GreyImage, further?: FurtherInputs): Promise<Response>;
  release(): Promise<void>;
}

/** The classifier as it is, for patches. Throws ProblemError when the engine or the device refuses. */
export async function openPatchNetwork(classifier: Classifier, options: SessionOptions = {}): Promise<PatchNetwork> {
  const session = await openSession(classifier.graph, options);
  const { inputSize: side, mean, std } = classifier;
  const runInput: PatchNetwork['runInput'] = async (data, images, further = neutralInputs(classifier, images)) => {
    const input = { dims: [images, 3, side, side], data };
    const wanted = ['features', 'logits', ...blockOutputs(classifier)];
    const { features, logits, ...block } = await session.run({ image: input, ...further }, wanted);
    const [, , height, width] = features.dims;
    return { images, height, width, features: features.data, logits: logits.data, ...ofBlock(block) };
  };
  return {
    normalisation: { mean, std },
    run: (grey, images, further) => runInput(toNetworkInput(grey, images, side, side, mean, std), images, further),
    runInput,
    release: () => session.release(),
  };
}

/** The same weights without pooling, for whole views. Throws ProblemError when the engine or the device refuses. */
export async function openViewNetwork(classifier: Classifier, options: SessionOptions = {}): Promise<ViewNetwork> {
  // Views differ in size: a memory plan made for one would only be in the next one's way.
  const session = await openSession(await viewGraph(classifier, options), { memoryPattern: false, ...options });
  const { mean, std } = classifier;
  return {
    async run({ width, height, data }, further = neutralInputs(classifier, 1)) {
      const input = { dims: [1, 3, height, width], data: toNetworkInput(data, 1, height, width, mean, std) };
      const wanted = ['features', 'logitMap', ...blockOutputs(classifier)];
      const { features, logitMap, ...block } = await session.run({ image: input, ...further }, wanted);
      const [, , rows, columns] = features.dims;
      return { images: 1, height: rows, width: columns, features: features.data, logits: logitMap.data, ...ofBlock(block) };
    },
    release: () => session.release(),
  };
}

/** What of the attention block is asked for beside features and logits. */
export function blockOutputs({ auxiliary }: Classifier): string[] {
  return auxiliary ? [AUXILIARY.attention, AUXILIARY.contributions] : [];
}

export function ofBlock(values: Record<string, FloatValue>): Pick<Response, 'attention' | 'contributions'> {
  const { [AUXILIARY.attention]: attention, [AUXILIARY.contributions]: contributions } = values;
  return attention && contributions ? { attention: attention.data, contributions: contributions.data } : {};
}
