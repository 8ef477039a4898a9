/** Our ending behind an imported trunk: mean over the map and one linear layer, freshly drawn or taken from the network. */
import { hashSeed, seededRandom } from '../../statistics/random';
import { floatAttribute, intAttribute } from '../attributes';
import { GraphBuilder } from '../builder';
import type { Graph, Node, Tensor } from '../graph';
import { floatTensor } from '../tensor';

/** A linear layer [classes, units] with the names its tensors have, or shall have. */
export interface LinearLayer {
  weight: { name: string; tensor: Tensor };
  bias: { name: string; tensor: Tensor };
}

/** Uniform within 1 / sqrt(units), PyTorch's default. */
export function drawnLayer(trunk: Graph, classes: number, units: number, seed: number): LinearLayer {
  const stem = trunk.initializers.has('fc.weight') || trunk.initializers.has('fc.bias') ? 'head' : 'fc';
  const draw = (name: string, dims: readonly number[]) => {
    const random = seededRandom(hashSeed(`${seed} ${name}`));
    const bound = 1 / Math.sqrt(units);
    const data = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => bound * (2 * random() - 1));
    return { name, tensor: floatTensor(dims, data) };
  };
  return { weight: draw(`${stem}.weight`, [classes, units]), bias: draw(`${stem}.bias`, [classes]) };
}

/** The layer as the network has it (Gemm, or MatMul with an Add behind it); undefined where its weights are no float32 constants. */
export function keptLayer(graph: Graph, linear: Node): LinearLayer | undefined {
  const stored = graph.initializers.get(linear.inputs[1]);
  if (!(stored?.data instanceof Float32Array) || stored.dims.length !== 2) return undefined;
  const isGemm = linear.op === 'Gemm';
  const transposed = isGemm && intAttribute(linear, 'transB', 0) === 1;
  if (isGemm && intAttribute(linear, 'transA', 0) === 1) return undefined;
  const [units, classes] = transposed ? [stored.dims[1], stored.dims[0]] : stored.dims;
  const alpha = isGemm ? floatAttribute(linear, 'alpha', 1) : 1;
  const weight = new Float32Array(classes * units);
  for (let k = 0; k < classes; k++)
    for (let u = 0; u < units; u++) weight[k * units + u] = alpha * stored.data[transposed ? k * units + u : u * classes + k];
  const adding = isGemm ? linear : graph.nodes.find((node) => node.op === 'Add' && node.inputs.includes(linear.outputs[0]));
  const biasName = isGemm ? linear.inputs[2] : adding?.inputs.find((name) => name !== linear.outputs[0]);
  const given = graph.initializers.get(biasName ?? '');
  if (biasName && !(given?.data instanceof Float32Array && given.data.length === classes)) return undefined;
  const beta = isGemm ? floatAttribute(linear, 'beta', 1) : 1;
  const bias = given ? Float32Array.from(given.data as Float32Array, (value) => beta * value) : new Float32Array(classes);
  return {
    weight: { name: linear.inputs[1], tensor: floatTensor([classes, units], weight) },
    bias: { name: biasName || `${linear.inputs[1]}/bias`, tensor: floatTensor([classes], bias) },
  };
}

/** The trunk with pooling and linear layer; outputs `features` and `logits`. */
export function withHead(trunk: Graph, { weight, bias }: LinearLayer): Graph {
  const builder = new GraphBuilder(trunk);
  const pooled = builder.op('GlobalAveragePool', ['features'], {}, { name: 'avgpool', outputs: ['avgpool.out'] });
  const flat = builder.op('Flatten', [pooled], { axis: { int: 1 } }, { name: 'flatten', outputs: ['flatten.out'] });
  const [w, b] = [weight, bias].map(({ name, tensor }) => builder.initializer(name, tensor));
  builder.op('Gemm', [flat, w, b], { transB: { int: 1 } }, { name: 'fc', outputs: ['logits'] });
  builder.output('features');
  builder.output('logits');
  return builder.graph;
}
