/**
 * A network as lamps: with one channel for many, filters that are positive everywhere and rectifiers that stop at 1, a pixel that is lit lights
 * exactly the cells that look at it, however deep the network: nothing overflows, fades or cancels. Windows, strides and ways stay as they are.
 */
import { intAttribute } from '../../../src/network/attributes';
import { toFullyConvolutional } from '../../../src/network/fullyConvolutional';
import type { Classifier, Graph, Tensor } from '../../../src/network/graph';
import { type Layer, layersOf } from '../../../src/network/layers';
import { fieldOfCell, type ReceptiveField } from '../../../src/network/receptiveField';
import { openSession } from '../../../src/network/session';
import { inferShapes } from '../../../src/network/shapes';
import { elementCount, floatTensor } from '../../../src/network/tensor';

/** Larger than the number of cells that an average pooling may take a lit one among. */
const BRIGHT = 64;

export type LampLayer = Layer & { field: ReceptiveField };

export interface Lamps {
  layers: readonly LampLayer[];
  /** By layer, [rows][columns]: whether a cell is lit when the pixel (x, y) of an image of this side is. */
  light(x: number, y: number, side: number): Promise<Map<LampLayer, LitCells>>;
  release(): Promise<void>;
}

export interface LitCells {
  rows: number;
  columns: number;
  lit: Uint8Array;
}

/** Those of its layers that have a field. @param thin channels that become one */
export async function lampsOf(c: Classifier, thin: number): Promise<Lamps> {
  const layers = layersOf(c).flatMap(({ field, ...layer }) => (field ? [{ ...layer, field }] : []));
  const graph = lampGraph(toFullyConvolutional(c), thin);
  const shown = layers.map(({ value }) => ({ name: value, type: 'float32' as const, dims: ['N', 'C', `${value}.h`, `${value}.w`] }));
  const session = await openSession({ ...graph, outputs: shown }, { memoryPattern: false });
  return {
    layers,
    async light(x, y, side) {
      const data = new Float32Array(3 * side * side);
      data[y * side + x] = 1;
      const values = await session.run({ image: { dims: [1, 3, side, side], data } });
      return new Map(
        layers.map((layer) => {
          const { dims, data: map } = values[layer.value];
          const [, units, rows, columns] = dims;
          const lit = new Uint8Array(rows * columns);
          for (let unit = 0; unit < units; unit++) for (let i = 0; i < lit.length; i++) if (map[unit * lit.length + i] !== 0) lit[i] = 1;
          return [layer, { rows, columns, lit }];
        }),
      );
    },
    release: () => session.release(),
  };
}

/** Cells that are lit though the pixel is outside their field, and cells that are not though it is inside, in words; of all rows of cells or one. */
export function faults(
  { name, field }: LampLayer,
  { rows, columns, lit }: LitCells,
  x: number,
  y: number,
  only?: number,
): { outside: string[]; unseen: string[] } {
  const found = { outside: [] as string[], unseen: [] as string[] };
  for (let row = only ?? 0; row < (only === undefined ? rows : only + 1); row++)
    for (let column = 0; column < columns; column++) {
      const seen = fieldOfCell(field, column, row);
      const inside = x >= seen.x && x + 1 <= seen.x + seen.width && y >= seen.y && y + 1 <= seen.y + seen.height;
      if ((lit[row * columns + column] === 1) === inside) continue;
      found[inside ? 'unseen' : 'outside'].push(`pixel (${x}, ${y}), cell (${column}, ${row}) of ${name}`);
    }
  return found;
}

function lampGraph(graph: Graph, thin: number): Graph {
  const facts = inferShapes(graph);
  const initializers = new Map(graph.initializers);
  const fill = (name: string | undefined, value: number, dims?: readonly number[]) => {
    const tensor: Tensor | undefined = name ? graph.initializers.get(name) : undefined;
    if (!tensor) return;
    const shape = dims ?? tensor.dims.map((size) => Math.ceil(size / thin));
    initializers.set(name!, floatTensor(shape, new Float32Array(elementCount(shape)).fill(value)));
  };
  const fewer = (channels: number) => Math.ceil(channels / thin);
  const nodes = graph.nodes.map((node) => {
    const [x, a, b, c, d] = node.inputs;
    if (node.op === 'Conv') {
      const [out, into, kh, kw] = graph.initializers.get(a)!.dims;
      const image = facts.get(x)?.dims[1] === 3 && into === 3;
      if (thin > 1 && intAttribute(node, 'group', 1) > 1) throw new RangeError('a network of groups stays as wide as it is');
      fill(a, BRIGHT, [fewer(out), image ? 3 : fewer(into), kh, kw]);
      fill(b, 0);
    }
    if (node.op === 'BatchNormalization')
      for (const [name, value] of [
        [a, 1],
        [b, 0],
        [c, 0],
        [d, 1],
      ] as const)
        fill(name, value);
    if (node.op === 'Add' || node.op === 'Mul') for (const name of node.inputs) fill(name, node.op === 'Mul' ? 1 : 0);
    return node.op === 'Relu' || node.op === 'Clip' ? { ...node, op: 'Clip', inputs: [x, 'lamp/off', 'lamp/on'] } : node;
  });
  initializers.set('lamp/off', floatTensor([], Float32Array.of(0)));
  initializers.set('lamp/on', floatTensor([], Float32Array.of(1)));
  return { ...graph, nodes, initializers };
}
