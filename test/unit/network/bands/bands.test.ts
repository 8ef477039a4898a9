/** Bottlenecks in bands of rows: the same numbers for images of any size, and nothing touched that others look at. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkBands, passingBlock } from '../../../../src/network/bands/check';
import { inBands } from '../../../../src/network/bands/lower';
import { tinyNetwork, WIDE } from '../../../../src/network/bands/tinyNetwork';
import { buildNetwork } from '../../../../src/network/build';
import { toFullyConvolutional } from '../../../../src/network/fullyConvolutional';
import type { Graph, Node } from '../../../../src/network/graph';
import { openSession, type Session } from '../../../../src/network/session';
import { describeBlocked } from '../../training/blocked/layouts';

const blockedConvs = ({ nodes }: Graph) => nodes.filter(({ op, domain }) => op === 'Conv' && domain === 'com.microsoft.nchwc').length;
const wave = (count: number, shift = 0) => Float32Array.from({ length: count }, (_, i) => Math.sin(1.7 * i + shift));

function assertClose(found: Float32Array, expected: Float32Array, tolerance: number): void {
  assert.equal(found.length, expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  const difference = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0);
  assert.ok(difference <= tolerance * largest, `differs by ${difference} of ${largest}`);
}

describeBlocked('bottlenecks in bands of rows', () => {
  let block: number;
  const open: Session[] = [];
  before(async () => {
    const found = await checkBands();
    assert.ok(found === 8 || found === 16, `blocks of ${found}`);
    block = found;
  });
  after(async () => {
    for (const session of open) await session.release();
  });
  const opened = async (graph: Graph) => {
    const session = await openSession(graph, { device: 'cpu', threads: 1, memoryPattern: false });
    open.push(session);
    return session;
  };

  it('give what the graph gives, for any number of images, height and width', async () => {
    const [plain, banded] = [await opened(tinyNetwork()), await opened(inBands(tinyNetwork(), block)!)];
    const side = fc.integer({ min: 1, max: 9 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), side, side, fc.integer(), async (images, height, width, shift) => {
        const x = { dims: [images, WIDE, height, width], data: wave(images * WIDE * height * width, shift % 100) };
        const [{ y: expected }, { y: found }] = [await plain.run({ x }), await banded.run({ x })];
        assert.deepEqual(found.dims, expected.dims);
        assertClose(found.data, expected.data, 1e-6);
      }),
      { seed: 11, numRuns: 40 },
    );
  });

  it('of a whole ResNet-50 give its feature map and logits; its last stage stays as it is', async () => {
    const graph = toFullyConvolutional(buildNetwork({ architecture: 'resnet50', classes: ['a', 'b'], inputSize: 64, seed: 3 }));
    const banded = inBands(graph, block)!;
    // The first block of each of the first three stages has another shortcut: 2 + 3 + 5 are left.
    assert.equal(blockedConvs(banded), 3 * (2 + 3 + 5));
    assert.ok(banded.nodes.some(({ op, domain, name }) => op === 'Conv' && !domain && name === 'layer4.1.conv2'));
    assert.deepEqual([banded.inputs, banded.outputs.map(({ name }) => name)], [graph.inputs, graph.outputs.map(({ name }) => name)]);
    const [plain, lowered] = [await opened(graph), await opened(banded)];
    for (const [height, width] of [
      [96, 64],
      [97, 131],
    ]) {
      const image = { dims: [1, 3, height, width], data: wave(3 * height * width) };
      const [expected, found] = [await plain.run({ image }), await lowered.run({ image })];
      for (const name of ['features', 'logitMap']) {
        assert.deepEqual(found[name].dims, expected[name].dims);
        assertClose(found[name].data, expected[name].data, 1e-5);
      }
    }
  });

  it('leave alone what is looked at inside a block, and end where somebody else reads on', () => {
    const graph = tinyNetwork();
    const [inner] = graph.nodes.filter(({ op }) => op === 'BatchNormalization');
    const probed = { ...graph, outputs: [...graph.outputs, { name: inner.outputs[0], type: 'float32' as const, dims: [] }] };
    assert.equal(blockedConvs(inBands(probed, block)!), 3);
    const between = graph.nodes.filter(({ op }) => op === 'Relu')[2].outputs[0];
    const reorders = (g: Graph) => inBands(g, block)!.nodes.filter(({ op }) => op === 'ReorderInput').length;
    assert.equal(reorders(graph), 1);
    assert.equal(reorders({ ...graph, outputs: [...graph.outputs, { name: between, type: 'float32', dims: [] }] }), 2);
  });

  it('are not made of filters above the size that gains, of channels that make no blocks, and where there is no bottleneck', () => {
    const tiny = tinyNetwork();
    assert.equal(inBands(tiny, 24), undefined);
    const basic = buildNetwork({ architecture: 'resnet18', classes: ['a', 'b'], inputSize: 32, seed: 1 });
    assert.equal(inBands(toFullyConvolutional(basic), block), undefined);
  });

  it('are refused where they give other numbers, where the engine knows no such operator, and where there are none', async () => {
    const changed = (change: (node: Node) => Node) => (graph: Graph, size: number) => {
      const banded = inBands(graph, size)!;
      return { ...banded, nodes: banded.nodes.map(change) };
    };
    assert.equal(await passingBlock(tinyNetwork()), block);
    const withoutSum = changed((node) => (node.op === 'Conv' && node.inputs[3] ? { ...node, inputs: node.inputs.slice(0, 3) } : node));
    assert.equal(await passingBlock(tinyNetwork(), withoutSum), undefined);
    const unknown = changed((node) => (node.op === 'ReorderInput' ? { ...node, op: 'NoSuchOperator' } : node));
    assert.equal(await passingBlock(tinyNetwork(), unknown), undefined);
    assert.equal(await passingBlock(tinyNetwork(), () => undefined), undefined);
  });
});
