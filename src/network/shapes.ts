/** Shape inference: what every value of a graph is, from its inputs and constants alone. The rule per operator is in shapeRules/. */
import type { ElementType, Graph, Node, Tensor } from './graph';
import { shapeRules } from './shapeRules/index';
import { NotConstant } from './shapeRules/rule';

/** A size, or the name of a free one. */
export type Dim = number | string;
export type Shape = readonly Dim[];

/** What is known of a value before the graph runs. */
export interface Fact {
  type: ElementType;
  dims: Shape;
  /** The value itself, for constants. */
  value?: Tensor;
  /** Of whole numbers that are computed from shapes: what is known of them, free sizes by name. A scalar has one. */
  sizes?: Shape;
}

/**
 * The facts of a node's outputs, in order; an output is undefined where the operator is unknown here, an input is, or the shape depends on
 * values computed when the graph runs.
 * Throws RangeError, naming the node, when the shapes do not fit the operator.
 */
export function inferNode(node: Node, facts: (name: string) => Fact | undefined, opset: number): (Fact | undefined)[] {
  const rule = node.domain ? undefined : shapeRules[node.op];
  const unknown = node.outputs.map(() => undefined);
  if (!rule) return unknown;
  const inputs = node.inputs.map((name) => (name === '' ? undefined : facts(name)));
  if (node.inputs.some((name, i) => name !== '' && inputs[i] === undefined)) return unknown;
  try {
    const outputs = rule({ node, inputs, opset });
    return node.outputs.map((_, i) => outputs[i]);
  } catch (error) {
    if (error instanceof NotConstant) return unknown;
    if (!(error instanceof RangeError)) throw error;
    const shapes = inputs.map((fact) => (fact ? `[${fact.dims.join(', ')}]` : 'none')).join(' and ');
    throw new RangeError(`${node.op} ${node.name} cannot take ${shapes}: ${error.message}`, { cause: error });
  }
}

/** The facts of every value of a graph whose nodes are in order, as ONNX demands. Values past an unknown operator are missing. */
export function inferShapes(graph: Graph): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  for (const input of graph.inputs) facts.set(input.name, { type: input.type, dims: input.dims });
  for (const [name, tensor] of graph.initializers) facts.set(name, { type: tensor.type, dims: tensor.dims, value: tensor });
  for (const node of graph.nodes) {
    const outputs = inferNode(node, (name) => facts.get(name), graph.opset);
    outputs.forEach((fact, i) => {
      if (fact && node.outputs[i] !== '') facts.set(node.outputs[i], fact);
    });
  }
  return facts;
}
