import assert from 'node:assert/strict';
import { buildNetwork } from '../../../src/network/build';
import { openSession } from '../../../src/network/session';
import { ProblemError } from '../../../src/protocol/problem';

const { graph } = buildNetwork({ architecture: 'small', classes: ['a', 'b'], inputSize: 16, seed: 1 });

describe('a session', () => {
  it('gives all outputs, or only those asked for', async () => {
    const session = await openSession(graph);
    const feeds = { image: { dims: [1, 3, 16, 16], data: new Float32Array(768) } };
    assert.deepEqual(Object.keys(await session.run(feeds)), ['features', 'logits']);
    assert.deepEqual(Object.keys(await session.run(feeds, ['logits'])), ['logits']);
    await session.release();
  });

  it('gives the same numbers every time, on one thread or several', async () => {
    const data = Float32Array.from({ length: 4 * 768 }, (_, i) => Math.sin(i));
    const feeds = { image: { dims: [4, 3, 16, 16], data } };
    const [one, two] = await Promise.all([openSession(graph, { threads: 1 }), openSession(graph, { threads: 2 })]);
    const first = await one.run(feeds);
    assert.deepEqual(await one.run(feeds), first);
    assert.deepEqual(await two.run(feeds), first);
    await Promise.all([one.release(), two.release()]);
  });

  it('is refused on a device that is not there, with the way out', async () => {
    try {
      const session = await openSession(graph, { device: 'webgpu' });
      await session.release();
    } catch (error) {
      assert.ok(error instanceof ProblemError && error.problem.code === 'network.device.unavailable');
      assert.match(error.problem.remedy, /cpu/);
    }
  });

  it('is refused on a graph the engine cannot run, naming what it does not know', async () => {
    const nodes = [{ op: 'Levitate', name: 'up', inputs: ['image'], outputs: ['features'], attributes: {} }];
    await assert.rejects(
      openSession({ ...graph, nodes, outputs: graph.outputs.slice(0, 1) }),
      (error) => error instanceof ProblemError && /Levitate/.test(error.message),
    );
  });
});
