/** What a layer's weights are: the linear layer's of the last one, the slope of the logits of any other; and what stands in their way. */
import assert from 'node:assert/strict';
import { constantWeights, openLayerPatchNetwork, openLayerViewNetwork } from '../../../src/mining/layerForward';
import { addAuxiliary } from '../../../src/network/auxiliary';
import { AUXILIARY } from '../../../src/network/auxiliaryFeature';
import { buildNetwork } from '../../../src/network/build';
import type { Classifier, Graph } from '../../../src/network/graph';
import { headWeights } from '../../../src/network/head';
import { findLayer } from '../../../src/network/layers';
import { ancestors } from '../../../src/network/paths';
import { type FloatValue, openSession } from '../../../src/network/session';
import { ProblemError } from '../../../src/protocol/problem';
import { seededRandom } from '../../../src/statistics/random';
import { withFormulaWeights } from '../network/formula';
import { importedNetwork } from '../training/goldenNetworks';
import { crookedClassifier } from './crooked';
import { runLayer } from './runLayer';

const small = () => withFormulaWeights(buildNetwork({ architecture: 'small', classes: ['a', 'b', 'c'], inputSize: 32, seed: 1 }));

function drawn(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => 2 * random() - 1);
}

function assertNear(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(found.length, expected.length);
  const scale = Array.from(expected).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const off = Array.from(expected).reduce((largest, value, i) => Math.max(largest, Math.abs(found[i] - value)), 0);
  assert.ok(off <= tolerance * scale, `${off / scale} off, allowed ${tolerance}`);
}

describe("the weights of a layer's units", () => {
  it("are in the last layer the linear layer's, on every image, also where they are differentiated", async () => {
    for (const c of [small(), (await importedNetwork('vgg16_bn')).classifier, crookedClassifier()]) {
      const { weight } = headWeights(c);
      for (const [form, sides, images] of [
        ['patches', [c.inputSize, c.inputSize], 3],
        ['views', [41, 70], 1],
      ] as const) {
        const image = { dims: [images, 3, ...sides], data: drawn(images * 3 * sides[0] * sides[1], 1) };
        const { weights } = await runLayer(c, findLayer(c), form, { image });
        assert.deepEqual(weights.dims, [images, c.classes.length, c.units]);
        for (let i = 0; i < images; i++) {
          // Sums of w over all cells, over their number: of 64 cells at most 32 roundings.
          assertNear(weights.data.subarray(i * weight.length, (i + 1) * weight.length), weight, 2e-6);
        }
      }
    }
  });

  for (const form of ['patches', 'views'] as const)
    it(`are how the logits of ${form} move with a whole map, through windows, gates and joins of every kind`, async function () {
      this.timeout(60_000);
      const c = crookedClassifier();
      const sides = form === 'views' ? [c.inputSize + 5, c.inputSize + 18] : [c.inputSize, c.inputSize];
      const image = { dims: [1, 3, ...sides], data: drawn(3 * sides[0] * sides[1], 2) };
      for (const name of ['stem', 'wide', 'mixed.conv']) {
        const layer = findLayer(c, name);
        const { features, weights } = await runLayer(c, layer, form, { image });
        assertNear(weights.data, await slopes(c, layer.value, features, image), 3e-3);
      }
    });

  it('are the same for a patch among others, alone, and as a view', async () => {
    const c = small();
    const [side, images] = [c.inputSize, 5];
    const grey = drawn(images * side * side, 3).map((value) => (value + 1) / 2);
    const layer = findLayer(c, 'layer1');
    const [patches, views] = [await openLayerPatchNetwork(c, layer), await openLayerViewNetwork(c, layer)];
    const together = await patches.run(grey, images);
    const row = c.classes.length * layer.channels;
    assert.equal(together.weights?.length, images * row);
    for (let i = 0; i < images; i++) {
      const data = grey.subarray(i * side * side, (i + 1) * side * side);
      const alone = await patches.run(data, 1);
      const view = await views.run({ width: side, height: side, data });
      const mine = together.weights!.subarray(i * row, (i + 1) * row);
      assertNear(alone.weights!, mine, 1e-6);
      assertNear(view.weights!, mine, 1e-6);
      assertNear(view.features, together.features.subarray(i * view.features.length, (i + 1) * view.features.length), 1e-6);
      assert.deepEqual([view.height, view.width, view.logitMap], [side / 4, side / 4, { height: side / 8, width: side / 8 }]);
      const cells = view.logits.length / c.classes.length;
      const means = c.classes.map((_, k) => view.logits.subarray(k * cells, (k + 1) * cells).reduce((a, b) => a + b, 0) / cells);
      assertNear(means, together.logits.subarray(i * c.classes.length, (i + 1) * c.classes.length), 1e-5);
    }
    await patches.release();
    await views.release();
  });

  it('come in parts where a batch would hold too much, and are joined as if it had not been parted', async () => {
    const c = addAuxiliary(small(), { features: [{ name: 'age', kind: 'number', mean: 60, deviation: 10 }], width: 4, seed: 1 });
    const [side, images] = [c.inputSize, 7];
    const grey = drawn(images * side * side, 4);
    const ages = { dims: [images, 1], data: drawn(images, 5) };
    const further = { [AUXILIARY.values]: ages, [AUXILIARY.present]: { dims: [images, 1], data: new Float32Array(images).fill(1) } };
    const whole = await openLayerPatchNetwork(c, findLayer(c, 'conv1'));
    const parted = await openLayerPatchNetwork(c, findLayer(c, 'conv1'), {}, 2e5);
    const [expected, found] = [await whole.run(grey, images, further), await parted.run(grey, images, further)];
    for (const what of ['features', 'logits', 'weights', 'attention', 'contributions'] as const)
      assertNear(found[what]!, expected[what]!, 1e-6);
    assert.deepEqual([found.images, found.height, found.width], [images, side / 2, side / 2]);
    await whole.release();
    await parted.release();
  });

  it('are not computed for the last layer: they are one table for all images', async () => {
    const c = small();
    const last = findLayer(c);
    const network = await openLayerPatchNetwork(c, last);
    const response = await network.run(drawn(2 * c.inputSize ** 2, 6), 2);
    await network.release();
    assert.equal(response.weights, undefined);
    assert.deepEqual(constantWeights(c, last), headWeights(c).weight);
    assert.equal(constantWeights(c, findLayer(c, 'layer1')), undefined);
  });

  it("are the image's own part of the logits where the network takes features beside it, whatever is told of the case", async () => {
    const plain = small();
    const c = addAuxiliary(plain, { features: [{ name: 'age', kind: 'number', mean: 60, deviation: 10 }], width: 4, seed: 1 });
    const image = { dims: [2, 3, c.inputSize, c.inputSize], data: drawn(6 * c.inputSize ** 2, 7) };
    const told = {
      [AUXILIARY.values]: { dims: [2, 1], data: Float32Array.of(1.5, -2) },
      [AUXILIARY.present]: { dims: [2, 1], data: Float32Array.of(1, 1) },
    };
    const without = await runLayer(plain, findLayer(plain, 'layer2'), 'patches', { image });
    const joined = await runLayer(c, findLayer(c, 'layer2'), 'patches', { image, ...told });
    assertNear(joined.weights.data, without.weights.data, 1e-7);
    assert.notDeepEqual(joined.logits.data, without.logits.data);
    const single = { dims: [1, 3, c.inputSize, c.inputSize], data: image.data.subarray(0, 3 * c.inputSize ** 2) };
    const one = Object.fromEntries(Object.entries(told).map(([name, { data }]) => [name, { dims: [1, 1], data: data.subarray(0, 1) }]));
    const view = await runLayer(c, findLayer(c, 'layer2'), 'views', { image: single, ...one });
    assertNear(view.weights.data, without.weights.data.subarray(0, view.weights.data.length), 1e-6);
  });

  it('are refused where an operator behind the layer has no gradient, naming it; the last layer is mined all the same', async () => {
    const c = crookedClassifier({ end: 'Softplus' });
    await assert.rejects(openLayerPatchNetwork(c, findLayer(c, 'wide')), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.equal(error.problem.code, 'network.layer.weights');
      return /Softplus end .*without gradient rule/.test(error.message);
    });
    const last = await openLayerPatchNetwork(c, findLayer(c));
    await last.release();
  });
});

/** [classes, units] by differences: the image's logits where the whole map of a unit stands a little higher and lower; one image. */
async function slopes(c: Classifier, value: string, { dims, data }: FloatValue, image: FloatValue): Promise<number[]> {
  const [, units, height, width] = dims;
  const cells = height * width;
  const step = 2 ** -10;
  const behind = behindOf(c, value);
  const session = await openSession(behind, { threads: 1 });
  const moved = new Float32Array(2 * units * units * cells);
  for (let u = 0; u < units; u++)
    for (const [i, sign] of [1, -1].entries()) {
      const copy = moved.subarray((2 * u + i) * units * cells, (2 * u + i + 1) * units * cells);
      copy.set(data);
      for (let cell = 0; cell < cells; cell++) copy[u * cells + cell] += sign * step;
    }
  const again = new Float32Array(2 * units * image.data.length);
  for (let i = 0; i < 2 * units; i++) again.set(image.data, i * image.data.length);
  const feeds = {
    image: { dims: [2 * units, ...image.dims.slice(1)], data: again },
    [value]: { dims: [2 * units, ...dims.slice(1)], data: moved },
  };
  const { logits } = await session.run(feeds, ['logits']);
  await session.release();
  const classes = c.classes.length;
  return Array.from({ length: classes * units }, (_, at) => {
    const [k, u] = [Math.floor(at / units), at % units];
    return (logits.data[2 * u * classes + k] - logits.data[(2 * u + 1) * classes + k]) / (2 * step);
  });
}

/** The network in which a layer's maps are an input beside the image: other ways lead past it. */
function behindOf(c: Classifier, value: string): Graph {
  const inputs = [
    { name: 'image', type: 'float32' as const, dims: ['N', 3, 'H', 'W'] },
    { name: value, type: 'float32' as const, dims: ['N', findLayer(c, value).channels, 'h', 'w'] },
  ];
  const nodes = c.graph.nodes.filter((node) => !node.outputs.includes(value));
  return { ...c.graph, nodes: ancestors(nodes, 'logits'), inputs, outputs: c.graph.outputs.filter(({ name }) => name === 'logits') };
}
