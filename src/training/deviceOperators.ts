/** A training graph in the operators that graphics cards have. */
import type { Graph, Node } from '../network/graph';

/** The same graph with sums of three and more values as pairwise ones, which WebGPU has; on the CPU one long sum reads less memory. */
export function withDeviceOperators(graph: Graph): Graph {
  return { ...graph, nodes: graph.nodes.flatMap((node) => (node.op === 'Sum' && !node.domain ? pairwise(node) : [node])) };
}

function pairwise({ name, inputs, outputs }: Node): Node[] {
  const [first, ...rest] = inputs;
  if (rest.length === 0) return [{ op: 'Identity', name, inputs, outputs, attributes: {} }];
  let left = first;
  return rest.map((right, i) => {
    const last = i === rest.length - 1;
    const output = last ? outputs[0] : `${outputs[0]}/sum_${i + 2}`;
    const node: Node = { op: 'Add', name: last ? name : `${name}/sum_${i + 2}`, inputs: [left, right], outputs: [output], attributes: {} };
    left = output;
    return node;
  });
}
