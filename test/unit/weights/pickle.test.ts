/** A pickle can name any program. Here it runs none, takes bounded work, and is refused with the name and the byte. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { ProblemError } from '../../../src/protocol/problem';
import { unpickle } from '../../../src/weights/pickle/unpickle';
import { readWeights } from '../../../src/weights/read';
import { global, PROTO2, stream, unicode } from './pickles';

const read = (pickle: string) => unpickle(Buffer.from(pickle, 'latin1'), { file: '/weights/any.pth', where: 'data.pkl' }).value;

describe('a pickle of weights', () => {
  const programs: Record<string, [pickle: string, name: string]> = {
    'a shell command': [`${PROTO2}${global('os', 'system')}${unicode('touch owned')}\x85R.`, 'os.system'],
    'the same by the module it really stands in': [`${PROTO2}${global('posix', 'system')}${unicode('touch owned')}\x85R.`, 'posix.system'],
    'Python code': [`${PROTO2}${global('builtins', 'eval')}${unicode('1+1')}\x85R.`, 'builtins.eval'],
    "Python 2's way to it": [`${PROTO2}${global('__builtin__', 'eval')}${unicode('1+1')}\x85R.`, '__builtin__.eval'],
    'a call within a call': [
      `${PROTO2}${global('collections', 'OrderedDict')}(${global('builtins', 'getattr')}(${global('os', 'environ')}tRtR.`,
      'builtins.getattr',
    ],
    'a name put together on the stack': [`\x80\x04${unicode('os')}${unicode('system')}\x93${unicode('touch owned')}\x85R.`, 'os.system'],
    'a name with a dot, which reaches into a module': [
      `\x80\x04${unicode('torch')}${unicode('serialization.os.system')}\x93.`,
      'torch.serialization.os.system',
    ],
    'a class of a model saved whole': [
      `${PROTO2}${global('torchvision.models.resnet', 'ResNet')})\x81.`,
      'torchvision.models.resnet.ResNet',
    ],
    "a name of JavaScript's own": [`${PROTO2}${global('constructor', 'prototype')}.`, 'constructor.prototype'],
    'a name every object has': [`\x80\x04${unicode('torch')}${unicode('toString')}\x93.`, 'torch.toString'],
  };
  for (const [what, [pickle, name]] of Object.entries(programs))
    it(`that names ${what} is refused by that name and its byte`, async () => {
      const dir = await mkdtemp(path.join(os.tmpdir(), 'pickle-'));
      try {
        const file = path.join(dir, 'evil.pth');
        await writeFile(file, stream(pickle));
        await assert.rejects(
          readWeights(file),
          (error) =>
            error instanceof ProblemError &&
            error.problem.code === 'weights.pickle.global' &&
            error.problem.file === file &&
            error.problem.found.includes(`the name ${name} (byte `),
        );
      } finally {
        await rm(dir, { recursive: true });
      }
    });

  it('may not build objects by the opcodes that reach classes or a registry', () => {
    for (const pickle of [
      '(ios\nsystem\n.',
      `(${global('collections', 'OrderedDict')}o.`,
      '\x82\x01.',
      '\x97.',
      `${global('collections', 'OrderedDict')}})\x92.`,
    ])
      assert.throws(() => read(pickle), ProblemError, JSON.stringify(pickle));
  });

  it('that copies its own lists over and over ends in bounded work', () => {
    const pair = `(${unicode('a')}Nt`;
    const list = `](${`${pair}`.repeat(1000)}e`;
    // Each call would copy a thousand pairs.
    const copies = `${global('collections', 'OrderedDict')}h\x00\x85R0`.repeat(5000);
    assert.throws(() => read(`${PROTO2}${list}q\x000${copies}N.`), tooLarge);
  });

  it('that refers to itself doubling every time stays as small as it is written', () => {
    // Thirty levels, each a pair of the one before: two to the thirtieth values if anything unfolded them.
    const levels = Array.from(
      { length: 30 },
      (_, i) => `h${String.fromCharCode(i)}h${String.fromCharCode(i)}\x86q${String.fromCharCode(i + 1)}0`,
    );
    const value = read(`${PROTO2}Nq\x000${levels.join('')}h\x1e.`);
    assert.ok(Array.isArray(value) && value[0] === value[1]);
    // Nor does a text made of it.
    assert.throws(() => read(`${PROTO2}Nq\x000${levels.join('')}${global('torch', 'device')}h\x1e\x85R.`), ProblemError);
  });

  it('may contain itself', () => {
    const value = read(`${PROTO2}]q\x00h\x00a.`) as unknown[];
    assert.equal(value[0], value);
  });

  it('nests, piles up and lasts only so far', () => {
    assert.throws(() => read('('.repeat(5000)), tooLarge);
    assert.throws(() => read('N'.repeat(200_000)), tooLarge);
    assert.throws(() => read(`${'N0'.repeat(1_500_000)}N.`), tooLarge);
  });

  it('with lengths that are negative, huge or beyond its end is refused', () => {
    for (const pickle of [
      'T\xff\xff\xff\xff.',
      'T\xff\xff\xff\x7f.',
      'X\xff\xff\xff\xff.',
      'B\xff\xff\xff\xff.',
      '\x8b\xff\xff\xff\xff.',
      '\x8b\xff\xff\xff\x7f.',
      '\x8d\xff\xff\xff\xff\xff\xff\xff\xff.',
      '\x8e\x00\x00\x00\x00\x00\x00\x00\x80.',
      'I999',
      'L1x\n.',
      'Nr\xff\xff\xff\xff',
      'h\x07.',
      'p-1\n.',
      '.',
      '0.',
      '(0.',
      'N(0.',
      'a.',
      'NNs.',
      '(Nu.',
      'N',
    ])
      assert.throws(() => read(pickle), ProblemError, JSON.stringify(pickle));
  });

  it('of any bytes at all is read or refused, nothing else', () => {
    const known = [...'().012FGIJKLMNPQRSTUVXabcdeghijlopqrstu]}\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8e\x8f\x90\x93\x94\x95'].map(
      (c) => c.charCodeAt(0),
    );
    const byte = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), (bytes) => {
        try {
          unpickle(Buffer.from(bytes), { file: '/weights/any.pth', where: 'data.pkl' });
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
        }
      }),
      { numRuns: 5000 },
    );
  });

  it("of Python's plain values gives them, in every protocol's spelling", () => {
    assert.deepEqual(read("(lp0\nI1\naI01\naL5L\naF1.5\naS'a'\naVb\na."), [1, true, 5, 1.5, 'a', 'b']);
    assert.deepEqual(
      read(`${PROTO2}(K\x01M\x00\x01J\xff\xff\xff\xff\x8a\x01\xffG\x3f\xf8\x00\x00\x00\x00\x00\x00t.`),
      [1, 256, -1, -1, 1.5],
    );
    assert.equal(read(`${PROTO2}\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01.`), 2n ** 64n);
    assert.deepEqual(
      read(`${PROTO2}}(X\x02\x00\x00\x00\xc3\xa9NU\x01bK\x02u.`),
      new Map<string, unknown>([
        ['é', null],
        ['b', 2],
      ]),
    );
    assert.deepEqual(read('\x80\x04\x8f(K\x01K\x02\x90.'), new Set([1, 2]));
  });
});

function tooLarge(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'weights.pickle.tooLarge';
}
