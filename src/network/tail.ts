/** What stands behind the pooled feature map, as a graph of its own: linear layer and, where there is one, the attention block. */
import { GraphBuilder } from './builder';
import type { Classifier, Graph, Node } from './graph';
import { findHead } from './head';

/** Input of the graph, [N, units]. */
export const POOLED = 'pooled';

/**
 * The classifier from the pooled features on. Inputs `pooled` [N, units] and those of the attention block, output `logits` [N, classes]:
 * many questions about units are asked of this alone, the image being run once. Parameters are shared, not copied.
 */
export function tailGraph(c: Classifier): Graph {
  const { linear } = findHead(c.graph);
  const pooled = linear.inputs[0];
  const renamed = (node: Node): Node => ({ ...node, inputs: node.inputs.map((name) => (name === pooled ? POOLED : name)) });
  const nodes = needed(c.graph, pooled).map(renamed);
  const read = new Set(nodes.flatMap((node) => node.inputs));
  const builder = new GraphBuilder({
    ...c.graph,
    name: `${c.graph.name} behind the pooling`,
    nodes,
    initializers: new Map([...c.graph.initializers].filter(([name]) => read.has(name))),
    inputs: [{ name: POOLED, type: 'float32', dims: ['N', c.units] }, ...c.graph.inputs.filter(({ name }) => read.has(name))],
    outputs: [],
  });
  builder.output('logits');
  return builder.graph;
}

/** The nodes that `logits` needs when `given` is known, in their order. */
function needed(graph: Graph, given: string): Node[] {
  const wanted = new Set(['logits']);
  const kept: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => wanted.has(name) && name !== given)) continue;
    kept.unshift(node);
    for (const name of node.inputs) if (name !== given) wanted.add(name);
  }
  return kept;
}
