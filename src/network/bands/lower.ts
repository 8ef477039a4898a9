/** A residual network's inference graph with its bottlenecks in bands of rows: the same sums in an order that keeps to the processor's cache. */
import { blockedConv, intoBlocks, outOfBlocks } from '../blocked/nchwc';
import { toOrder } from '../blocked/order';
import { GraphBuilder } from '../builder';
import type { Graph, Node } from '../graph';
import { elementCount, floatTensor } from '../tensor';
import { BandOrder } from './bandOrder';
import { type Bottleneck, bottleneckRuns } from './bottleneck';
import { type Convolution, folded, placesOf } from './convolution';

/**
 * A pointwise filter above this size does not stay in the cache from one band to the next, and bands gain nothing: with the 4 MB of ResNet's last
 * stage they took 1.01 to 1.05 times as long, with 1 MB and less 0.80 to 0.89.
 */
const MOST_FILTER_BYTES = 2 ** 20;

/**
 * The graph with every run of bottlenecks in bands, of images of any size and number; undefined where it has none. For the CPU's engine with blocks of
 * `block` channels. Outputs and inputs keep their names; differences are those of rounding.
 */
export function inBands(graph: Graph, block: number): Graph | undefined {
  const places = placesOf(graph);
  const runs = bottleneckRuns(places).filter((run) => run.every((bottleneck) => gains(bottleneck, block)));
  if (runs.length === 0) return undefined;
  const replaced = new Map<Node, Bottleneck[]>(
    runs.flatMap((run) => run.flatMap(({ nodes }) => nodes.map((node) => [node, run] as const))),
  );
  const kept = graph.nodes.filter((node) => !replaced.has(node));
  const read = new Set(kept.flatMap((node) => node.inputs));
  const shapes = new GraphBuilder(graph);
  const builder = new GraphBuilder(
    { ...graph, nodes: [], outputs: [], initializers: new Map([...graph.initializers].filter(([name]) => read.has(name))) },
    new Set(graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs])),
  );
  for (const node of graph.nodes) {
    const run = replaced.get(node);
    if (!run) copy(builder, node, shapes);
    // The last node of a run: all that it reads from elsewhere is written by then.
    else if (node === run.at(-1)!.nodes.at(-1)) writeRun(builder, run, graph, block);
  }
  for (const { name } of graph.outputs) builder.output(name);
  return builder.graph;
}

function gains({ reduce, middle, expand }: Bottleneck, block: number): boolean {
  const inBlocks = [reduce, middle, expand].every(({ dims }) => dims[0] % block === 0 && dims[1] % block === 0);
  return inBlocks && 4 * reduce.dims[0] * reduce.dims[1] <= MOST_FILTER_BYTES;
}

function copy(builder: GraphBuilder, { op, domain, name, inputs, outputs, attributes }: Node, shapes: GraphBuilder): void {
  const known = outputs.every((output) => output !== '' && shapes.knows(output));
  builder.ops(op, inputs, attributes, { domain, name, outputs, ...(domain && known && { shapes: outputs.map((o) => shapes.shape(o)) }) });
}

function writeRun(builder: GraphBuilder, run: readonly Bottleneck[], graph: Graph, block: number): void {
  const [{ x }] = run;
  const shape = builder.shape(x);
  const order = new BandOrder(builder, x, block);
  let map = order.toBands(intoBlocks(builder, x));
  for (const { reduce, middle, expand } of run) {
    const narrow = order.fromBands(convolve(builder, map, reduce, graph, block), [shape[0], reduce.dims[0], shape[2], shape[3]]);
    const seen = order.toBands(convolve(builder, narrow, middle, graph, block));
    map = convolve(builder, seen, expand, graph, block, map);
  }
  outOfBlocks(builder, order.fromBands(map, shape), { outputs: [run.at(-1)!.output] });
}

/** The convolution of a blocked map with its normalisation, what is added, and the rectifier behind. */
function convolve(builder: GraphBuilder, x: string, convolution: Convolution, graph: Graph, block: number, sum?: string): string {
  const { dims, pads, conv } = convolution;
  const { factors, bias } = folded(convolution, graph);
  const filter = toOrder(graph.initializers.get(conv.inputs[1])!.data as Float32Array, { kind: 'filter', dims }, block);
  // In blocks, where a network's weights are copied once: outputs of a block lie innermost.
  if (factors) {
    const group = block * elementCount(dims.slice(1));
    for (let i = 0; i < filter.length; i++) filter[i] *= factors[Math.floor(i / group) * block + (i % block)];
  }
  const weight = builder.initializer(`${conv.name}/filter`, floatTensor(dims, filter));
  const shift = builder.initializer(`${conv.name}/bias`, floatTensor([dims[0]], bias));
  return blockedConv(builder, x, weight, { filter: dims, pads, bias: shift, sum, activation: 'Relu', as: { name: conv.name } });
}
