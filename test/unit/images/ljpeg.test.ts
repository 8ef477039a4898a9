/** Lossless JPEG: exact on files of DDSM's own codec, and never quiet about damage. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { decodeLosslessJpeg } from '../../../src/images/ljpeg/decode';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import { bestTable, codeWords } from '../../../src/images/ljpeg/huffman';
import type { Dialect, Predictor } from '../../../src/images/ljpeg/prediction';
import { ProblemError } from '../../../src/protocol/problem';

const fixtures = path.resolve('test/fixtures/ddsm');
const predictors = [1, 2, 3, 4, 5, 6, 7] as const;

/** The formula of make.sh. */
function fixtureSamples(bits: number): Uint16Array {
  const top = 2 ** bits;
  return Uint16Array.from({ length: 61 * 47 }, (_, i) => {
    const x = i % 61;
    const y = Math.floor(i / 61);
    return (x * 7 + y * 13 + ((x * y) % 11) * 5 + (x % 17 === 0 ? top / 2 : 0) + ((x + y) % 29 === 0 ? top - 1 : 0)) % top;
  });
}

const read = (name: string) => readFileSync(path.join(fixtures, name));

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ProblemError, `not a ProblemError: ${String(error)}`);
    return error.problem.code;
  }
  return 'none';
}

describe('lossless JPEG of the Stanford codec', () => {
  for (const bits of [12, 16])
    for (const predictor of predictors)
      it(`predictor ${predictor} at ${bits} bits decodes exactly`, () => {
        const frame = decodeLosslessJpeg(read(`bits${bits}.predictor${predictor}.LJPEG`));
        assert.deepEqual([frame.width, frame.height, frame.bits, frame.predictor], [61, 47, bits, predictor]);
        assert.deepEqual(frame.data, fixtureSamples(bits));
      });

  for (const predictor of predictors)
    it(`predictor ${predictor} with a restart every three rows decodes exactly: prediction goes on over the marker`, () => {
      const frame = decodeLosslessJpeg(read(`bits12.predictor${predictor}.restart.LJPEG`));
      assert.equal(frame.restartInterval, 183);
      assert.deepEqual(frame.data, fixtureSamples(12));
    });

  it('12-bit data in 16-bit samples decodes exactly', () => {
    assert.deepEqual(decodeLosslessJpeg(read('bits12in16.predictor1.LJPEG')).data, fixtureSamples(12));
  });

  for (const predictor of [1, 4, 7])
    it(`predictor ${predictor} with a point transform of two bits loses the two low bits and no more`, () => {
      const frame = decodeLosslessJpeg(read(`bits12.predictor${predictor}.transform2.LJPEG`));
      assert.deepEqual(
        frame.data,
        fixtureSamples(12).map((v) => v & ~3),
      );
    });

  it('a header with width and height swapped gives the same samples in the same order', () => {
    const frame = decodeLosslessJpeg(read('bits12.predictor1.swapped.LJPEG'));
    assert.deepEqual([frame.width, frame.height], [47, 61]);
    assert.deepEqual(frame.data, fixtureSamples(12));
  });

  it('read as a conforming stream, predictor 7 comes out different: the dialect has to be right', () => {
    assert.notDeepEqual(decodeLosslessJpeg(read('bits16.predictor7.LJPEG'), undefined, { dialect: 'standard' }).data, fixtureSamples(16));
  });
});

describe('lossless JPEG, written and read', () => {
  const frame = fc
    .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }), bits: fc.integer({ min: 2, max: 16 }) })
    .chain(({ width, height, bits }) =>
      fc
        .array(fc.oneof(fc.nat(2 ** bits - 1), fc.constantFrom(0, 2 ** bits - 1, 2 ** (bits - 1))), {
          minLength: width * height,
          maxLength: width * height,
        })
        .map((values) => ({ width, height, bits, data: Uint16Array.from(values) })),
    );

  it('any frame comes back as it was, with every predictor, dialect, precision and restart interval', () => {
    fc.assert(
      fc.property(
        frame,
        fc.constantFrom<Predictor>(...predictors),
        fc.constantFrom<Dialect>('pvrg', 'standard'),
        fc.nat(3),
        fc.boolean(),
        (f, predictor, dialect, rows, wide) => {
          const restartInterval = rows * f.width;
          const precision = wide ? 16 : f.bits;
          const decoded = decodeLosslessJpeg(encodeLosslessJpeg(f, { predictor, dialect, restartInterval, precision }), undefined, {
            dialect,
          });
          assert.deepEqual(decoded, {
            width: f.width,
            height: f.height,
            bits: precision,
            data: f.data,
            predictor,
            pointTransform: 0,
            restartInterval,
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a difference of 32768, which has a category of its own, survives', () => {
    const data = Uint16Array.from([0, 32768, 0, 32768, 65535, 32767, 0, 32768]);
    assert.deepEqual(decodeLosslessJpeg(encodeLosslessJpeg({ width: 4, height: 2, bits: 16, data })).data, data);
  });

  it('writing again in the same dialect gives the fixture samples: predictor 1 without restarts is the same in both', () => {
    const f = { width: 61, height: 47, bits: 12, data: fixtureSamples(12) };
    assert.deepEqual(encodeLosslessJpeg(f, { dialect: 'pvrg' }), encodeLosslessJpeg(f, { dialect: 'standard' }));
  });

  it('the Huffman table is no longer than that of the Stanford codec', () => {
    const ours = encodeLosslessJpeg({ width: 61, height: 47, bits: 12, data: fixtureSamples(12) });
    assert.ok(ours.length <= read('bits12.predictor1.LJPEG').length);
  });

  it('a value above the precision is refused', () => {
    assert.throws(() => encodeLosslessJpeg({ width: 1, height: 1, bits: 8, data: Uint16Array.of(256) }), RangeError);
  });
});

describe('Huffman tables', () => {
  it('have no code longer than 16 bits, none of ones only, and no code that begins another', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(3), fc.nat(1e9)), { minLength: 17, maxLength: 17 }), (weights) => {
        // Fibonacci-like counts make the deepest trees.
        const table = bestTable(weights);
        const { code, length } = codeWords(table);
        const words = Array.from(table.symbols, (s) => code[s].toString(2).padStart(length[s], '0'));
        assert.equal(words.length, weights.filter((w) => w > 0).length);
        for (const [i, word] of words.entries()) {
          assert.ok(word.length <= 16 && word.includes('0'));
          assert.ok(words.every((other, j) => i === j || !other.startsWith(word)));
        }
      }),
    );
  });

  it('stay within 16 bits for Fibonacci counts, whose best code would be longer', () => {
    const weights = [1, 1];
    while (weights.length < 30) weights.push(weights[weights.length - 1] + weights[weights.length - 2]);
    const { length } = codeWords(bestTable(weights));
    assert.equal(Math.max(...length), 16);
    const kraft = weights.reduce((sum, _, s) => sum + 2 ** -length[s], 0);
    assert.ok(kraft < 1);
  });
});

describe('damaged lossless JPEG', () => {
  it('cut off anywhere, it is called truncated', () => {
    for (const name of ['bits12.predictor1.LJPEG', 'bits16.predictor7.LJPEG', 'bits12.predictor4.restart.LJPEG']) {
      const whole = read(name);
      // The last two bytes are the end marker: without it all samples are still there.
      for (let length = 0; length < whole.length - 2; length++)
        assert.equal(
          codeOf(() => decodeLosslessJpeg(whole.subarray(0, length), name)),
          'ddsm.ljpeg.truncated',
          `${name} cut to ${length}`,
        );
      assert.equal(
        codeOf(() => decodeLosslessJpeg(whole.subarray(0, whole.length - 2), name)),
        'none',
      );
    }
  });

  it('cut off and filled up with zeros, it is not accepted', () => {
    const whole = read('bits12.predictor1.LJPEG');
    for (const share of [0.2, 0.5, 0.9]) {
      const cut = Uint8Array.from(whole, (v, i) => (i < share * whole.length ? v : 0));
      assert.match(
        codeOf(() => decodeLosslessJpeg(cut, 'x')),
        /^ddsm\.ljpeg\.(corrupt|truncated)$/,
      );
    }
  });

  it('a wrong byte anywhere gives a named problem or a frame in range, never another error', () => {
    const whole = read('bits12.predictor4.restart.LJPEG');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = value;
        const code = codeOf(() => {
          const f = decodeLosslessJpeg(bytes, 'x');
          assert.equal(f.data.length, f.width * f.height);
          assert.ok(f.data.every((v) => v < 2 ** f.bits));
        });
        assert.match(code, /^none$|^ddsm\.ljpeg\.(corrupt|truncated|unsupported)$/);
      }),
      { numRuns: 1500 },
    );
  });

  it('a missing stretch between two restart markers is noticed', () => {
    const whole = read('bits12.predictor1.restart.LJPEG');
    const markers = [...whole.keys()].filter((i) => whole[i] === 0xff && whole[i + 1] >= 0xd0 && whole[i + 1] <= 0xd7);
    const bytes = Buffer.concat([whole.subarray(0, markers[2]), whole.subarray(markers[4])]);
    assert.equal(
      codeOf(() => decodeLosslessJpeg(bytes, 'x')),
      'ddsm.ljpeg.corrupt',
    );
  });

  it('more data than the size in the header needs is noticed', () => {
    const bytes = Uint8Array.from(read('bits12.predictor1.LJPEG'));
    bytes[8] = 40; // rows, was 47
    assert.equal(
      codeOf(() => decodeLosslessJpeg(bytes, 'x')),
      'ddsm.ljpeg.corrupt',
    );
  });

  it('an ordinary JPEG, a text and a size that no such file can hold are refused by name', () => {
    assert.equal(
      codeOf(() => decodeLosslessJpeg(Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]), 'x')),
      'ddsm.ljpeg.unsupported',
    );
    assert.equal(
      codeOf(() => decodeLosslessJpeg(Buffer.from('TOTAL_ABNORMALITIES 1'), 'x')),
      'ddsm.ljpeg.corrupt',
    );
    const bytes = Uint8Array.from(read('bits12.predictor1.LJPEG'));
    bytes.set([0xff, 0xff, 0xff, 0xff], 7);
    assert.equal(
      codeOf(() => decodeLosslessJpeg(bytes, 'x')),
      'ddsm.ljpeg.truncated',
    );
  });

  it('the message names the file and what to do', () => {
    const file = '/data/B_3024_1.LEFT_CC.LJPEG';
    assert.throws(
      () => decodeLosslessJpeg(read('bits12.predictor1.LJPEG').subarray(0, 900), file),
      (error: Error) => {
        assert.match(
          error.message,
          /^\/data\/B_3024_1\.LEFT_CC\.LJPEG: found the end of the file after \d+ of 2867 samples; .* Copy or download/,
        );
        return true;
      },
    );
  });
});

it('every fixture is tested', () => {
  assert.equal(readdirSync(fixtures).filter((f) => f.endsWith('.LJPEG')).length, 26);
});
