/** The end of a classifier: where the last feature map is pooled and the linear layer turns it into logits. */
import { ProblemError } from '../protocol/problem';
import { floatAttribute, intAttribute } from './attributes';
import { AUXILIARY } from './auxiliaryFeature';
import type { Classifier, Graph, Node, Tensor } from './graph';

/** The nodes from the last feature map to the logits, and the linear layer's initializers. */
export interface Head {
  /** Name of the last feature map's value. */
  features: string;
  /** Pooling, flattening and linear layer, in order. */
  nodes: readonly Node[];
  linear: Node;
  /** Adds what features beside the image say, where the network takes any. */
  join?: Node;
  weight: string;
  bias: string;
}

const FLATTENING = new Set(['Flatten', 'Reshape', 'Squeeze', 'Identity', 'Dropout']);
const POOLING = new Set(['GlobalAveragePool', 'ReduceMean']);

/** Walks back from the value `logits` to the last feature map. Throws ProblemError when the graph does not end in pooling and linear layer. */
export function findHead(graph: Graph, logits = 'logits', file?: string): Head {
  const maker = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const last = maker.get(logits);
  const join = last?.name === AUXILIARY.join ? last : undefined;
  const linear = join ? maker.get(join.inputs[0]) : last;
  const [weight, bias] = [linear?.inputs[1] ?? '', linear?.inputs[2] ?? ''];
  if (linear?.op !== 'Gemm' || !graph.initializers.has(weight) || !graph.initializers.has(bias))
    throw foreign(file, linear ? `the output ${logits} made by ${linear.op} ${linear.name}` : `no output ${logits}`);
  const nodes = [linear];
  let node = maker.get(linear.inputs[0]);
  while (node && FLATTENING.has(node.op)) {
    nodes.unshift(node);
    node = maker.get(node.inputs[0]);
  }
  if (!node || !POOLING.has(node.op)) throw foreign(file, `the linear layer fed by ${node ? `${node.op} ${node.name}` : 'no layer'}`);
  nodes.unshift(node);
  return { features: node.inputs[0], nodes, linear, join, weight, bias };
}

/** The linear layer as weight [classes, units] row-major and bias [classes]; fresh arrays, a Gemm's transpose and factors applied. */
export function headWeights(c: Classifier): { weight: Float32Array; bias: Float32Array } {
  const { linear } = findHead(c.graph);
  const stored = floats(c, c.head.weight);
  const bias = floats(c, c.head.bias);
  const [classes, units] = [c.classes.length, c.units];
  const alpha = floatAttribute(linear, 'alpha', 1);
  const beta = floatAttribute(linear, 'beta', 1);
  const transposed = intAttribute(linear, 'transB', 0) === 1;
  const weight = new Float32Array(classes * units);
  for (let k = 0; k < classes; k++)
    for (let u = 0; u < units; u++) weight[k * units + u] = alpha * stored[transposed ? k * units + u : u * classes + k];
  return { weight, bias: bias.map((value) => beta * value) };
}

function floats(c: Classifier, name: string): Float32Array {
  const tensor: Tensor | undefined = c.graph.initializers.get(name);
  if (!(tensor?.data instanceof Float32Array)) throw foreign(undefined, `no float32 tensor ${name}`);
  return tensor.data;
}

function foreign(file: string | undefined, found: string): ProblemError {
  return new ProblemError({
    code: 'network.classifier.head',
    file,
    found,
    expected: 'a classifier that ends in global average pooling and one linear layer (GlobalAveragePool, Flatten, Gemm with bias)',
    remedy: 'Choose a network of that kind: its last feature map is what is mined.',
  });
}
