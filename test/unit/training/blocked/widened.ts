/**
 * A network of whole blocks that computes what a narrow one does: every channel stands `block` times, and shares of its weight lie between the
 * copies, other shares between every two. The narrow network's gradients are then sums of the wide one's (the chain rule), so that golden
 * numbers of the one hold for the other.
 */
import type { Classifier, Node, Tensor } from '../../../../src/network/graph';
import { floatTensor } from '../../../../src/network/tensor';

/** Powers of two, so that no weight is rounded; their sum is 1. */
const SHARES = [1 / 4, 1 / 4, 1 / 8, 1 / 8, 1 / 8, 1 / 16, 1 / 32, 1 / 32];

/** One weight of the narrow network stands at `place` of the wide one, times `share`. */
type Copy = (index: number, share: number, place: number) => void;

export interface Widened {
  classifier: Classifier;
  /** The narrow network's gradient by a parameter, in float64, from the wide one's. */
  narrowed(parameter: string, gradient: Float32Array): Float64Array;
}

export function widened(classifier: Classifier, block: number): Widened {
  const { graph, head } = classifier;
  const first = graph.nodes.find(({ op }) => op === 'Conv')!.inputs[1];
  const byChannel = new Set(graph.nodes.filter((node) => node.op === 'Conv' && groupOf(node) > 1).map((node) => node.inputs[1]));
  const shares = SHARES.length === block ? SHARES : SHARES.flatMap((share) => [share / 2, share / 2]);
  const widths = (name: string, { dims }: Tensor): { outputs: number; inputs: number } => {
    if (dims.length === 0 || name === head.bias) return { outputs: 1, inputs: 1 };
    if (name === head.weight) return { outputs: 1, inputs: block };
    return { outputs: block, inputs: dims.length === 1 || name === first || byChannel.has(name) ? 1 : block };
  };
  const copies = (name: string, tensor: Tensor, copy: Copy): number[] => {
    const { outputs, inputs } = widths(name, tensor);
    const [rows = 1, columns = 1, ...sides] = tensor.dims;
    const area = sides.reduce((product, side) => product * side, 1);
    for (let index = 0; index < rows * columns * area; index++) {
      const [o, i, p] = [Math.floor(index / (columns * area)), Math.floor(index / area) % columns, index % area];
      for (let a = 0; a < outputs; a++)
        for (let b = 0; b < inputs; b++) {
          const place = ((o * outputs + a) * columns * inputs + i * inputs + b) * area + p;
          copy(index, inputs === 1 ? 1 : shares[(a + b + o) % block], place);
        }
    }
    return tensor.dims.map((size, axis) => (axis === 0 ? size * outputs : axis === 1 ? size * inputs : size));
  };
  const wide = (name: string, tensor: Tensor): Tensor => {
    if (tensor.type !== 'float32') return tensor;
    const { outputs, inputs } = widths(name, tensor);
    const data = new Float32Array(tensor.data.length * outputs * inputs);
    const dims = copies(name, tensor, (index, share, place) => {
      data[place] = Number(tensor.data[index]) * share;
    });
    return floatTensor(dims, data);
  };
  return {
    classifier: {
      ...classifier,
      units: classifier.units * block,
      graph: {
        ...graph,
        nodes: graph.nodes.map((node) =>
          groupOf(node) > 1 ? { ...node, attributes: { ...node.attributes, group: { int: groupOf(node) * block } } } : node,
        ),
        initializers: new Map([...graph.initializers].map(([name, tensor]) => [name, wide(name, tensor)])),
        outputs: graph.outputs.map((output) => ({
          ...output,
          dims: output.name === 'logits' ? output.dims : output.dims.map((dim, axis) => (axis === 1 ? Number(dim) * block : dim)),
        })),
      },
    },
    narrowed(parameter, gradient) {
      const tensor = graph.initializers.get(parameter)!;
      const narrow = new Float64Array(tensor.data.length);
      copies(parameter, tensor, (index, share, place) => {
        narrow[index] += share * gradient[place];
      });
      return narrow;
    },
  };
}

function groupOf({ attributes }: Node): number {
  const group = attributes['group'];
  return group && 'int' in group ? group.int : 1;
}
