/** The layers of a network by the names that people know: what is one, what is none, and which two would share a name. */
import assert from 'node:assert/strict';
import { addAuxiliary } from '../../../src/network/auxiliary';
import { buildNetwork } from '../../../src/network/build';
import { GraphBuilder } from '../../../src/network/builder';
import type { Attribute, Classifier } from '../../../src/network/graph';
import { findLayer, layersOf } from '../../../src/network/layers';
import { floatTensor } from '../../../src/network/tensor';
import { ProblemError } from '../../../src/protocol/problem';
import { importedNetwork } from '../training/goldenNetworks';

const classes = ['a', 'b', 'c'];
const built = (architecture: string, inputSize = 64) => buildNetwork({ architecture, classes, inputSize, seed: 1 });
const names = (c: Classifier) => layersOf(c).map(({ name }) => name);

/** A classifier whose trunk is written by the test: from `image` to a value that becomes the last feature map of `units` channels. */
function withTrunk(units: number, write: (net: Trunk) => string): Classifier {
  const builder = new GraphBuilder('written');
  builder.input('image', ['N', 3, 16, 16]);
  const weight = (name: string, dims: number[]) =>
    builder.initializer(name, floatTensor(dims, new Float32Array(dims.reduce((a, b) => a * b, 1)).fill(0.1)));
  const op = (kind: string, inputs: string[], name: string, attributes: Record<string, Attribute> = {}) =>
    builder.op(kind, inputs, attributes, { name, outputs: [`${name}.out`] });
  const conv = (x: string, name: string, channels: number, kernel = 3, filter?: string) => {
    const w = filter ?? weight(`${name}.weight`, [channels, Number(builder.shape(x)[1]), kernel, kernel]);
    const pad = (kernel - 1) / 2;
    return op('Conv', [x, w], name, { pads: { ints: [pad, pad, pad, pad] } });
  };
  builder.op('Identity', [write({ op, conv, weight })], {}, { name: 'end', outputs: ['features'] });
  const flat = builder.op('Flatten', [builder.op('GlobalAveragePool', ['features'])]);
  const head = { weight: weight('fc.weight', [3, units]), bias: weight('fc.bias', [3]) };
  builder.op('Gemm', [flat, head.weight, head.bias], { transB: { int: 1 } }, { outputs: ['logits'] });
  for (const output of ['features', 'logits']) builder.output(output);
  return { graph: builder.graph, architecture: 'written', classes, inputSize: 16, units, head, mean: [0, 0, 0], std: [1, 1, 1] };
}

interface Trunk {
  op(kind: string, inputs: string[], name: string, attributes?: Record<string, Attribute>): string;
  conv(x: string, name: string, channels: number, kernel?: number, filter?: string): string;
  weight(name: string, dims: number[]): string;
}

describe('the layers of a network', () => {
  it("are the demonstration network's convolutions and blocks, with channels, cells and fields", () => {
    const layers = layersOf(built('small'));
    assert.deepEqual(
      layers.map(({ name, value, channels, height, width, field, inner }) => [name, value, channels, height, width, field?.size, inner]),
      [
        ['conv1', 'relu.out', 16, 32, 32, 3, false],
        ['layer1.0.conv1', 'layer1.0.relu1.out', 32, 16, 16, 7, true],
        ['layer1', 'layer1.0.relu.out', 32, 16, 16, 15, false],
        ['layer2.0.conv1', 'layer2.0.relu1.out', 64, 8, 8, 23, true],
        ['layer2', 'layer2.0.relu.out', 64, 8, 8, 39, false],
        ['conv3', 'features', 128, 8, 8, 39, false],
      ],
    );
  });

  it('of ResNets are called as torchvision calls them: a stage by its name, and its last block too', () => {
    const c = built('resnet18');
    const outside = layersOf(c).filter(({ inner }) => !inner);
    const expected = 'conv1 layer1.0 layer1 layer2.0 layer2 layer3.0 layer3 layer4.0 layer4';
    assert.equal(outside.map(({ name }) => name).join(' '), expected);
    assert.equal(findLayer(c, 'layer3.1').name, 'layer3');
    assert.equal(findLayer(c, 'layer3.1.relu.out').name, 'layer3');
    assert.equal(findLayer(c, 'layer2.0.conv1').inner, true);
    assert.equal(layersOf(built('resnet50')).length, 1 + 16 * 3);
  });

  it('end in the last feature map, which is taken where none is named and has its own name', async () => {
    for (const [c, name] of [
      [built('small'), 'conv3'],
      [built('resnet18'), 'layer4'],
      [(await importedNetwork('alexnet')).classifier, 'features'],
      [(await importedNetwork('inception_v3')).classifier, 'Mixed_7c'],
      [(await importedNetwork('mobilenet_v2')).classifier, 'features.18'],
    ] as const) {
      const layers = layersOf(c);
      const last = findLayer(c);
      assert.deepEqual([last.name, last.value, last.last, last.channels], [name, 'features', true, c.units]);
      assert.deepEqual(layers[layers.length - 1], last);
      assert.deepEqual(findLayer(c, 'features'), last);
      assert.equal(layers.filter((layer) => layer.last).length, 1);
    }
  });

  it('of imported networks have the names of their source, joined branches among them', async () => {
    const inception = names((await importedNetwork('inception_v3')).classifier);
    for (const name of ['Conv2d_1a_3x3', 'Mixed_5b', 'Mixed_6e', 'Mixed_6b.branch7x7dbl_3']) assert.ok(inception.includes(name), name);
    const dense = names((await importedNetwork('densenet121')).classifier);
    for (const name of ['features.conv0', 'features.denseblock2', 'features.denseblock3.denselayer4.conv1', 'features.transition1.conv'])
      assert.ok(dense.includes(name), name);
    const mobile = names((await importedNetwork('mobilenet_v2')).classifier);
    for (const name of ['features.0', 'features.3', 'features.7.conv.1']) assert.ok(mobile.includes(name), name);
    const vgg = names((await importedNetwork('vgg16_bn')).classifier);
    assert.deepEqual(vgg.slice(0, 3), ['features.0', 'features.3', 'features.7']);
  });

  it('have names of their own: no name or other name stands for two', async () => {
    for (const c of [
      built('small'),
      built('resnet50'),
      ...(await Promise.all(['densenet121', 'inception_v3', 'mobilenet_v2'].map(async (name) => (await importedNetwork(name)).classifier))),
    ]) {
      const all = layersOf(c).flatMap(({ name, aliases }) => [name, ...aliases]);
      assert.equal(new Set(all).size, all.length);
    }
  });

  it('that share a filter are numbered, and the last one can still be told', () => {
    const c = withTrunk(3, ({ op, conv, weight }) => {
      const filter = weight('again.weight', [3, 3, 3, 3]);
      let x = 'image';
      for (let i = 0; i < 3; i++) x = op('Relu', [conv(x, `pass${i}`, 3, 3, filter)], `relu${i}`);
      return x;
    });
    assert.deepEqual(names(c), ['again', 'again#2', 'features']);
  });

  it('are not the gates that look at a whole image, and keep no field behind one', () => {
    const c = withTrunk(4, ({ op, conv }) => {
      const x = op('Relu', [conv('image', 'stem', 4)], 'stem.relu');
      const squeezed = op('Relu', [conv(op('GlobalAveragePool', [x], 'gate.pool'), 'gate.down', 2, 1)], 'gate.relu');
      const gate = op('Sigmoid', [conv(squeezed, 'gate.up', 4, 1)], 'gate.sigmoid');
      return op('Relu', [conv(op('Mul', [x, gate], 'gate.scale'), 'behind', 4)], 'behind.relu');
    });
    assert.deepEqual(
      layersOf(c).map(({ name, field }) => [name, field?.size]),
      [
        ['stem', 3],
        ['behind', undefined],
      ],
    );
  });

  it('reach to the nonlinearity, also to one that is written as a product with its own sigmoid', () => {
    const c = withTrunk(4, ({ op, conv }) => {
      const x = conv('image', 'stem', 4);
      const swish = op('Mul', [x, op('Sigmoid', [x], 'stem.sigmoid')], 'stem.swish');
      const plain = conv(swish, 'linear', 4);
      return op('LeakyRelu', [conv(op('MaxPool', [plain], 'pool', { kernel_shape: { ints: [2, 2] } }), 'last', 4)], 'last.leaky');
    });
    assert.deepEqual(
      layersOf(c).map(({ name, value }) => [name, value]),
      [
        ['stem', 'stem.swish.out'],
        ['linear', 'linear.out'],
        ['last', 'features'],
      ],
    );
  });

  it('are those of the image alone where the network takes features beside it', () => {
    const c = built('small');
    const features = [{ name: 'age', kind: 'number', mean: 60, deviation: 10 } as const];
    assert.deepEqual(layersOf(addAuxiliary(c, { features, width: 4, seed: 1 })), layersOf(c));
  });

  it('are listed where a name is none of theirs', () => {
    const refused = (c: Classifier, name: string, pattern: RegExp) =>
      assert.throws(
        () => findLayer(c, name),
        (error) => error instanceof ProblemError && error.problem.code === 'network.layer.unknown' && pattern.test(error.message),
      );
    refused(built('small'), 'layer3', /no layer layer3 in this small network.*conv1, layer1\.0\.conv1, layer1, .*conv3/);
    refused(
      built('resnet50'),
      'layer5',
      /conv1, layer1\.0, layer1\.1, layer1, .*layer4; and 32 inside blocks, from layer1\.0\.conv1 to layer4\.2\.conv2/,
    );
  });
});
