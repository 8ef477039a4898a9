/**
 * The attention block that joins a case's features to a classifier (paper, section 2.5; docs/method-auxiliary.md). The image asks, the
 * features answer, and what each of them adds to the logits stays apart: the logits are a plain sum.
 */
import { hashSeed, seededRandom } from '../statistics/random';
import { AUXILIARY, type AuxiliaryFeature, columnCount, columnsOf } from './auxiliaryFeature';
import { GraphBuilder } from './builder';
import type { Classifier } from './graph';
import { findHead } from './head';
import type { Value } from './session';
import { elementCount, floatTensor } from './tensor';

/** Added to the score of a missing feature: its weight becomes exactly 0 in float32. */
const EXCLUDED = 1e9;

export interface AuxiliaryOptions {
  features: readonly AuxiliaryFeature[];
  /** Width d of the tokens. */
  width: number;
  seed: number;
}

/**
 * The classifier with an attention block over the features. Token of feature i: e_i = x_i U_i + b_i; of nothing: e_none. Query from the
 * image: q = Q pooled + p. Weights: a = softmax over the present features and none of q . e_i / sqrt(d). Logits: those of the image +
 * sum over i of a_i V e_i. Further inputs `auxiliary` [N, columns] (0 where missing) and `present` [N, features] (1 or 0), further outputs
 * `attention` and `contributions`; everything before the linear layer is as it was and shared, not copied.
 * Throws RangeError when there is no feature or the classifier has a block already.
 */
export function addAuxiliary(c: Classifier, { features, width, seed }: AuxiliaryOptions): Classifier {
  if (features.length === 0 || c.auxiliary) throw new RangeError('An attention block needs features, and a classifier takes one block.');
  const head = findHead(c.graph);
  const nodes = c.graph.nodes.map((node) => (node === head.linear ? { ...node, outputs: [AUXILIARY.imageLogits] } : node));
  const outputs = c.graph.outputs.filter(({ name }) => name !== 'logits');
  const builder = new GraphBuilder({ ...c.graph, nodes, outputs });
  const parameter = (name: string, dims: readonly number[], bound: number) => drawn(builder, name, dims, bound, seed);
  const [tokens, classes] = [features.length + 1, c.classes.length];

  const values = builder.input(AUXILIARY.values, ['N', columnCount(features)]);
  const present = builder.input(AUXILIARY.present, ['N', features.length]);
  const everywhere = builder.op('Pad', [present, builder.int([0, 0, 0, 1]), builder.float(1)], {}, { name: 'auxiliary.none.present' });

  const unit = 1 / Math.sqrt(width);
  const asToken = (flat: string) => builder.op('Reshape', [flat, builder.int([0, width, 1, 1])]);
  let column = 0;
  const embedded = features.map((feature, i) => {
    const name = `auxiliary.${i}`;
    const columns = columnsOf(feature);
    const own = columnsFrom(builder, values, column, columns);
    column += columns;
    const weight = parameter(`${name}.weight`, [width, columns], unit);
    const bias = parameter(`${name}.bias`, [width], unit);
    return asToken(builder.op('Gemm', [own, weight, bias], { transB: { int: 1 } }, { name }));
  });
  // The none-token's value is 1 for every case.
  const none = parameter('auxiliary.none.weight', [width, 1], unit);
  const ones = columnsFrom(builder, everywhere, features.length, 1);
  embedded.push(asToken(builder.op('Gemm', [ones, none], { transB: { int: 1 } }, { name: 'auxiliary.none' })));
  const all = builder.op('Concat', embedded, { axis: { int: 2 } }, { name: 'auxiliary.tokens' }); // [N, width, tokens, 1]

  const bound = 1 / Math.sqrt(c.units);
  const queryWeights = [parameter('auxiliary.query.weight', [width, c.units], bound), parameter('auxiliary.query.bias', [width], bound)];
  const query = builder.op('Gemm', [head.linear.inputs[0], ...queryWeights], { transB: { int: 1 } }, { name: 'auxiliary.query' });
  const agreement = builder.op('ReduceSum', [builder.op('Mul', [all, asToken(query)]), builder.int([1, 3])], { keepdims: { int: 0 } });
  const scores = builder.op('Mul', [agreement, builder.float(unit)]);
  const excluded = builder.op('Mul', [builder.op('Sub', [everywhere, builder.float(1)]), builder.float(EXCLUDED)]);
  const masked = builder.op('Add', [scores, excluded]);
  const attention = builder.op('Softmax', [masked], { axis: { int: 1 } }, { name: 'auxiliary.attention', outputs: [AUXILIARY.attention] });

  const weighted = builder.op('Mul', [all, builder.op('Reshape', [attention, builder.int([0, 1, tokens, 1])])]);
  const spoken = parameter('auxiliary.value.weight', [classes, width, 1, 1], unit);
  balance(builder.graph.initializers.get(spoken)!.data as Float32Array, classes);
  const parts = builder.op('Conv', [weighted, spoken], { kernel_shape: { ints: [1, 1] } }, { name: 'auxiliary.value' });
  const contributions = builder.op('Reshape', [parts, builder.int([0, classes, tokens])], {}, { outputs: [AUXILIARY.contributions] });
  const sum = builder.op('ReduceSum', [contributions, builder.int([2])], { keepdims: { int: 0 } });
  builder.op('Add', [AUXILIARY.imageLogits, sum], {}, { name: AUXILIARY.join, outputs: ['logits'] });
  for (const output of ['logits', attention, contributions]) builder.output(output);
  return { ...c, graph: builder.graph, auxiliary: [...features] };
}

/** The block's inputs for `count` cases of which nothing is known: for passes that ask about the image alone. Empty without a block. */
export function neutralInputs({ auxiliary }: Pick<Classifier, 'auxiliary'>, count: number): Record<string, Value> {
  if (!auxiliary) return {};
  const zeros = (width: number): Value => ({ dims: [count, width], data: new Float32Array(count * width) });
  return { [AUXILIARY.values]: zeros(columnCount(auxiliary)), [AUXILIARY.present]: zeros(auxiliary.length) };
}

/** Uniform within the bound, from a random sequence of the tensor's own. */
function drawn(builder: GraphBuilder, name: string, dims: readonly number[], bound: number, seed: number): string {
  const random = seededRandom(hashSeed(`${seed} ${name}`));
  const data = Float32Array.from({ length: elementCount(dims) }, () => bound * (2 * random() - 1));
  return builder.initializer(name, floatTensor(dims, data));
}

/**
 * Takes the mean over classes off a weight [classes, width]. Cross-entropy's gradient adds up to 0 over classes, so it stays off: what a
 * feature adds to one class it takes from the others, and its part of a logit says what it speaks for.
 */
function balance(weight: Float32Array, classes: number): void {
  const width = weight.length / classes;
  for (let j = 0; j < width; j++) {
    let mean = 0;
    for (let k = 0; k < classes; k++) mean += weight[k * width + j] / classes;
    for (let k = 0; k < classes; k++) weight[k * width + j] -= mean;
  }
}

function columnsFrom(builder: GraphBuilder, value: string, start: number, count: number): string {
  return builder.op('Slice', [value, builder.int([start]), builder.int([start + count]), builder.int([1])]);
}
