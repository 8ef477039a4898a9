/** The check before the blocked layout is used: it passes here, and refuses with words whatever computes something else. */
import assert from 'node:assert/strict';
import type { Graph, Node, Tensor } from '../../../../src/network/graph';
import { check, checkBlocks, type TinyTraining } from '../../../../src/training/blocked/check';
import { tinyTraining } from '../../../../src/training/blocked/tinyTraining';
import { blockedTraining } from '../../../../src/training/blocked/training';
import { openEngine } from '../../../../src/training/engine';
import { assertNone, assertSome, block, describeBlocked, operatorsOf } from './layouts';

/** The tiny training with another standard graph. */
function withStandard(change: (graph: Graph) => Graph): TinyTraining {
  const { training, feeds } = tinyTraining();
  return { training: { ...training, graph: change(training.graph) }, feeds };
}

async function refusal(tiny: TinyTraining): Promise<string> {
  const found = await check(tiny);
  assert.ok('refusal' in found, `it passes, in blocks of ${'block' in found ? found.block : 0}`);
  return found.refusal;
}

describeBlocked('the check of the blocked layout', () => {
  it('finds blocks of 8 or 16 channels, and is made once a process', async () => {
    assert.ok(block === 8 || block === 16, `blocks of ${block}`);
    assert.equal(checkBlocks(), checkBlocks());
  });

  it('tries every operator that the layout has, and leaves none of the convolutions and poolings plain', () => {
    const operators = operatorsOf(blockedTraining(tinyTraining().training, block).graph);
    assertSome(operators, 'nchwc.Conv', 'nchwc.MaxPool', 'nchwc.GlobalAveragePool', 'nchwc.ReorderInput', 'nchwc.ReorderOutput');
    assertNone(operators, 'Conv', 'ConvTranspose', 'MaxPool', 'BatchNormalization');
  });

  it('refuses a step that keeps another share of the momenta, and says which value differs by how much', async () => {
    const words = await refusal(
      withStandard((graph) => {
        const initializers = new Map(graph.initializers);
        const [name, tensor] = [...initializers].find(([, { data }]) => data.length === 1 && Math.abs(Number(data[0]) - 0.9) < 1e-6)!;
        initializers.set(name, { ...tensor, data: Float32Array.of(0.99) } as Tensor);
        return { ...graph, initializers };
      }),
    );
    assert.match(words, /^\S+\/next differs by 0\.\d+ after one step in blocks of (8|16)$/);
  });

  it('refuses a step whose loss is another', async () => {
    const graphOf = (graph: Graph): Graph => ({
      ...graph,
      nodes: graph.nodes.map((node): Node => (node.outputs[0] === 'loss' ? { ...node, op: 'Exp' } : node)),
    });
    assert.match(await refusal(withStandard(graphOf)), /^loss differs by /);
  });

  it('refuses what is no number', async () => {
    const tiny = tinyTraining();
    const weight = { dims: [2], data: Float32Array.of(0, 0) };
    assert.match(await refusal({ ...tiny, feeds: { ...tiny.feeds, weight } }), / differs by NaN /);
  });

  it("refuses in the engine's words what the engine does not run", async () => {
    const unknown = (graph: Graph): Graph => ({
      ...graph,
      nodes: graph.nodes.map((n) => (n.op === 'MaxPool' ? { ...n, op: 'Unheard' } : n)),
    });
    assert.match(await refusal(withStandard(unknown)), /Unheard/);
  });
});

describe('an engine that is told to use the standard layout', () => {
  it('has no blocks', async () => {
    const engine = await openEngine(tinyTraining().training, { device: 'cpu', threads: 1, layout: 'standard' });
    assert.equal(engine.block, 0);
    await engine.release();
  });
});
