/** A new network by its name in deepminer.json. */
import { ProblemError } from '../protocol/problem';
import { ARCHITECTURE_NAMES, type Architecture } from './architectures';
import type { Classifier } from './graph';
import { buildResNet, type ResNetName } from './resnet';
import { buildSmall } from './small';

export interface NetworkChoice {
  architecture: string;
  classes: readonly string[];
  /** Side of the square input in pixels. */
  inputSize: number;
  seed: number;
}

type Builder = (classes: readonly string[], inputSize: number, seed: number) => Classifier;

const resNet =
  (name: ResNetName): Builder =>
  (classes, inputSize, seed) =>
    buildResNet(name, classes, inputSize, seed);

const builders: Readonly<Record<Architecture, Builder>> = {
  resnet18: resNet('resnet18'),
  resnet34: resNet('resnet34'),
  resnet50: resNet('resnet50'),
  resnet101: resNet('resnet101'),
  resnet152: resNet('resnet152'),
  small: buildSmall,
};

/** The network with random weights drawn from the seed. Throws ProblemError on an unknown architecture, a tiny input or fewer than two classes. */
export function buildNetwork({ architecture, classes, inputSize, seed }: NetworkChoice): Classifier {
  if (classes.length < 2) throw refuse('classes', `${classes.length} classes`, 'at least two classes', 'Name the classes to tell apart.');
  if (!Number.isInteger(inputSize) || inputSize < 8)
    throw refuse('inputSize', `an input of ${inputSize} pixels`, 'a whole number of at least 8 pixels', 'Set patches.size, e.g. 224.');
  if (isKnown(architecture)) return builders[architecture](classes, inputSize, seed);
  throw refuse(
    'architecture',
    `the architecture "${architecture}"`,
    ARCHITECTURE_NAMES.join(', '),
    'Choose one of these in network.architecture, or start from an ONNX file with network.weights.',
  );
}

function isKnown(name: string): name is Architecture {
  return Object.hasOwn(builders, name);
}

function refuse(what: string, found: string, expected: string, remedy: string): ProblemError {
  return new ProblemError({ code: `network.${what}`, found, expected, remedy });
}
