/** A graph as small as can be with everything in it that bands replace: what they are tried on. */
import { GraphBuilder } from '../builder';
import type { Graph } from '../graph';
import { elementCount, floatTensor } from '../tensor';

/** Channels: a multiple of every block that engines have. */
export const WIDE = 64;
const NARROW = 32;

/** Input `x` [N, 64, H, W] of free size, output `y` of the same: two bottlenecks, one of them without normalisation. */
export function tinyNetwork(): Graph {
  const builder = new GraphBuilder('tiny bands');
  const parameter = (name: string, dims: readonly number[], value: (i: number) => number) =>
    builder.initializer(
      name,
      floatTensor(
        dims,
        Float32Array.from({ length: elementCount(dims) }, (_, i) => value(i)),
      ),
    );
  const conv = (x: string, name: string, [outputs, inputs, side]: readonly [number, number, number], normalised: boolean): string => {
    const scale = Math.sqrt(2 / (inputs * side * side));
    const weight = parameter(`${name}.weight`, [outputs, inputs, side, side], (i) => scale * Math.sin(2.3 * i + outputs));
    const pad = (side - 1) / 2;
    const attributes = { kernel_shape: { ints: [side, side] }, pads: { ints: [pad, pad, pad, pad] } };
    const wave = (i: number) => 0.1 * Math.cos(i);
    if (!normalised) return builder.op('Conv', [x, weight, parameter(`${name}.bias`, [outputs], wave)], attributes);
    const norm = ['scale', 'shift', 'mean', 'variance'].map((part, k) =>
      parameter(`${name}.${part}`, [outputs], (i) => (k % 3 === 0 ? 1 : 0.1) * (1 + wave(i))),
    );
    return builder.op('BatchNormalization', [builder.op('Conv', [x, weight], attributes), ...norm]);
  };
  const relu = (x: string, outputs?: string[]) => builder.op('Relu', [x], {}, { outputs });
  const block = (x: string, name: string, normalised: boolean, outputs?: string[]): string => {
    const narrow = relu(conv(x, `${name}.conv1`, [NARROW, WIDE, 1], normalised));
    const seen = relu(conv(narrow, `${name}.conv2`, [NARROW, NARROW, 3], normalised));
    return relu(builder.op('Add', [conv(seen, `${name}.conv3`, [WIDE, NARROW, 1], normalised), x]), outputs);
  };
  const x = builder.input('x', ['N', WIDE, 'H', 'W']);
  builder.output(block(block(x, 'first', true), 'second', false, ['y']));
  return builder.graph;
}
