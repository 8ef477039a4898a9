/** A new network by its name in deepminer.json. */
import { ProblemError } from '../protocol/problem';
import type { Classifier } from './graph';
import { buildResNet, isResNet } from './resnet';
import { buildSmall } from './small';

export interface NetworkChoice {
  architecture: string;
  classes: readonly string[];
  /** Side of the square input in pixels. */
  inputSize: number;
  seed: number;
}

/** The network with random weights drawn from the seed. Throws ProblemError on an unknown architecture, a tiny input or fewer than two classes. */
export function buildNetwork({ architecture, classes, inputSize, seed }: NetworkChoice): Classifier {
  if (classes.length < 2) throw refuse('classes', `${classes.length} classes`, 'at least two classes', 'Name the classes to tell apart.');
  if (!Number.isInteger(inputSize) || inputSize < 8)
    throw refuse('inputSize', `an input of ${inputSize} pixels`, 'a whole number of at least 8 pixels', 'Set patches.size, e.g. 224.');
  if (architecture === 'small') return buildSmall(classes, inputSize, seed);
  if (isResNet(architecture)) return buildResNet(architecture, classes, inputSize, seed);
  throw refuse(
    'architecture',
    `the architecture "${architecture}"`,
    'small, resnet18, resnet34, resnet50, resnet101 or resnet152',
    'Choose one of these in network.architecture, or start from an ONNX file with network.weights.',
  );
}

function refuse(what: string, found: string, expected: string, remedy: string): ProblemError {
  return new ProblemError({ code: `network.${what}`, found, expected, remedy });
}
