/** Where a network ends: its last feature map, and what makes logits of it. */
import { intsAttribute } from '../attributes';
import type { Node } from '../graph';
import type { Shape } from '../shapes';
import { type Outline, sidesOf } from './outline';
import { refusal } from './problem';

export interface Ending {
  /** Value of the last feature map, [images, units, height, width] in the network's own size. */
  features: string;
  dims: Shape;
  /** The layer that makes it; absent when it is the image itself. */
  maker?: Node;
  /** The layers behind it, in order. */
  tail: readonly Node[];
  /** Those of them that are linear layers (Gemm, or MatMul with a constant). */
  linear: readonly Node[];
}

const MEANS = new Set(['GlobalAveragePool', 'ReduceMean', 'AveragePool']);
const FLATTENING = new Set(['Flatten', 'Reshape', 'Squeeze']);

/**
 * The last map that has height and width and that everything passes through; means behind it belong to the head, for a mean of means is a
 * mean. `chosen`: a value or node named by the user. Throws ProblemError, with the candidates, when there is none.
 */
export function endingOf(outline: Outline, chosen: string | undefined, file?: string): Ending {
  const { graph, facts, image, passes, nodes } = outline;
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const maps = passes.filter((name) => name !== image.name && sidesOf(facts.get(name)?.dims));
  const features = chosen === undefined ? lastMap(outline, maps, makers) : named(outline, chosen);
  const dims = features === undefined ? undefined : facts.get(features)?.dims;
  if (features === undefined || !sidesOf(dims) || typeof dims?.[1] !== 'number')
    throw refusal(file, {
      what: 'features',
      found:
        chosen === undefined
          ? (unknownLayer(outline) ?? 'no feature map that every way from the image to the logits passes')
          : missing(chosen, dims),
      expected: 'a last feature map [images, units, height, width] before the linear layers',
      remedy:
        maps.length > 0
          ? `Name one in network.features, e.g. ${maps.slice(-3).join(', ')}.`
          : 'Export a convolutional classifier in standard operators.',
    });
  const behind = new Set([features]);
  const tail = nodes.filter((node) => {
    const follows = node.inputs.some((name) => behind.has(name));
    if (follows) for (const name of node.outputs) behind.add(name);
    return follows;
  });
  const linear = tail.filter(({ op, inputs }) => op === 'Gemm' || (op === 'MatMul' && inputs.some((name) => graph.initializers.has(name))));
  return { features, dims, maker: makers.get(features), tail, linear };
}

function lastMap({ facts }: Outline, maps: readonly string[], makers: ReadonlyMap<string, Node>): string | undefined {
  const spread = maps.filter((name) => sidesOf(facts.get(name)?.dims)?.some((side) => side !== 1));
  // Where even the last map is a single cell, what a pooling made of it is not looked for.
  let last =
    spread.at(-1) ??
    maps.find((name) => maps.some((other) => MEANS.has(makers.get(other)?.op ?? '') && makers.get(other)?.inputs[0] === name));
  for (let maker = makers.get(last ?? ''); maker?.op === 'AveragePool' && maps.includes(maker.inputs[0]); maker = makers.get(last))
    last = maker.inputs[0];
  return last;
}

function named({ graph, facts }: Outline, chosen: string): string | undefined {
  return facts.has(chosen) && !graph.initializers.has(chosen) ? chosen : graph.nodes.find(({ name }) => name === chosen)?.outputs[0];
}

function missing(chosen: string, dims: Shape | undefined): string {
  return dims ? `network.features ${chosen}, whose shape is [${dims.join(', ')}]` : `no layer or value ${chosen} of known shape`;
}

/** The first layer whose output's shape is not known: behind it nothing can be found. */
function unknownLayer({ nodes, facts }: Outline): string | undefined {
  const node = nodes.find(({ outputs }) => !facts.has(outputs[0]));
  return node && `the layer ${node.domain ? `${node.domain}.` : ''}${node.op} ${node.name}, whose output's shape is not known here`;
}

/** The linear layer, when the tail is a mean over the whole map, flattening, and that one layer: then the network has our form already. */
export function ownHead(ending: Ending, facts: Outline['facts']): Node | undefined {
  const rest = ending.tail.filter((node) => !(FLATTENING.has(node.op) && facts.get(node.outputs[0])?.dims.length !== 3));
  const [first, linear, bias, ...more] = rest;
  if (more.length > 0 || !first || !linear || ending.linear.length !== 1 || ending.linear[0] !== linear) return undefined;
  if (bias && (bias.op !== 'Add' || linear.op !== 'MatMul')) return undefined;
  if (!MEANS.has(first.op) || first.inputs[0] !== ending.features) return undefined;
  const dims = facts.get(first.outputs[0])?.dims;
  const pooled = dims?.length === 2 || sidesOf(dims)?.every((side) => side === 1);
  const whole = first.op !== 'ReduceMean' || isSpatial(intsAttribute(first, 'axes'));
  return pooled && whole ? linear : undefined;
}

function isSpatial(axes: readonly number[] | undefined): boolean {
  return axes !== undefined && axes.length === 2 && axes.every((axis) => axis === 2 || axis === 3 || axis === -1 || axis === -2);
}
