import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  type ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { MethodTable } from '../../../src/compute/method';
import { serve } from '../../../src/compute/server';
import type { ComputeFailure, ComputeNotifications } from '../../../src/protocol/compute';
import { ProblemError } from '../../../src/protocol/problem';

/** A client and a server joined by two pipes; only the methods a test needs are there. */
function connect(methods: Partial<MethodTable>): { client: MessageConnection; close: () => void } {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const server = createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
  const client = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
  serve(server, methods as MethodTable);
  server.listen();
  client.listen();
  return {
    client,
    close: () => {
      client.dispose();
      server.dispose();
    },
  };
}

describe('the compute server', () => {
  it('answers with the result of a method', async () => {
    const { client, close } = connect({ listRuns: async () => [] });
    assert.deepEqual(await client.sendRequest('listRuns', { requestId: 1, project: '/p' }), []);
    close();
  });

  it('passes a problem on whole: file, found, expected, remedy', async () => {
    const { client, close } = connect({
      listRuns: async () => {
        throw new ProblemError({ code: 'x.y', file: '/p/f', found: 'a', expected: 'b', remedy: 'Do c.' });
      },
    });
    await assert.rejects(client.sendRequest('listRuns', { requestId: 1 }), (e: ResponseError<ComputeFailure>) => {
      assert.deepEqual(e.data?.problem, { severity: 'error', code: 'x.y', file: '/p/f', found: 'a', expected: 'b', remedy: 'Do c.' });
      return /found a; expected b/.test(e.message);
    });
    close();
  });

  it('does not begin a method that was cancelled before its turn', async () => {
    let begun = false;
    const { client, close } = connect({
      mine: () => {
        begun = true;
        return new Promise(() => undefined);
      },
    });
    const source = new CancellationTokenSource();
    const mining = client.sendRequest('mine', { requestId: 1, project: '/p' }, source.token);
    source.cancel();
    await assert.rejects(mining, { code: -32800 });
    assert.equal(begun, false);
    close();
  });

  it('stops a method that is cancelled, and says cancelled', async () => {
    let stopped = false;
    const { client, close } = connect({
      mine: (_params, task) =>
        new Promise((_resolve, reject) => {
          task.signal.addEventListener('abort', () => {
            stopped = true;
            reject(task.signal.reason);
          });
        }),
    });
    const source = new CancellationTokenSource();
    const answer = client.sendRequest('mine', { requestId: 1 }, source.token);
    setTimeout(() => source.cancel(), 20);
    await assert.rejects(answer, (e: ResponseError) => e.code === -32800);
    assert.ok(stopped);
    close();
  });

  it('sends progress under the number of its request, first and last always', async () => {
    const { client, close } = connect({
      mine: async (_params, task) => {
        for (let done = 1; done <= 1000; done++) task.progress({ stage: 'mine', done, total: 1000 });
        return undefined as never;
      },
    });
    const seen: ComputeNotifications['progress'][] = [];
    client.onNotification('progress', (p: ComputeNotifications['progress']) => void seen.push(p));
    await client.sendRequest('mine', { requestId: 7 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(seen.every((p) => p.request === 7));
    assert.equal(seen[0].progress.done, 1);
    assert.equal(seen.at(-1)?.progress.done, 1000);
    assert.ok(seen.length < 100, `${seen.length} messages for 1000 steps`);
    close();
  });
});
