/** Finds the bottlenecks of a residual network whose shortcut is the identity: 1x1, k x k and 1x1 convolutions beside it (He et al. 2016). */
import type { Node } from '../graph';
import { type Convolution, convolutionAt, onlyMaker, type Places } from './convolution';

export interface Bottleneck {
  /** Map that goes in, and past. */
  x: string;
  /** Rectified sum that comes out, of the same shape. */
  output: string;
  reduce: Convolution;
  middle: Convolution;
  expand: Convolution;
  nodes: readonly Node[];
}

/** Bottlenecks one after the other, each reading what the one before makes, which nothing else reads. */
export function bottleneckRuns(places: Places): Bottleneck[][] {
  const runs: Bottleneck[][] = [];
  for (const node of places.graph.nodes) {
    const found = node.op === 'Relu' && !node.domain ? bottleneckAt(places, node) : undefined;
    if (!found) continue;
    const run = runs.at(-1);
    if (run && run.at(-1)!.output === found.x && isPassedOnAlone(places, found)) run.push(found);
    else runs.push([found]);
  }
  return runs;
}

function bottleneckAt(places: Places, last: Node): Bottleneck | undefined {
  const sum = onlyMaker(places, last.inputs[0], 'Add');
  if (!sum) return undefined;
  for (const [branch, x] of [sum.inputs, [...sum.inputs].reverse()]) {
    const expand = convolutionAt(places, branch);
    const second = expand && onlyMaker(places, expand.x, 'Relu');
    const middle = second && convolutionAt(places, second.inputs[0]);
    const first = middle && onlyMaker(places, middle.x, 'Relu');
    const reduce = first && convolutionAt(places, first.inputs[0]);
    if (!reduce || reduce.x !== x || !isPointwise(reduce) || !isPointwise(expand) || expand.dims[0] !== reduce.dims[1]) continue;
    const nodes = [...reduce.nodes, first, ...middle.nodes, second, ...expand.nodes, sum, last];
    return { x, output: last.outputs[0], reduce, middle, expand, nodes };
  }
  return undefined;
}

const isPointwise = ({ dims }: Convolution) => dims[2] === 1 && dims[3] === 1;

function isPassedOnAlone({ readers, outputs }: Places, { x, nodes }: Bottleneck): boolean {
  return !outputs.has(x) && readers.get(x)!.every((reader) => nodes.includes(reader));
}
