/** A classifier at work for mining and evaluation: grey patches or whole views in, last feature maps and logits out. */
import { toFullyConvolutional } from '../network/fullyConvolutional';
import type { Classifier } from '../network/graph';
import { openSession, type SessionOptions } from '../network/session';
import { toNetworkInput } from '../patches/normalise';
import type { GreyImage } from '../pixels/image';

export interface Response {
  images: number;
  /** Size of a feature map in cells. */
  height: number;
  width: number;
  /** [images, units, height, width] */
  features: Float32Array;
  /** Of patches: [images, classes]; of views: [images, classes, height, width]. */
  logits: Float32Array;
}

export interface PatchNetwork {
  /** Runs patches [images, side, side] in 0..1, side = the classifier's input size. */
  run(grey: Float32Array, images: number): Promise<Response>;
  release(): Promise<void>;
}

export interface ViewNetwork {
  /** Runs one view of any size through the fully convolutional form. */
  run(view: GreyImage): Promise<Response>;
  release(): Promise<void>;
}

/** The classifier as it is, for patches. Throws ProblemError when the engine or the device refuses. */
export async function openPatchNetwork(classifier: Classifier, options: SessionOptions = {}): Promise<PatchNetwork> {
  const session = await openSession(classifier.graph, options);
  const { inputSize: side, mean, std } = classifier;
  return {
    async run(grey, images) {
      const input = { dims: [images, 3, side, side], data: toNetworkInput(grey, images, side, side, mean, std) };
      const { features, logits } = await session.run({ image: input }, ['features', 'logits']);
      return { images, height: features.dims[2], width: features.dims[3], features: features.data, logits: logits.data };
    },
    release: () => session.release(),
  };
}

/** The same weights without pooling, for whole views. Throws ProblemError when the engine or the device refuses. */
export async function openViewNetwork(classifier: Classifier, options: SessionOptions = {}): Promise<ViewNetwork> {
  // Views differ in size: a memory plan made for one would only be in the next one's way.
  const session = await openSession(toFullyConvolutional(classifier), { memoryPattern: false, ...options });
  const { mean, std } = classifier;
  return {
    async run({ width, height, data }) {
      const input = { dims: [1, 3, height, width], data: toNetworkInput(data, 1, height, width, mean, std) };
      const { features, logitMap } = await session.run({ image: input }, ['features', 'logitMap']);
      return { images: 1, height: features.dims[2], width: features.dims[3], features: features.data, logits: logitMap.data };
    },
    release: () => session.release(),
  };
}
