/** Gradients for maps of any size against training's, which central differences have tried: the same numbers for every window and size. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GraphBuilder } from '../../../src/network/builder';
import type { Attribute } from '../../../src/network/graph';
import { openSession } from '../../../src/network/session';
import { inferShapes } from '../../../src/network/shapes';
import { elementCount, floatTensor } from '../../../src/network/tensor';
import { conv } from '../../../src/sensitivity/conv';
import { ruleOf } from '../../../src/sensitivity/rules';
import { seededRandom } from '../../../src/statistics/random';
import { gradientRule } from '../../../src/training/gradients/index';
import type { GradientRule } from '../../../src/training/gradients/rule';
import { standardOperators } from '../../../src/training/standard/expand';

interface Layer {
  op: string;
  /** [images, channels, height, width] of its first input. */
  x: readonly number[];
  filter?: readonly number[];
  attributes: Record<string, Attribute>;
}

/** Few different values, so that windows have several largest. */
function drawn(dims: readonly number[], seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: elementCount(dims) }, () => Math.round(8 * (random() - 0.5)) / 4);
}

/** The layer's gradient by x, for a gradient by its output that is fixed; `free` leaves all sizes but the channels open. */
async function gradientBy(layer: Layer, rule: GradientRule, free: boolean): Promise<Float32Array> {
  const { op, x, filter, attributes } = layer;
  const builder = new GraphBuilder('layer');
  builder.input('x', free ? ['N', x[1], 'H', 'W'] : x);
  const inputs = ['x', ...(filter ? [builder.initializer('w', floatTensor(filter, drawn(filter, 2)))] : [])];
  const node = { op, name: 'layer', inputs, outputs: ['y'], attributes };
  const backward = rule({ builder, node, inputs, keep: () => undefined });
  const out = outputOf(layer);
  const dy = builder.input('dy', free ? out.map((size, axis) => (size === 1 || axis === 1 ? size : `out.${axis}`)) : out);
  const [dx] = backward(dy, [true, false]);
  builder.output(builder.op('Identity', [dx!], {}, { outputs: ['dx'] }));
  const session = await openSession(free ? builder.graph : standardOperators(builder), { threads: 1 });
  const values = await session.run({ x: { dims: x, data: drawn(x, 1) }, dy: { dims: out, data: drawn(out, 3) } }, ['dx']);
  await session.release();
  assert.deepEqual([...values['dx'].dims], [...x]);
  return values['dx'].data;
}

function outputOf({ op, x, filter, attributes }: Layer): number[] {
  const builder = new GraphBuilder('layer');
  builder.input('x', x);
  const inputs = ['x', ...(filter ? [builder.initializer('w', floatTensor(filter, drawn(filter, 2)))] : [])];
  builder.op(op, inputs, attributes, { outputs: ['y'] });
  return inferShapes(builder.graph).get('y')!.dims.map(Number);
}

const windows = fc.record({
  kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  dilations: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  pads: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }),
  sides: fc.tuple(fc.integer({ min: 7, max: 13 }), fc.integer({ min: 7, max: 13 })),
  flag: fc.boolean(),
  ceil: fc.boolean(),
});

type Drawn = typeof windows extends fc.Arbitrary<infer T> ? T : never;

/** A pooling's frame is narrower than its window, which then always holds a cell of the map; windows leave no cell out. */
function poolAttributes({ kernel, strides, pads, sides, ceil }: Drawn): Record<string, Attribute> {
  const steps = strides.map((stride, i) => Math.min(stride, kernel[i]));
  const frame = pads.map((pad, i) => Math.min(pad, kernel[i % 2] - 1));
  // A last window that would begin behind the map is left out by PyTorch; engines disagree whether it is there.
  const beyond = steps.some((step, i) => {
    const windowed = Math.ceil((sides[i] + frame[i] + frame[i + 2] - kernel[i]) / step);
    return windowed * step >= sides[i] + frame[i];
  });
  return {
    kernel_shape: { ints: kernel },
    strides: { ints: steps },
    pads: { ints: frame },
    ceil_mode: { int: ceil && !beyond ? 1 : 0 },
  };
}

async function same(layer: Layer, rule: GradientRule): Promise<void> {
  const node = { op: layer.op, name: 'layer', inputs: [], outputs: ['y'], attributes: layer.attributes };
  const [found, expected] = [await gradientBy(layer, rule, true), await gradientBy(layer, gradientRule(node), false)];
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= 1e-5, `[${i}] is ${value}, expected ${expected[i]}`);
  });
}

const own = (op: string): GradientRule => ruleOf({ op, name: '', inputs: [], outputs: [], attributes: {} })!;

describe('gradients for maps of any size are those of training', () => {
  const runs = { numRuns: 40, seed: 7 };

  it('of convolutions of every window, also in groups', () =>
    fc.assert(
      fc.asyncProperty(windows, async ({ kernel, strides, dilations, pads, sides, flag }) => {
        const attributes = {
          strides: { ints: strides },
          dilations: { ints: dilations },
          pads: { ints: pads },
          group: { int: flag ? 2 : 1 },
        };
        await same({ op: 'Conv', x: [2, 4, ...sides], filter: [6, flag ? 2 : 4, ...kernel], attributes }, (site) => conv(site));
      }),
      runs,
    ));

  it('of maximum poolings, the first of equal values taking all', () =>
    fc.assert(
      fc.asyncProperty(windows, (window) =>
        same({ op: 'MaxPool', x: [2, 3, ...window.sides], attributes: poolAttributes(window) }, own('MaxPool')),
      ),
      runs,
    ));

  it('of mean poolings, whether the frame counts or not', () =>
    fc.assert(
      fc.asyncProperty(windows, (window) => {
        // What a mean over the frame is where a window ends outside it, engines do not agree on.
        const counted = { count_include_pad: { int: window.flag && !window.ceil ? 1 : 0 } };
        return same(
          { op: 'AveragePool', x: [2, 3, ...window.sides], attributes: { ...poolAttributes(window), ...counted } },
          own('AveragePool'),
        );
      }),
      runs,
    ));

  it('of means over whole maps, and over one side', async () => {
    await same({ op: 'GlobalAveragePool', x: [2, 3, 5, 7], attributes: {} }, own('GlobalAveragePool'));
    for (const axes of [[2, 3], [-1], [1]])
      for (const keepdims of [0, 1]) {
        const attributes = { axes: { ints: axes }, keepdims: { int: keepdims } };
        await same({ op: 'ReduceMean', x: [2, 3, 5, 7], attributes }, own('ReduceMean'));
      }
  });
});
