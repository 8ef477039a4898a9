/** A short run of the fuzzer over every reader of foreign files; and that it would see a fault. */
import assert from 'node:assert/strict';
import { ProblemError } from '../../../src/protocol/problem';
import { fuzz, type Target } from '../../fuzz/fuzz';
import { targets } from '../../fuzz/targets';

const INPUTS = 1500;

describe('damaged files', function () {
  this.timeout(120_000);
  for (const target of targets)
    it(`of ${target.name} are read or refused by a word, at once and in bounded memory`, async () => {
      const { inputs, accepted, faults } = await fuzz(target, { inputs: INPUTS, seed: 1 });
      assert.equal(inputs, INPUTS);
      assert.deepEqual(
        faults.map(({ kind, words, input }) => `${kind}: ${words} <${Buffer.from(input).toString('base64').slice(0, 200)}>`),
        [],
      );
      assert.ok(accepted > 0, 'whole files are read');
    });
});

describe('the fuzzer', () => {
  const whole = Uint8Array.from({ length: 40 }, (_, i) => i);
  const target = (run: Target['run']): Target => ({ name: 'one', seeds: async () => [whole], run, mostBytes: () => 1000 });
  const kinds = async (run: Target['run']) => (await fuzz(target(run), { inputs: 300, seed: 2 })).faults.map(({ kind }) => kind);

  it('sees what is thrown and is no answer, each once, and what takes too much memory', async () => {
    assert.deepEqual(
      await kinds((bytes) => {
        if (bytes.length < 20) throw new TypeError(`no property of ${bytes.length}`);
      }),
      ['thrown'],
    );
    assert.deepEqual(await kinds((bytes) => new Uint16Array(bytes[0] === 0 ? 10 : 501)), ['memory']);
    const refusal = new ProblemError({ code: 'a.b', found: 'a', expected: 'b', remedy: 'c' });
    assert.deepEqual(
      await kinds(() => {
        throw refusal;
      }),
      [],
    );
  });

  it('gives equal inputs for equal seeds', async () => {
    const inputsOf = async (seed: number) => {
      const seen: string[] = [];
      await fuzz(
        target((bytes) => seen.push(Buffer.from(bytes).toString('hex'))),
        { inputs: 100, seed },
      );
      return seen;
    };
    assert.deepEqual(await inputsOf(3), await inputsOf(3));
    assert.notDeepEqual(await inputsOf(3), await inputsOf(4));
  });
});
