/** Facts of a session's defaults: a process' environment chooses device and threads, and a wrong choice is named. */
import assert from 'node:assert/strict';
import type { Graph } from '../../../src/network/graph';
import { openSession } from '../../../src/network/session';
import { ProblemError } from '../../../src/protocol/problem';

const identity: Graph = {
  name: 'identity',
  opset: 17,
  nodes: [{ op: 'Identity', name: 'n', inputs: ['x'], outputs: ['y'], attributes: {} }],
  initializers: new Map(),
  inputs: [{ name: 'x', type: 'float32', dims: [2] }],
  outputs: [{ name: 'y', type: 'float32', dims: [2] }],
  metadata: {},
};

describe('a session opened without a choice', () => {
  const names = ['DEEPMINER_DEVICE', 'DEEPMINER_THREADS'] as const;
  const before = names.map((name) => process.env[name]);
  afterEach(() => {
    for (const [i, name] of names.entries()) {
      if (before[i] === undefined) delete process.env[name];
      else process.env[name] = before[i];
    }
  });

  it('takes device and threads from the environment', async () => {
    process.env.DEEPMINER_DEVICE = 'cpu';
    process.env.DEEPMINER_THREADS = '1';
    const session = await openSession(identity);
    assert.equal(session.device, 'cpu');
    assert.deepEqual([...(await session.run({ x: { dims: [2], data: Float32Array.of(3, 4) } })).y.data], [3, 4]);
    await session.release();
  });

  for (const [name, value] of [
    ['DEEPMINER_DEVICE', 'gpu'],
    ['DEEPMINER_THREADS', 'many'],
    ['DEEPMINER_THREADS', '0'],
  ] as const)
    it(`refuses ${name}=${value} and says what is allowed`, async () => {
      process.env[name] = value;
      await assert.rejects(openSession(identity), (error) => {
        assert.ok(error instanceof ProblemError);
        assert.equal(error.problem.found, `${name}=${value}`);
        return true;
      });
    });
});
