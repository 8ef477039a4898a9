/** Other programs' classifiers, imported: what is found in them, and that they compute what they did. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { networkHash, readClassifier, writeClassifier } from '../../../src/network/classifier';
import { decodeModel } from '../../../src/network/decode';
import { toFullyConvolutional } from '../../../src/network/fullyConvolutional';
import type { Attribute, Classifier, Graph, Node, Tensor } from '../../../src/network/graph';
import { type ImportOptions, importClassifier } from '../../../src/network/import/index';
import { openSession } from '../../../src/network/session';
import { floatTensor, intTensor } from '../../../src/network/tensor';
import { ProblemError } from '../../../src/protocol/problem';
import { seededRandom } from '../../../src/statistics/random';
import { goldenNetworks, importedNetwork } from '../training/goldenNetworks';

const golden = new URL('../../golden/', import.meta.url);
const classes = ['a', 'b', 'c'];

/** A network written by hand as some exporter would: nodes as [operator, inputs, output, attributes]. */
function network(
  nodes: [string, string[], string, Record<string, Attribute>?][],
  tensors: Record<string, Tensor>,
  { opset = 13, image = ['N', 3, 16, 16], outputs }: { opset?: number; image?: (number | string)[]; outputs?: string[] } = {},
): Graph {
  const written = nodes.map(
    ([op, inputs, output, attributes = {}], i): Node => ({ op, name: `${op}_${i}`, inputs, outputs: [output], attributes }),
  );
  const last = written.at(-1)!.outputs[0];
  return {
    name: 'foreign',
    opset,
    nodes: written,
    initializers: new Map(Object.entries(tensors)),
    inputs: [{ name: 'x', type: 'float32', dims: image }],
    outputs: (outputs ?? [last]).map((name) => ({ name, type: 'float32', dims: ['N', 3] })),
    metadata: {},
  };
}

function drawn(dims: number[], seed: number): Tensor {
  const random = seededRandom(seed);
  return floatTensor(
    dims,
    Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random() - 0.5),
  );
}

const stem = { w: drawn([4, 3, 3, 3], 1), b: drawn([4], 2) };
const linear = { fw: drawn([3, 4], 3), fb: drawn([3], 4) };
const ending: [string, string[], string, Record<string, Attribute>?][] = [
  ['GlobalAveragePool', ['map'], 'pooled'],
  ['Flatten', ['pooled'], 'flat'],
  ['Gemm', ['flat', 'fw', 'fb'], 'y', { transB: { int: 1 } }],
];
const importOf = (graph: Graph, options: Partial<ImportOptions> = {}) =>
  importClassifier(graph, { classes, inputSize: 16, seed: 1, ...options });

async function run(graph: Graph, input: string, dims: number[], outputs: string[]): Promise<Record<string, Float32Array>> {
  const declared = outputs.map(
    (name) => graph.outputs.find((output) => output.name === name) ?? { name, type: 'float32' as const, dims: ['a', 'b', 'c', 'd'] },
  );
  const session = await openSession({ ...graph, outputs: declared }, { threads: 1 });
  const values = await session.run({ [input]: { dims, data: drawn(dims, 9).data } }, outputs);
  await session.release();
  return Object.fromEntries(Object.entries(values).map(([name, { data }]) => [name, data]));
}

function close(found: Float32Array, expected: Float32Array, tolerance = 1e-5): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => {
    assert.ok(
      Math.abs(value - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])),
      `[${i}] is ${value}, expected ${expected[i]}`,
    );
  });
}

/** The value `map` of the foreign network is what the imported one calls features, for these images. */
async function sameMap(graph: Graph, classifier: Classifier, dims: number[], value = 'map'): Promise<void> {
  const [before, after] = [await run(graph, 'x', dims, [value]), await run(classifier.graph, 'image', dims, ['features'])];
  close(after['features'], before[value]);
}

const refused = (code: string, pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ProblemError, String(error));
  assert.equal(error.problem.code, code);
  assert.match(error.message, pattern);
  return true;
};

describe('an imported network', () => {
  it('with its own linear layer gives the logits that PyTorch gave', async () => {
    const graph = decodeModel(await readFile(new URL('torch_export.onnx', golden)));
    const { logits } = JSON.parse(await readFile(new URL('torch_export.json', golden), 'utf8')) as { logits: number[] };
    const { classifier, report } = await importOf(graph, { inputSize: 32, keepHead: true });
    const image = Float32Array.from({ length: 3 * 32 * 32 }, (_, i) => (i % 17) / 17);
    const session = await openSession(classifier.graph, { threads: 1 });
    const values = await session.run({ image: { dims: [1, 3, 32, 32], data: image } }, ['logits']);
    await session.release();
    close(values['logits'].data, Float32Array.from(logits), 1e-5);
    assert.equal(report.ownOutputs, 3);
    assert.deepEqual(report.features.dims, ['N', 16, 8, 8]);
  });

  for (const [name, { features, side, parameters }] of Object.entries(goldenNetworks))
    it(`of the form of ${name} keeps its parameters' names and is the same over a whole view`, async () => {
      const { classifier, report } = await importedNetwork(name);
      assert.deepEqual(report.features.dims.slice(1), features);
      assert.equal(report.fixedSize, undefined);
      const own = Object.keys(parameters).filter((parameter) => !parameter.startsWith('fc.'));
      for (const parameter of own) assert.ok(classifier.graph.initializers.has(parameter), parameter);
      const patch = await run(classifier.graph, 'image', [1, 3, side, side], ['features', 'logits']);
      const view = await run(toFullyConvolutional(classifier), 'image', [1, 3, side, side], ['features', 'logitMap']);
      close(view['features'], patch['features']);
      const cells = features[1] * features[2];
      const means = Float32Array.from(
        { length: 3 },
        (_, k) => view['logitMap'].subarray(k * cells, (k + 1) * cells).reduce((a, b) => a + b, 0) / cells,
      );
      close(means, patch['logits'], 1e-4);
      const wider = await run(toFullyConvolutional(classifier), 'image', [1, 3, side + 32, side + 64], ['features']);
      assert.ok(wider['features'].length > view['features'].length);
    });

  it('takes the main output of two, and says so', async () => {
    const { report } = await importedNetwork('inception_v3');
    assert.equal(report.output.others.length, 1);
    assert.match(report.notes.join(' '), /Further outputs are left out/);
    assert.match(report.features.layer, /Concat .*Mixed_7c/);
  });

  it('comes back from a checkpoint as it was', async () => {
    const { classifier } = await importedNetwork('mobilenet_v2');
    const dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-import-'));
    const file = path.join(dir, 'epoch-01.onnx');
    await writeClassifier(classifier, file);
    const read = await readClassifier(file);
    await rm(dir, { recursive: true });
    assert.equal(read.architecture, 'imported');
    assert.equal(networkHash(read), networkHash(classifier));
  });

  it('draws its new linear layer from the seed', async () => {
    const graph = network([['Conv', ['x', 'w', 'b'], 'map'], ...ending], { ...stem, ...linear });
    const weight = async (seed: number) => (await importOf(graph, { seed })).classifier.graph.initializers.get('fc.weight')!.data;
    assert.deepEqual(await weight(1), await weight(1));
    assert.notDeepEqual(await weight(1), await weight(2));
  });

  it('computes the same in opset 17 as in opset 9', async () => {
    const attributes = { pads: { ints: [0, 0, 1, 1, 0, 0, 2, 2] }, mode: { string: 'constant' }, value: { float: 0.5 } };
    const graph = network(
      [
        ['Pad', ['x'], 'framed', attributes],
        ['Slice', ['framed'], 'cut', { starts: { ints: [0] }, ends: { ints: [18] }, axes: { ints: [2] } }],
        ['Conv', ['cut', 'w', 'b'], 'c'],
        ['Clip', ['c'], 'clipped', { min: { float: -0.25 }, max: { float: 0.25 } }],
        ['Dropout', ['clipped'], 'dropped', { ratio: { float: 0.5 } }],
        ['Unsqueeze', ['dropped'], 'five', { axes: { ints: [0] } }],
        ['Squeeze', ['five'], 'map', { axes: { ints: [0] } }],
        ...ending,
      ],
      { ...stem, ...linear },
      { opset: 9 },
    );
    const { classifier, report } = await importOf(graph);
    assert.equal(classifier.graph.opset, 17);
    assert.equal(report.ownOutputs, 3);
    await sameMap(graph, classifier, [2, 3, 16, 16]);
  });

  it('computes the same in opset 17 as in opset 18, whose axes are inputs', async () => {
    const graph = network(
      [
        ['Pad', ['x', 'frame', '', 'sides'], 'framed'],
        ['Conv', ['framed', 'w', 'b'], 'map'],
        ['ReduceMean', ['map', 'sides'], 'flat', { keepdims: { int: 0 } }],
        ['Gemm', ['flat', 'fw', 'fb'], 'y', { transB: { int: 1 } }],
      ],
      { ...stem, ...linear, frame: intTensor([1, 2, 1, 2]), sides: intTensor([-2, -1]) },
      { opset: 18 },
    );
    const { classifier, report } = await importOf(graph);
    assert.equal(report.ownOutputs, 3);
    await sameMap(graph, classifier, [1, 3, 16, 16]);
  });

  it('with parts of a map split off, and sums of more than two, computes the same', async () => {
    const graph = network(
      [
        ['Conv', ['x', 'w', 'b'], 'c'],
        ['Gather', ['c', 'index'], 'plane', { axis: { int: 1 } }],
        ['Unsqueeze', ['plane', 'one'], 'first'],
        ['Sum', ['c', 'c', 'first'], 'sum'],
        ['Concat', ['sum', 'first'], 'five', { axis: { int: 1 } }],
        ['Conv', ['five', 'w2'], 'map'],
        ...ending,
      ],
      { ...stem, ...linear, w2: drawn([4, 5, 1, 1], 5), index: intTensor([-1], []), one: intTensor([1]) },
    );
    const { classifier } = await importOf(graph);
    await sameMap(graph, classifier, [2, 3, 16, 16]);
  });

  it('whose reshapes follow its own shapes takes any batch and any size', async () => {
    // Channels are shuffled as ShuffleNet does it, every size read from the map.
    const size = (axis: string): [string, string[], string] => ['Gather', ['shape', axis], `size${axis}`];
    const list = (axis: string): [string, string[], string] => ['Unsqueeze', [`size${axis}`, 'zero'], `list${axis}`];
    const graph = network(
      [
        ['Conv', ['x', 'w', 'b'], 'c'],
        ['Shape', ['c'], 'shape'],
        ...['0', '2', '3'].flatMap((axis) => [size(axis), list(axis)]),
        ['Concat', ['list0', 'groups', 'list2', 'list3'], 'split', { axis: { int: 0 } }],
        ['Reshape', ['c', 'split'], 'grouped'],
        ['Transpose', ['grouped'], 'turned', { perm: { ints: [0, 2, 1, 3, 4] } }],
        ['Concat', ['list0', 'four', 'list2', 'list3'], 'joined', { axis: { int: 0 } }],
        ['Reshape', ['turned', 'joined'], 'map'],
        ...ending,
      ],
      {
        ...stem,
        ...linear,
        zero: intTensor([0]),
        groups: intTensor([2, 2]),
        four: intTensor([4]),
        0: intTensor([0], []),
        2: intTensor([2], []),
        3: intTensor([3], []),
      },
    );
    const { classifier, report } = await importOf(graph);
    assert.equal(report.fixedSize, undefined);
    await sameMap(graph, classifier, [3, 3, 16, 16]);
    await run(toFullyConvolutional(classifier), 'image', [1, 3, 20, 30], ['logitMap']);
  });

  it('exported for one image takes a batch', async () => {
    const graph = network(
      [['Conv', ['x', 'w', 'b'], 'c'], ['Reshape', ['c', 'pairs'], 'grouped'], ['Reshape', ['grouped', 'back'], 'map'], ...ending],
      { ...stem, ...linear, pairs: intTensor([1, 2, 2, 14, 14]), back: intTensor([1, 4, 14, 14]) },
      { image: [1, 3, 16, 16] },
    );
    const { classifier, report } = await importOf(graph);
    const { features } = await run(classifier.graph, 'image', [5, 3, 16, 16], ['features']);
    assert.equal(features.length, 5 * 4 * 14 * 14);
    // Its reshapes hold the size of the map, so that a whole view cannot pass.
    assert.ok(report.fixedSize);
    assert.throws(() => toFullyConvolutional(classifier), refused('network.fixedSize', /images of 16 pixels alone/));
    await assert.rejects(
      importOf(graph, { inputSize: 32 }),
      refused('network.import.size', /images of 32 pixels.*Set patches.size to 16/s),
    );
  });

  it('has two parameters where its exporter stored equal ones once', async () => {
    const graph = network([['Conv', ['x', 'w', 'b'], 'c'], ['Identity', ['b'], 'b2'], ['Conv', ['c', 'w2', 'b2'], 'map'], ...ending], {
      ...stem,
      ...linear,
      w2: drawn([4, 4, 1, 1], 5),
    });
    const { classifier } = await importOf(graph);
    const biases = classifier.graph.nodes.filter((node) => node.op === 'Conv').map((node) => node.inputs[2]);
    assert.deepEqual(biases, ['b', 'b2']);
  });

  it('of one channel sees the first of three', async () => {
    const graph = network(
      [['Conv', ['x', 'w', 'b'], 'map'], ...ending],
      { ...linear, w: drawn([4, 1, 3, 3], 1), b: stem.b },
      { image: ['N', 1, 'H', 'W'] },
    );
    const { classifier, report } = await importOf(graph);
    assert.deepEqual(classifier.mean, [0.449, 0.449, 0.449]);
    assert.match(report.notes.join(' '), /takes one channel/);
    const one = await run(graph, 'x', [1, 1, 16, 16], ['map']);
    const three = await run(classifier.graph, 'image', [1, 3, 16, 16], ['features']);
    close(three['features'], one['map']);
  });

  it('calls its parameters otherwise where training needs their names', async () => {
    const graph = network([['Conv', ['x', 'weight', 'labels'], 'map'], ...ending], { ...linear, weight: stem.w, labels: stem.b });
    const { classifier, report } = await importOf(graph);
    assert.deepEqual(classifier.graph.nodes[0].inputs, ['image', 'trunk/weight', 'trunk/labels']);
    assert.match(report.notes.join(' '), /weight is called trunk\/weight/);
  });
});

describe('what cannot be imported is refused:', () => {
  const conv: [string, string[], string] = ['Conv', ['x', 'w', 'b'], 'map'];
  const tensors = { ...stem, ...linear };

  it('outputs of which none is the main one, with their names; a named one is taken', async () => {
    const graph = network([conv, ...ending, ['Gemm', ['flat', 'fw', 'fb'], 'z', { transB: { int: 1 } }]], tensors, { outputs: ['y', 'z'] });
    await assert.rejects(
      importOf(graph),
      refused('network.import.output', /several outputs of equal depth: y \[N, 3\], z \[N, 3\].*network\.head/s),
    );
    assert.equal((await importOf(graph, { head: 'z' })).report.output.value, 'z');
    assert.equal((await importOf(graph, { head: 'Gemm_4' })).report.output.value, 'z');
    await assert.rejects(importOf(graph, { head: 'gone' }), refused('network.import.head', /no layer or value gone/));
  });

  it('a feature map that does not exist or is none; another map may be named', async () => {
    const graph = network([['Conv', ['x', 'w', 'b'], 'early'], ['Relu', ['early'], 'map'], ...ending], tensors);
    await assert.rejects(
      importOf(graph, { features: 'gone' }),
      refused('network.import.features', /gone.*Name one in network\.features, e\.g\. early, map/s),
    );
    await assert.rejects(importOf(graph, { features: 'flat' }), refused('network.import.features', /flat, whose shape is \[N, 4\]/));
    assert.equal((await importOf(graph, { features: 'early' })).report.features.value, 'early');
  });

  it('an operator that is not known here, by name', async () => {
    const graph = network([conv, ['Gelu', ['map'], 'g'], ['GlobalAveragePool', ['g'], 'pooled'], ...ending.slice(1)], tensors, {
      opset: 20,
    });
    // What comes before it could still be named.
    assert.equal((await importOf(graph)).report.features.value, 'map');
    const first = network([['Gelu', ['x'], 'g'], ['Conv', ['g', 'w', 'b'], 'map'], ...ending], tensors, { opset: 20 });
    await assert.rejects(importOf(first), refused('network.import.features', /Gelu Gelu_0/));
  });

  it('images in another layout, of another type, or beside other inputs', async () => {
    const graph = network([conv, ...ending], tensors);
    const [x] = graph.inputs;
    const withInputs = (...inputs: Graph['inputs']) => importOf({ ...graph, inputs });
    await assert.rejects(withInputs({ ...x, dims: ['N', 16, 16, 3] }), refused('network.import.input', /NCHW/));
    await assert.rejects(withInputs({ ...x, type: 'float64' }), refused('network.import.input', /float64/));
    await assert.rejects(withInputs({ ...x, dims: ['N', 5, 16, 16] }), refused('network.import.input', /grey or RGB/));
    await assert.rejects(withInputs(x, { ...x, name: 'age', dims: ['N', 1] }), refused('network.import.input', /age/));
  });

  it('too old and too new operator sets', async () => {
    for (const opset of [8, 24])
      await assert.rejects(importOf(network([conv, ...ending], tensors, { opset })), refused('network.import.opset', /opset_version=17/));
  });

  it('a linear layer to keep that is of another form or for other classes', async () => {
    const two = network(
      [conv, ...ending.slice(0, 2), ['Gemm', ['flat', 'w1'], 'hidden'], ['Gemm', ['hidden', 'fw', 'fb'], 'y', { transB: { int: 1 } }]],
      {
        ...tensors,
        w1: drawn([4, 4], 6),
      },
    );
    await assert.rejects(importOf(two, { keepHead: true }), refused('network.import.keepHead', /Gemm_3, Gemm_4 behind/));
    const graph = network([conv, ...ending], tensors);
    await assert.rejects(importOf(graph, { keepHead: true, classes: ['a', 'b'] }), refused('network.import.keepHead', /of 3 outputs/));
  });

  it('images too small for its layers', async () => {
    const deep = network(
      [
        ['Conv', ['x', 'w', 'b'], 'c', { strides: { ints: [8, 8] } }],
        ['MaxPool', ['c'], 'map', { kernel_shape: { ints: [4, 4] } }],
        ...ending,
      ],
      tensors,
      {
        image: ['N', 3, 'H', 'W'],
      },
    );
    await assert.rejects(importOf(deep, { inputSize: 16 }), refused('network.import.size', /images of 16 pixels.*MaxPool_1.*larger/s));
  });

  it('files with bytes changed anywhere: imported or refused, never anything else', async () => {
    const bytes = await readFile(new URL('torch_export.onnx', golden));
    const random = seededRandom(5);
    for (let i = 0; i < 300; i++) {
      const changed = Buffer.from(bytes);
      // The graph's text stands at the front; weights are what follows.
      for (let k = 0; k <= i % 3; k++) changed[Math.floor(random() * 2500)] = Math.floor(random() * 256);
      try {
        await importOf(decodeModel(changed), { inputSize: 32 });
      } catch (error) {
        assert.ok(error instanceof ProblemError, `change ${i}: ${error instanceof Error ? error.stack : error}`);
      }
    }
  });
});
