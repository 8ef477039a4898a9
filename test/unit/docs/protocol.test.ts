/** The exchange that docs/protocol.md shows is what the compute process answers. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  type Message,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { methods } from '../../../src/compute/methods';
import { serve } from '../../../src/compute/server';
import { blocksOf } from './markdown';

/** The folder that stands in the page for any. */
const SHOWN = '/data';

describe('the exchange in docs/protocol.md', function () {
  this.timeout(240_000);
  let folder: string;
  let server: MessageConnection;
  let writer: StreamMessageWriter;
  const received: Message[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'protocol-'));
    const [there, back] = [new PassThrough(), new PassThrough()];
    server = createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
    serve(server, methods);
    server.listen();
    writer = new StreamMessageWriter(there);
    new StreamMessageReader(back).listen((message) => received.push(message));
  });
  after(async () => {
    server.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** Messages of a block, in the words of this machine. */
  const messagesIn = (text: string): Message[] =>
    text
      .replaceAll(SHOWN, JSON.stringify(folder).slice(1, -1))
      .split(/^(?=\{)/m)
      .map((json) => JSON.parse(json) as Message);

  const answerTo = async (id: number): Promise<void> => {
    for (const limit = Date.now() + 200_000; !received.some((m) => (m as { id?: number }).id === id); await new Promise(setImmediate))
      assert.ok(Date.now() < limit, `no answer to ${id}: ${JSON.stringify(received)}`);
  };

  it('is what is answered, message by message', async () => {
    const blocks = blocksOf(await readFile(new URL('../../../docs/protocol.md', import.meta.url), 'utf8')).filter(
      ({ language, file }) => language === 'json' && ['sent', 'received'].includes(file),
    );
    assert.equal(blocks.length, 6);
    for (let i = 0; i < blocks.length; i += 2) {
      assert.deepEqual([blocks[i].file, blocks[i + 1].file], ['sent', 'received']);
      const sent = messagesIn(blocks[i].text);
      received.length = 0;
      for (const message of sent) await writer.write(message);
      await answerTo((sent[0] as unknown as { id: number }).id);
      for (const expected of messagesIn(blocks[i + 1].text))
        assert.ok(
          received.some((found) => isLike(found, expected)),
          `${JSON.stringify(expected)} is not among ${JSON.stringify(received)}`,
        );
    }
  });
});

/** Whether a value is what the page shows: the same fields, texts up to where the page leaves off with `…`. Seconds left are the machine's. */
function isLike(found: unknown, shown: unknown): boolean {
  if (typeof shown === 'string' && shown.endsWith('…')) return typeof found === 'string' && found.startsWith(shown.slice(0, -1));
  if (typeof shown !== 'object' || shown === null) return found === shown;
  if (typeof found !== 'object' || found === null) return false;
  const names = (value: object) => Object.keys(value).filter((name) => name !== 'secondsLeft');
  const [own, wanted] = [names(found).sort(), names(shown).sort()];
  return own.join() === wanted.join() && wanted.every((name) => isLike(found[name as never], shown[name as never]));
}
