/** Softmax cross-entropy with a weight per sample, and its gradient by the logits. */
import type { GraphBuilder } from '../network/builder';

/**
 * Mean over samples, by weight, of -log softmax(logits)[label]. Written out in elementary operators because some devices lack LogSoftmax.
 * @param logits [samples, classes]
 * @param labels one-hot [samples, classes]
 * @param weight [samples], 0 for a sample that only fills the batch; not all 0 without `totalWeight`
 * @param totalWeight [1]: what the weights add up to over all samples, where these are a part of them; default: over these
 * @returns loss [1] (of a part: its share of the whole), and its gradient [samples, classes] by the logits
 */
export function crossEntropy(
  builder: GraphBuilder,
  logits: string,
  labels: string,
  weight: string,
  totalWeight?: string,
): { loss: string; gradient: string } {
  const samples = builder.dims(logits)[0];
  const perSample = { axes: { ints: [1] }, keepdims: { int: 1 } };
  const shifted = builder.op('Sub', [logits, builder.op('ReduceMax', [logits], perSample)]);
  const exponentials = builder.op('Exp', [shifted]);
  const sum = builder.op('ReduceSum', [exponentials, builder.int([1])], { keepdims: { int: 1 } });
  const logProbability = builder.op('Sub', [shifted, builder.op('Log', [sum])]);
  const total = totalWeight ?? builder.op('ReduceSum', [weight, builder.int([0])], { keepdims: { int: 1 } });
  const share = builder.op('Reshape', [builder.op('Div', [weight, total]), builder.int([samples, 1])]);
  const weighted = builder.op('Mul', [builder.op('Mul', [labels, logProbability]), share]);
  const negative = builder.op('ReduceSum', [weighted, builder.int([0, 1])], { keepdims: { int: 0 } });
  const loss = builder.op('Reshape', [builder.op('Neg', [negative]), builder.int([1])]);
  const excess = builder.op('Sub', [builder.op('Div', [exponentials, sum]), labels]);
  return { loss, gradient: builder.op('Mul', [excess, share]) };
}
