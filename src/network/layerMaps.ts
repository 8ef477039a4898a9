/** Which values of a classifier's graph are layers: followed from every convolution to where its map is ready for the next. */
import { ACTIVATIONS } from './activations';
import { intAttribute } from './attributes';
import type { Graph, Node } from './graph';
import { ancestors, commonValues } from './paths';
import { inferShapes } from './shapes';

export interface LayerMap {
  value: string;
  /** Convolutions whose output became this map, in graph order; of a map that branches join, the node that joins them. */
  origins: readonly Node[];
  /** Whether a residual sum or a joining of branches stands between origins and value. */
  joined: boolean;
  /** Whether some way from the image to the last feature map leads past it. */
  inner: boolean;
}

const GATES = new Set(['Sigmoid', 'HardSigmoid']);
const IDLE = new Set(['Identity', 'Dropout']);
const LINEAR = new Set([...IDLE, 'BatchNormalization', 'InstanceNormalization', 'Cast']);
const ARITHMETIC = new Set(['Add', 'Sub', 'Mul', 'Div']);

/** In graph order; the last feature map is always the last. */
export function mapsOf(graph: Graph): LayerMap[] {
  const nodes = ancestors(graph.nodes, 'features');
  const isMap = mapTest(graph);
  const readers = readersOf(nodes);
  const found = new Map<string, { origins: Node[]; joined: boolean }>();
  const passed = new Set(commonValues(nodes, graph.inputs[0].name, 'features'));
  const convolved = new Set<string>();
  for (const node of nodes) {
    const [output] = node.outputs;
    if (node.op === 'Conv' || node.inputs.some((name) => convolved.has(name))) convolved.add(output);
    if (node.op === 'Conv' && isMap(output)) {
      const { value, joined } = followed(output, readers, graph);
      const known = found.get(value);
      found.set(value, { origins: [...(known?.origins ?? []), node], joined: joined || known?.joined === true });
    } else if (joinsChannels(node) && passed.has(output) && convolved.has(output) && !found.has(output))
      found.set(output, { origins: [node], joined: true });
  }
  if (!found.has('features')) found.set('features', { origins: [], joined: false });
  const order = new Map(nodes.flatMap((node) => node.outputs).map((name, i) => [name, i] as const));
  return [...found]
    .sort(([a], [b]) => order.get(a)! - order.get(b)!)
    .map(([value, { origins, joined }]) => ({ value, origins, joined, inner: !passed.has(value) }));
}

/** From a convolution's output over batch norm and residual sum to the nonlinearity, as far as nothing else reads what lies between. */
function followed(start: string, readers: ReadonlyMap<string, readonly Node[]>, graph: Graph): { value: string; joined: boolean } {
  let value = start;
  let joined = false;
  while (value !== 'features') {
    const reading = readers.get(value) ?? [];
    const gated = gatedBy(value, reading, readers);
    if (gated !== undefined) return { value: pastIdle(gated, readers), joined };
    const [next] = reading;
    if (reading.length !== 1) break;
    if (ACTIVATIONS.includes(next.op)) return { value: pastIdle(next.outputs[0], readers), joined };
    const scales = ARITHMETIC.has(next.op) && next.inputs.some((name) => graph.initializers.has(name));
    const sums = (next.op === 'Add' || next.op === 'Sum') && !scales;
    if (!sums && !scales && !LINEAR.has(next.op)) break;
    joined ||= sums;
    value = next.outputs[0];
  }
  return { value, joined };
}

/** The same map behind layers that do nothing in use. */
function pastIdle(map: string, readers: ReadonlyMap<string, readonly Node[]>): string {
  const reading = map === 'features' ? [] : (readers.get(map) ?? []);
  return reading.length === 1 && IDLE.has(reading[0].op) ? pastIdle(reading[0].outputs[0], readers) : map;
}

/** Of x times a sigmoid of x (SiLU, and hard swish where it is written so): the product. */
function gatedBy(x: string, reading: readonly Node[], readers: ReadonlyMap<string, readonly Node[]>): string | undefined {
  if (reading.length !== 2) return undefined;
  const gate = reading.find(({ op }) => GATES.has(op));
  const product = reading.find(({ op }) => op === 'Mul');
  if (!gate || !product?.inputs.includes(x) || !product.inputs.includes(gate.outputs[0])) return undefined;
  return readers.get(gate.outputs[0])?.length === 1 ? product.outputs[0] : undefined;
}

function joinsChannels(node: Node): boolean {
  const axis = intAttribute(node, 'axis', 0);
  return node.op === 'Concat' && node.inputs.length > 1 && (axis === 1 || axis === -3);
}

function readersOf(nodes: readonly Node[]): Map<string, Node[]> {
  const readers = new Map<string, Node[]>();
  for (const node of nodes) for (const name of new Set(node.inputs)) readers.set(name, [...(readers.get(name) ?? []), node]);
  return readers;
}

/** Whether a value is a map that grows with the image: what a gate computes of the whole image is a single cell, and no layer. */
function mapTest(graph: Graph): (value: string) => boolean {
  const own = inferShapes(graph);
  const free = freeShapes(graph);
  return (value) => {
    if (own.get(value)?.dims.length !== 4) return false;
    const sides = free?.get(value)?.dims.slice(2);
    return sides === undefined || sides.some((side) => typeof side === 'string');
  };
}

/** Shapes for images of any size; undefined where the network takes one size alone. */
function freeShapes(graph: Graph): ReturnType<typeof inferShapes> | undefined {
  const inputs = graph.inputs.map((input) => (input.dims.length === 4 ? { ...input, dims: [...input.dims.slice(0, 2), 'H', 'W'] } : input));
  try {
    const facts = inferShapes({ ...graph, inputs });
    return facts
      .get('features')
      ?.dims.slice(2)
      .some((side) => typeof side === 'string')
      ? facts
      : undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}
