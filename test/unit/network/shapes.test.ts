import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GraphBuilder } from '../../../src/network/builder';
import type { Attribute } from '../../../src/network/graph';
import { openSession } from '../../../src/network/session';
import { inferShapes } from '../../../src/network/shapes';

interface Sample {
  op: string;
  /** Float inputs by shape, or constants by value. */
  inputs: (number[] | { int: readonly number[] })[];
  attributes: Record<string, Attribute>;
}

const side = fc.integer({ min: 1, max: 4 });
const kernel = fc.tuple(side, side);
const window = fc.record({
  kernel,
  strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  dilations: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  pads: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1), fc.nat(1)),
  image: fc.tuple(fc.integer({ min: 8, max: 12 }), fc.integer({ min: 8, max: 12 })),
  groups: fc.integer({ min: 1, max: 2 }),
});
const shape = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
const bool = fc.nat(1);

const samples: Record<string, fc.Arbitrary<Sample>> = {
  Conv: window.map(({ kernel, strides, dilations, pads, image, groups }) => ({
    op: 'Conv',
    inputs: [
      [2, 2 * groups, ...image],
      [4, 2, ...kernel],
    ],
    attributes: { strides: { ints: strides }, dilations: { ints: dilations }, pads: { ints: pads }, group: { int: groups } },
  })),
  'Conv padded to its input': fc.tuple(kernel, fc.constantFrom('SAME_UPPER', 'SAME_LOWER', 'VALID')).map(([kernel, padding]) => ({
    op: 'Conv',
    inputs: [
      [1, 2, 9, 10],
      [3, 2, ...kernel],
    ],
    attributes: { auto_pad: { string: padding } },
  })),
  ConvTranspose: window.map(({ kernel, strides, pads, image, groups }) => ({
    op: 'ConvTranspose',
    inputs: [
      [2, 2 * groups, ...image],
      [2 * groups, 3, ...kernel],
    ],
    attributes: {
      strides: { ints: strides },
      pads: { ints: pads },
      group: { int: groups },
      output_padding: { ints: strides.map((s) => s - 1) },
    },
  })),
  Pooling: fc.tuple(window, fc.constantFrom('MaxPool', 'AveragePool'), bool).map(([{ kernel, strides, pads, image }, op, ceil]) => ({
    op,
    inputs: [[2, 3, ...image]],
    attributes: {
      kernel_shape: { ints: kernel },
      strides: { ints: strides },
      pads: { ints: pads.map((p, i) => Math.min(p, kernel[i % 2] - 1)) },
      ceil_mode: { int: ceil },
    },
  })),
  Broadcasting: fc.tuple(shape, fc.constantFrom('Add', 'Sub', 'Mul', 'Div', 'Equal', 'Greater'), fc.nat(3)).map(([dims, op, cut]) => ({
    op,
    inputs: [dims, dims.map((d, i) => (i % 2 === 0 ? 1 : d)).slice(Math.min(cut, dims.length - 1))],
    attributes: {},
  })),
  Reduction: fc.tuple(shape, fc.nat(3), bool, bool).map(([dims, at, keep, fromEnd]) => ({
    op: 'ReduceSum',
    inputs: [dims, { int: [(at % dims.length) - (fromEnd ? dims.length : 0)] }],
    attributes: { keepdims: { int: keep } },
  })),
  Mean: shape.map((dims) => ({ op: 'ReduceMean', inputs: [dims], attributes: { axes: { ints: [-1] }, keepdims: { int: 0 } } })),
  Slice: fc
    .tuple(fc.integer({ min: -7, max: 7 }), fc.integer({ min: -7, max: 7 }), fc.constantFrom(1, 2, -1, -2), fc.nat(1))
    .map(([start, end, step, axis]) => ({
      op: 'Slice',
      inputs: [[5, 6], { int: [start] }, { int: [end] }, { int: [axis] }, { int: [step] }],
      attributes: {},
    })),
  Pad: fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }).map((pads) => ({ op: 'Pad', inputs: [[3, 4], { int: pads }], attributes: {} })),
  Transpose: fc.constantFrom([0, 2, 1], [2, 1, 0], [1, 2, 0]).map((perm) => ({
    op: 'Transpose',
    inputs: [[2, 3, 4]],
    attributes: { perm: { ints: perm } },
  })),
  Reshape: fc.constantFrom([6, 4], [-1, 2], [0, -1], [2, 0, 4], [24]).map((to) => ({
    op: 'Reshape',
    inputs: [[2, 3, 4], { int: to }],
    attributes: {},
  })),
  Flatten: fc.integer({ min: -2, max: 3 }).map((axis) => ({ op: 'Flatten', inputs: [[2, 3, 4]], attributes: { axis: { int: axis } } })),
  Unsqueeze: fc.constantFrom([0], [-1], [1, 3]).map((axes) => ({ op: 'Unsqueeze', inputs: [[2, 3], { int: axes }], attributes: {} })),
  Squeeze: fc.constantFrom([0], [-2], [0, 2]).map((axes) => ({ op: 'Squeeze', inputs: [[1, 3, 1, 2], { int: axes }], attributes: {} })),
  Gemm: fc.tuple(bool, bool).map(([a, b]) => ({
    op: 'Gemm',
    inputs: [a ? [3, 2] : [2, 3], b ? [4, 3] : [3, 4]],
    attributes: { transA: { int: a }, transB: { int: b } },
  })),
  MatMul: fc
    .constantFrom<[number[], number[]]>(
      [
        [2, 3],
        [3, 4],
      ],
      [
        [5, 2, 3],
        [3, 4],
      ],
      [
        [1, 2, 3],
        [6, 3, 4],
      ],
      [[3], [3, 4]],
      [[2, 3], [3]],
    )
    .map((inputs) => ({ op: 'MatMul', inputs, attributes: {} })),
  Concat: fc.integer({ min: -2, max: 1 }).map((axis) => ({
    op: 'Concat',
    inputs:
      axis === 0 || axis === -2
        ? [
            [2, 3],
            [1, 3],
          ]
        : [
            [2, 3],
            [2, 5],
          ],
    attributes: { axis: { int: axis } },
  })),
  Expand: fc.constantFrom([2, 3], [4, 1, 3], [1]).map((to) => ({ op: 'Expand', inputs: [[1, 3], { int: to }], attributes: {} })),
  Cast: fc.constantFrom(6, 7, 9, 11).map((to) => ({ op: 'Cast', inputs: [[2, 3]], attributes: { to: { int: to } } })),
  Gather: fc.nat(1).map((axis) => ({ op: 'Gather', inputs: [[4, 5], { int: [1, 0, 2] }], attributes: { axis: { int: axis } } })),
  'Element-wise': fc
    .constantFrom('Relu', 'Clip', 'Identity', 'Softmax', 'LogSoftmax', 'Exp', 'Sqrt', 'Reciprocal', 'HardSigmoid', 'Neg')
    .map((op) => ({ op, inputs: [[2, 3]], attributes: {} })),
  GlobalAveragePool: fc.constant({ op: 'GlobalAveragePool', inputs: [[2, 3, 4, 5]], attributes: {} }),
  BatchNormalization: fc.constant({ op: 'BatchNormalization', inputs: [[2, 3, 4, 5], [3], [3], [3], [3]], attributes: {} }),
};

/** The sample's shape as inferred with every size known, with the first size free, and as the engine computes it. */
async function shapesOf({ op, inputs, attributes }: Sample): Promise<{ inferred: unknown; computed: unknown }> {
  const builder = new GraphBuilder('one node');
  const names = inputs.map((input, i) => (Array.isArray(input) ? builder.input(`x${i}`, input) : builder.int(input.int)));
  builder.op(op, names, attributes, { outputs: ['y'] });
  const inferred = builder.fact('y');
  builder.graph.outputs.push({ name: 'y', type: inferred.type, dims: inferred.dims });
  const session = await openSession(builder.graph, { threads: 1 });
  const feeds = inputs.flatMap((dims, i) => {
    if (!Array.isArray(dims)) return [];
    return [[`x${i}`, { dims, data: new Float32Array(dims.reduce((a, b) => a * b, 1)).fill(1) }] as const];
  });
  const { y } = await session.run(Object.fromEntries(feeds));
  await session.release();
  return { inferred: inferred.dims, computed: y.dims };
}

describe('shape inference', () => {
  for (const [title, sample] of Object.entries(samples))
    it(`${title}: says what the engine computes`, () =>
      fc.assert(
        fc.asyncProperty(sample, async (s) => {
          const { inferred, computed } = await shapesOf(s);
          assert.deepEqual(inferred, computed);
        }),
        { numRuns: 15 },
      ));

  it('carries free sizes through and names those it computes', () => {
    const builder = new GraphBuilder('free');
    builder.input('image', ['N', 3, 'H', 'W']);
    builder.initializer('weight', { dims: [8, 3, 3, 3], type: 'float32', data: new Float32Array(216) });
    builder.op('Conv', ['image', 'weight'], { strides: { ints: [2, 2] } }, { outputs: ['map'] });
    assert.deepEqual(builder.shape('map'), ['N', 8, 'map.2', 'map.3']);
    assert.deepEqual(builder.shape(builder.op('Relu', ['map'])), ['N', 8, 'map.2', 'map.3']);
    const pooled = builder.op('GlobalAveragePool', ['map']);
    assert.deepEqual(builder.shape(builder.op('Flatten', [pooled])), ['N', 8]);
    assert.deepEqual(builder.shape(builder.op('Reshape', [pooled, builder.int([0, -1])])), ['N', 8]);
    assert.throws(() => builder.dims('map'), /size N is free/);
  });

  it('follows sizes that a graph computes from its own shapes, free ones by name', () => {
    const builder = new GraphBuilder('shuffle');
    builder.input('x', ['N', 6, 'H', 10]);
    const shape = builder.op('Shape', ['x']);
    const entry = (i: number) => builder.op('Gather', [shape, builder.int(i)]);
    const listed = (value: string) => builder.op('Unsqueeze', [value, builder.int([0])]);
    const half = builder.op('Div', [entry(3), builder.int(2)]);
    const tail = builder.op('Slice', [shape, builder.int([1]), builder.int([3]), builder.int([0])]);
    const doubled = builder.op('Mul', [entry(2), builder.int(2)]);
    const target = builder.op('Concat', [listed(entry(0)), tail, listed(half), builder.int([2])], { axis: { int: 0 } });
    assert.deepEqual(builder.shape(builder.op('Reshape', ['x', target])), ['N', 6, 'H', 5, 2]);
    // Of twice a free size nothing is known, and nothing is guessed.
    const unknown = builder.op('Concat', [listed(doubled), builder.int([-1])], { axis: { int: 0 } });
    assert.equal(builder.knows(builder.op('Reshape', ['x', unknown])), false);
  });

  it('leaves what depends on computed values open instead of guessing', () => {
    const builder = new GraphBuilder('computed');
    builder.input('x', [2, 3]);
    builder.input('to', [2], 'int64');
    builder.op('Reshape', ['x', 'to'], {}, { outputs: ['y'] });
    builder.op('Relu', ['y'], {}, { outputs: ['z'] });
    assert.equal(inferShapes(builder.graph).has('z'), false);
    assert.throws(() => builder.shape('z'), /not known/);
  });
});

describe('the graph builder', () => {
  it('refuses shapes that do not fit, naming the node', () => {
    const builder = new GraphBuilder('g');
    builder.input('a', [2, 3]);
    builder.input('b', [4, 5]);
    assert.throws(() => builder.op('MatMul', ['a', 'b'], {}, { name: 'product' }), /MatMul product cannot take \[2, 3\] and \[4, 5\]/);
    assert.throws(() => builder.op('Add', ['a', 'b']), RangeError);
    assert.throws(() => builder.op('Reshape', ['a', builder.int([4])]), RangeError);
  });

  it('refuses inputs that do not exist and names that are taken', () => {
    const builder = new GraphBuilder('g');
    builder.input('a', [1]);
    assert.throws(() => builder.op('Relu', ['nowhere']), /nowhere/);
    assert.throws(() => builder.input('a', [1]), /taken/);
    assert.throws(() => builder.op('Relu', ['a'], {}, { outputs: ['a'] }), /taken/);
  });

  it('keeps equal constants once and different ones apart', () => {
    const builder = new GraphBuilder('g');
    assert.equal(builder.int([1, 2]), builder.int([1, 2]));
    assert.equal(builder.float(0.5), builder.float(0.5));
    const different = [builder.float(1), builder.float([1]), builder.int(1), builder.int([1]), builder.float(0), builder.float(-0)];
    assert.equal(new Set(different).size, different.length);
  });

  it('continues a finished graph without touching it or its names', () => {
    const first = new GraphBuilder('g');
    first.input('x', [2]);
    first.output(first.op('Relu', ['x']));
    const second = new GraphBuilder(first.graph);
    const added = second.op('Relu', [first.graph.outputs[0].name]);
    assert.equal(first.graph.nodes.length, 1);
    assert.equal(second.graph.nodes.length, 2);
    assert.deepEqual(second.dims(added), [2]);
    assert.equal(new Set(second.graph.nodes.flatMap((node) => [node.name, ...node.outputs])).size, 4);
  });

  it('takes the shapes of other domains from who knows them', () => {
    const builder = new GraphBuilder('g');
    builder.input('x', [2, 32, 4, 4]);
    const y = builder.op('ReorderInput', ['x'], {}, { domain: 'com.microsoft.nchwc', shapes: [[2, 32, 4, 4]] });
    assert.deepEqual(builder.dims(y), [2, 32, 4, 4]);
  });
});
