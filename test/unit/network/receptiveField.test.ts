import assert from 'node:assert/strict';
import { buildNetwork } from '../../../src/network/build';
import { GraphBuilder } from '../../../src/network/builder';
import { toFullyConvolutional } from '../../../src/network/fullyConvolutional';
import type { Graph } from '../../../src/network/graph';
import { fieldOfCell, type ReceptiveField, receptiveField } from '../../../src/network/receptiveField';
import { openSession } from '../../../src/network/session';
import { seededRandom } from '../../../src/statistics/random';
import { importedNetwork } from '../training/goldenNetworks';
import { faults, type Lamps, lampsOf } from './lamps';

const classes = ['a', 'b'];

/** The same graph with every convolution weight positive: then every pixel of a cell's field raises it, and no other can. */
function positive(graph: Graph): Graph {
  const initializers = new Map(graph.initializers);
  for (const [name, tensor] of initializers)
    if (tensor.dims.length === 4 && tensor.data instanceof Float32Array)
      initializers.set(name, { ...tensor, data: tensor.data.map(Math.abs) });
  return { ...graph, initializers };
}

/** Lights single pixels of a black image and checks that exactly the cells whose field holds the pixel respond. */
async function probe(graph: Graph, field: ReceptiveField, side: number, pixels: [number, number][]): Promise<void> {
  const session = await openSession(positive(graph));
  for (const [x, y] of pixels) {
    const data = new Float32Array(3 * side * side);
    data[y * side + x] = 1;
    const { features } = await session.run({ image: { dims: [1, 3, side, side], data } }, ['features']);
    const [, units, rows, columns] = features.dims;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const seen = fieldOfCell(field, column, row);
        const inside = x >= seen.x && x + 1 <= seen.x + seen.width && y >= seen.y && y + 1 <= seen.y + seen.height;
        let response = 0;
        for (let unit = 0; unit < units; unit++) response = Math.max(response, features.data[(unit * rows + row) * columns + column]);
        assert.equal(response > 0, inside, `pixel (${x}, ${y}), cell (${column}, ${row}): ${response}`);
      }
  }
  await session.release();
}

function corners(side: number, seed: number, count: number): [number, number][] {
  const random = seededRandom(seed);
  const anywhere = () => Math.floor(random() * side);
  return [[0, 0], [side - 1, side - 1], ...Array.from({ length: count }, (): [number, number] => [anywhere(), anywhere()])];
}

/**
 * Lights pixels from one border of a field of the last layer on, and from the opposite border, along the diagonal: as many as two, and on both
 * sides of the last layer's borders; as many as its stride and one more, and every border of every layer is met exactly, whatever its stride.
 * Where a layer's branches reach furthest in one direction each (`cross`), no pixel in the corner of its field counts: then
 * the border is looked for in the middle of a row of cells.
 */
async function sweepBorders({ layers, light }: Lamps, count: number, cross?: RegExp): Promise<void> {
  const { size, stride, offset } = layers[layers.length - 1].field;
  const cell = Math.ceil(size / 2 / stride) + 1;
  const [first, last] = [offset - size / 2 + cell * stride, offset + size / 2 - 1 + stride];
  const side = Math.ceil(size / 2) + 4 * stride;
  for (const start of [first - 1, last])
    for (let i = start; i < start + count; i++) {
      const lit = await light(i, i, side);
      for (const layer of layers) {
        const { outside, unseen } = faults(layer, lit.get(layer)!, i, i);
        assert.deepEqual([outside[0], cross?.test(layer.name) ? undefined : unseen[0]], [undefined, undefined]);
      }
      if (!cross) continue;
      const row = start === last ? 1 : cell;
      const middle = offset + row * stride - 0.5;
      const beside = await light(i, middle, side);
      for (const layer of layers.filter(({ name }) => cross.test(name))) {
        const { outside, unseen } = faults(layer, beside.get(layer)!, i, middle, row);
        assert.deepEqual([outside[0], unseen[0]], [undefined, undefined]);
      }
    }
}

/** Size, stride and offset of the last layer; channels that become one; whether every border is met without LONG_TESTS too. */
const deep: {
  name: string;
  imported?: boolean;
  thin: number;
  field: [number, number, number];
  sweep?: boolean;
  cross?: RegExp;
}[] = [
  { name: 'small', thin: 16, field: [39, 8, 0.5], sweep: true },
  { name: 'resnet18', thin: 64, field: [435, 32, 0.5], sweep: true },
  { name: 'resnet34', thin: 64, field: [899, 32, 0.5] },
  { name: 'resnet50', thin: 64, field: [427, 32, 0.5] },
  { name: 'resnet101', thin: 64, field: [971, 32, 0.5] },
  { name: 'resnet152', thin: 64, field: [1451, 32, 0.5] },
  { name: 'vgg16_bn', imported: true, thin: 1, field: [212, 32, 16], sweep: true },
  { name: 'alexnet', imported: true, thin: 1, field: [195, 32, 31.5], sweep: true },
  { name: 'mobilenet_v2', imported: true, thin: 1, field: [491, 32, 0.5], sweep: true },
  { name: 'resnet50', imported: true, thin: 1, field: [427, 32, 0.5] },
  // Its last blocks end in a 1x3 and a 3x1 filter side by side.
  { name: 'inception_v3', imported: true, thin: 1, field: [1311, 32, 37.5], cross: /^Mixed_7[bc]/ },
  { name: 'densenet121', imported: true, thin: 1, field: [2071, 32, 14.5] },
];

describe('the receptive field', () => {
  it("of the demonstration's network is 39 pixels, 8 apart, and holds exactly the pixels that matter", async () => {
    const c = buildNetwork({ architecture: 'small', classes, inputSize: 64, seed: 1 });
    const field = receptiveField(c.graph);
    assert.deepEqual(field, { size: 39, stride: 8, offset: 0.5 });
    await probe(toFullyConvolutional(c), field, 128, corners(128, 1, 30));
  });

  // Each stage halves the map in the 3x3 convolution of its first block, as torchvision has it; where the last block before does, ResNet-50's is 483.
  for (const { name, imported, thin, field, sweep, cross } of deep)
    it(`of every layer of ${imported ? 'an imported ' : ''}${name} holds exactly the pixels that matter, ${field[0]} pixels ${field[1]} apart at the end`, async function () {
      this.timeout(600_000);
      const c = imported ? (await importedNetwork(name)).classifier : buildNetwork({ architecture: name, classes, inputSize: 64, seed: 1 });
      const lamps = await lampsOf(c, thin);
      const [size, stride, offset] = field;
      assert.deepEqual(lamps.layers[lamps.layers.length - 1].field, { size, stride, offset });
      await sweepBorders(lamps, sweep || process.env['LONG_TESTS'] ? stride + 1 : 2, cross);
      await lamps.release();
    });

  it('follows kernels, strides, paddings, dilations and poolings where they are not centred', async () => {
    const builder = new GraphBuilder('crooked');
    builder.input('image', ['N', 3, 'H', 'W']);
    const weight = (name: string, out: number, inward: number, kernel: number) =>
      builder.initializer(name, {
        dims: [out, inward, kernel, kernel],
        type: 'float32',
        data: new Float32Array(out * inward * kernel ** 2).fill(1),
      });
    let x = builder.op('Conv', ['image', weight('a', 2, 3, 2)], { pads: { ints: [1, 1, 0, 0] } });
    x = builder.op('AveragePool', [x], { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] } });
    const wide = builder.op('Conv', [x, weight('b', 2, 2, 3)], { dilations: { ints: [1, 1] }, pads: { ints: [0, 0, 2, 2] } });
    const joined = builder.op('Concat', [builder.op('Relu', [x]), wide], { axis: { int: 1 } });
    x = builder.op('MaxPool', [joined], { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } });
    builder.op('Relu', [x], {}, { outputs: ['features'] });
    builder.output('features');
    const field = receptiveField(builder.graph);
    // Pixels -1 .. 8: 2 wide at -1, pooled by 3 (-1 .. 2), three of those 2 apart (-1 .. 6), and two of these 2 apart (-1 .. 8).
    assert.deepEqual(field, { size: 10, stride: 4, offset: 4 });
    await probe(builder.graph, field, 33, corners(33, 3, 30));
  });

  it('of parallel paths is what any of them sees, through frames, cut channels and poolings that end outside', async () => {
    const builder = new GraphBuilder('parallel');
    builder.input('image', ['N', 3, 'H', 'W']);
    const ones = (name: string, dims: number[]) =>
      builder.initializer(name, { dims, type: 'float32', data: new Float32Array(dims.reduce((a, b) => a * b, 1)).fill(1) });
    const first = builder.op('Slice', ['image', builder.int([0]), builder.int([1]), builder.int([1])]);
    const plane = builder.op('Squeeze', [first, builder.int([1])]);
    const again = builder.op('Unsqueeze', [plane, builder.int([1])]);
    const framed = builder.op('Pad', [again, builder.int([0, 0, 2, 2, 0, 0, 1, 1])]);
    const x = builder.op('MaxPool', [framed], { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] }, ceil_mode: { int: 1 } });
    const along = builder.op('Conv', [x, ones('a', [1, 1, 1, 5])], { pads: { ints: [0, 2, 0, 2] } });
    const both = builder.op('Conv', [along, ones('b', [1, 1, 5, 1])], { pads: { ints: [2, 0, 2, 0] } });
    const mean = builder.op('AveragePool', [x], { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] } });
    builder.op('Concat', [mean, both, x], { axis: { int: 1 } }, { outputs: ['features'] });
    builder.output('features');
    const field = receptiveField(builder.graph);
    // The pooling's cell 0 sees pixels -2 .. 0; of five cells 2 apart, the outer ones are 4 pixels further: -6 .. 4.
    assert.deepEqual(field, { size: 11, stride: 2, offset: -0.5 });
    await probe(builder.graph, field, 31, corners(31, 4, 30));
  });

  it('is refused where maps are joined side by side, or framed by what they hold', () => {
    const joined = new GraphBuilder('joined');
    joined.input('image', ['N', 3, 8, 8]);
    joined.op('Concat', ['image', 'image'], { axis: { int: 2 } }, { name: 'beside', outputs: ['features'] });
    assert.throws(() => receptiveField(joined.graph), /Concat beside/);
    const framed = new GraphBuilder('framed');
    framed.input('image', ['N', 3, 8, 8]);
    const frame = framed.int([0, 0, 1, 1, 0, 0, 1, 1]);
    framed.op('Pad', ['image', frame], { mode: { string: 'reflect' } }, { name: 'mirror', outputs: ['features'] });
    assert.throws(() => receptiveField(framed.graph), /Pad mirror/);
  });

  it('of a dilated convolution spans its holes', () => {
    const builder = new GraphBuilder('dilated');
    builder.input('image', ['N', 1, 'H', 'W']);
    builder.initializer('w', { dims: [1, 1, 3, 3], type: 'float32', data: new Float32Array(9) });
    builder.op('Conv', ['image', 'w'], { dilations: { ints: [4, 4] }, pads: { ints: [4, 4, 4, 4] } }, { outputs: ['features'] });
    assert.deepEqual(receptiveField(builder.graph), { size: 9, stride: 1, offset: 0.5 });
  });

  it('is refused where a layer looks at the whole image, naming the layer', () => {
    const builder = new GraphBuilder('attention');
    builder.input('image', ['N', 3, 8, 8]);
    const gate = builder.op('GlobalAveragePool', ['image'], {}, { name: 'squeeze' });
    builder.op('Mul', ['image', gate], {}, { outputs: ['features'] });
    assert.throws(() => receptiveField(builder.graph), /GlobalAveragePool squeeze/);
  });
});
