/** Whether a whole network can be trained, asked before anything is built: which operators have no gradient rule, and where they stand. */
import { parameterNames } from '../../network/classifier';
import type { Graph, Node } from '../../network/graph';
import { inferShapes } from '../../network/shapes';
import { hasGradientRule, untrainable } from './index';

/** A node that gradients would have to pass and cannot. */
export interface Obstacle {
  op: string;
  node: string;
  /** In words: after which layer, and on which value of which shape. */
  place: string;
}

const LAYERS = new Set(['Conv', 'ConvTranspose', 'Gemm']);

/** The nodes without gradient rule between the first trained parameter and `output`, in the graph's order. */
export function obstacles(graph: Graph, output = 'logits'): Obstacle[] {
  const trained = new Set(parameterNames(graph));
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const needed = new Set<Node>();
  const open = [output];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = makers.get(name);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    open.push(...node.inputs);
  }
  const facts = inferShapes(graph);
  const found: Obstacle[] = [];
  for (const node of graph.nodes) {
    if (!needed.has(node) || !node.inputs.some((name) => trained.has(name))) continue;
    for (const name of node.outputs) trained.add(name);
    if (hasGradientRule(node)) continue;
    const [value = ''] = node.inputs;
    const dims = facts.get(value)?.dims;
    const layer = layerBefore(value, makers);
    const place = `${layer ? `after ${layer.op} ${layer.name}` : 'before the first layer'}, on ${value}${dims ? ` [${dims.join(', ')}]` : ''}`;
    found.push({ op: `${node.domain ? `${node.domain}.` : ''}${node.op}`, node: node.name, place });
  }
  return found;
}

/** Throws ProblemError that lists every operator without gradient rule with its places. */
export function requireTrainable(graph: Graph): void {
  const found = obstacles(graph);
  if (found.length === 0) return;
  const places = found.slice(0, MOST_NAMED).map(({ op, node, place }) => `${op} in node ${node}, ${place}`);
  const rest = found.length - places.length;
  throw untrainable([...new Set(found.map(({ op }) => op))], `${places.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`);
}

const MOST_NAMED = 8;

/** The nearest layer with weights on the way back along first inputs. */
function layerBefore(value: string, makers: ReadonlyMap<string, Node>): Node | undefined {
  let node = makers.get(value);
  while (node && !LAYERS.has(node.op)) node = makers.get(node.inputs[0]);
  return node;
}
