/** DDSM overlays: chains, words, and what becomes of odd ones. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clampOutline } from '../../../src/dataset/ddsm/chain';
import { distribution, margins, shape, type } from '../../../src/dataset/ddsm/keywords';
import { chainToOutline, outlineToChain, parseOverlay, writeOverlay } from '../../../src/dataset/ddsm/overlay';
import type { Finding, Pathology } from '../../../src/protocol/finding';

const example = `TOTAL_ABNORMALITIES 1
ABNORMALITY 1
LESION_TYPE MASS SHAPE IRREGULAR-ARCHITECTURAL_DISTORTION MARGINS SPICULATED
ASSESSMENT 5
SUBTLETY 4
PATHOLOGY MALIGNANT
TOTAL_OUTLINES 1
BOUNDARY
1000 2000 2 2 4 4 6 6 0 0 #
`;

const codes = (text: string, size?: { width: number; height: number }) =>
  parseOverlay(text, '/x.OVERLAY', size).problems.map((p) => p.code);

describe('chain code', () => {
  it('0 goes up and the digits go round clockwise', () => {
    assert.deepEqual(chainToOutline(10, 10, [0, 2, 4, 6]), [10, 10, 10, 9, 11, 9, 11, 10]);
    assert.deepEqual(chainToOutline(10, 10, [1, 3, 5, 7]), [10, 10, 11, 9, 12, 10, 11, 11]);
  });

  it('a straight run is one side of the polygon', () => {
    assert.deepEqual(chainToOutline(1000, 2000, [2, 2, 4, 4, 6, 6, 0, 0]), [1000, 2000, 1002, 2000, 1002, 2002, 1000, 2002]);
  });

  it('a chain that does not come back ends where it stops', () => {
    assert.deepEqual(chainToOutline(0, 0, [2, 2]), [0, 0, 2, 0]);
  });

  it('any closed chain is written again digit for digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 4000 }),
        fc.nat(5000),
        fc.array(fc.nat(7), { maxLength: 60 }),
        fc.array(fc.nat(7), { maxLength: 5 }),
        (x, y, there, more) => {
          // Any walk and the opposite steps in any order come back to the start.
          const digits = [...there, ...more, ...there.map((d) => (d + 4) % 8), ...more.map((d) => (d + 4) % 8).reverse()];
          const text = outlineToChain(chainToOutline(x, y, digits));
          assert.equal(text, [x, y, ...digits, '#'].join(' '));
        },
      ),
    );
  });

  it('any polygon becomes neighbouring steps through its corners and back to its start', () => {
    const corner = fc.tuple(fc.nat(300), fc.nat(300));
    fc.assert(
      fc.property(fc.array(corner, { minLength: 3, maxLength: 12 }), (corners) => {
        const [x, y, ...digits] = outlineToChain(corners.flat()).replace(' #', '').split(' ').map(Number);
        assert.ok(digits.every((d) => d >= 0 && d <= 7));
        const seen = new Set<string>([`${x} ${y}`]);
        let [cx, cy] = [x, y];
        for (const d of digits) {
          const [, , nx, ny] = chainToOutline(cx, cy, [d]);
          [cx, cy] = [nx, ny];
          seen.add(`${cx} ${cy}`);
        }
        assert.deepEqual([cx, cy], corners[0]);
        assert.ok(corners.every(([px, py]) => seen.has(`${px} ${py}`)));
      }),
    );
  });

  it('a digit outside 0-7 and a broken outline are refused', () => {
    assert.throws(() => chainToOutline(0, 0, [8]), RangeError);
    assert.throws(() => outlineToChain([1, 2, 3]), RangeError);
    assert.throws(() => outlineToChain([1, Number.NaN]), RangeError);
  });

  it('clamping tells by how far the outline lay outside', () => {
    assert.deepEqual(clampOutline([-3, 0, 10, 12, 5, 5], 10, 10), { outline: [0, 0, 9, 9, 5, 5], outside: 3 });
  });
});

describe('overlay', () => {
  it('gives outline, words, assessment, subtlety and pathology', () => {
    const { findings, problems } = parseOverlay(example, '/x.OVERLAY', { width: 3024, height: 4696 });
    assert.deepEqual(problems, []);
    assert.deepEqual(findings, [
      {
        id: 1,
        lesions: [{ kind: 'mass', shape: ['IRREGULAR', 'ARCHITECTURAL_DISTORTION'], margins: ['SPICULATED'] }],
        assessment: 5,
        subtlety: 4,
        pathology: 'malignant',
        boundary: [1000, 2000, 1002, 2000, 1002, 2002, 1000, 2002],
        cores: [],
      },
    ]);
  });

  it('reads two lesions of one finding, cores, and N/A', () => {
    const text = `TOTAL_ABNORMALITIES 1 \r
ABNORMALITY 1 \r
LESION_TYPE CALCIFICATION TYPE PLEOMORPHIC-FINE_LINEAR_BRANCHING DISTRIBUTION CLUSTERED \r
LESION_TYPE MASS SHAPE N/A MARGINS N/A \r
ASSESSMENT 4 \r
SUBTLETY 2 \r
PATHOLOGY BENIGN_WITHOUT_CALLBACK \r
TOTAL_OUTLINES 2 \r
BOUNDARY \r
10 10 2 2 2 4 4 4 6 6 6 0 0 0 # \r
\tCORE \r
11 11 2 4 6 0 # \r
`;
    const { findings, problems } = parseOverlay(text, '/x.OVERLAY');
    assert.deepEqual(problems, []);
    assert.deepEqual(findings[0].lesions, [
      { kind: 'calcification', type: ['PLEOMORPHIC', 'FINE_LINEAR_BRANCHING'], distribution: ['CLUSTERED'] },
      { kind: 'mass', shape: [], margins: [] },
    ]);
    assert.equal(findings[0].pathology, 'benign_without_callback');
    assert.deepEqual(findings[0].cores, [[11, 11, 12, 11, 12, 12, 11, 12]]);
  });

  it('findings of every kind come back as they were written', () => {
    const words = (list: readonly string[]) => fc.subarray([...list]);
    const lesion = fc.oneof(
      fc.record({ kind: fc.constant('mass' as const), shape: words(shape), margins: words(margins) }, { noNullPrototype: true }),
      fc.record(
        { kind: fc.constant('calcification' as const), type: words(type), distribution: words(distribution) },
        { noNullPrototype: true },
      ),
      fc.constant({ kind: 'other' as const }),
    );
    const outline = fc
      .tuple(fc.nat(2000), fc.nat(3000), fc.array(fc.nat(7), { minLength: 2, maxLength: 30 }))
      .map(([x, y, there]) => chainToOutline(x, y, [...there, ...there.map((d) => (d + 4) % 8)]));
    const finding = fc.record(
      {
        lesions: fc.array(lesion, { minLength: 1, maxLength: 2 }),
        assessment: fc.option(fc.nat(5), { nil: undefined }),
        subtlety: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
        pathology: fc.constantFrom<Pathology>('malignant', 'benign', 'benign_without_callback', 'unproven'),
        boundary: outline,
        cores: fc.array(outline, { maxLength: 2 }),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(finding, { minLength: 1, maxLength: 4 }), (drawn) => {
        const findings: Finding[] = drawn.map((f, i) => ({ id: i + 1, ...f }));
        assert.deepEqual(parseOverlay(writeOverlay(findings), '/x.OVERLAY'), { findings, problems: [] });
      }),
    );
  });

  it('a chain that leaves the view is moved to its border with a warning', () => {
    const { findings, problems } = parseOverlay(example, '/x.OVERLAY', { width: 1002, height: 4696 });
    assert.deepEqual(findings[0].boundary, [1000, 2000, 1001, 2000, 1001, 2002, 1000, 2002]);
    assert.deepEqual(
      problems.map((p) => [p.severity, p.code, p.line, p.found]),
      [['warning', 'ddsm.overlay.leaves', 9, 'an outline that leaves the 1002 x 4696 view by 1 pixels']],
    );
  });

  it('an outline wholly outside the view is an error', () => {
    assert.deepEqual(codes(example, { width: 500, height: 500 }), ['ddsm.overlay.outside', 'ddsm.overlay.boundary']);
  });

  it('an unknown keyword is kept, and named with its line', () => {
    const { findings, problems } = parseOverlay(example.replace('SPICULATED', 'WOOLLY'), '/x.OVERLAY');
    assert.deepEqual(findings[0].lesions[0].margins, ['WOOLLY']);
    assert.equal(problems.length, 1);
    assert.deepEqual([problems[0].severity, problems[0].line, problems[0].file], ['warning', 3, '/x.OVERLAY']);
    assert.match(problems[0].found, /WOOLLY/);
  });

  it('the other spelling of LUCENT_CENTER is the same word', () => {
    const text = example.replace(/MASS.*/, 'CALCIFICATION TYPE LUCENT_CENTERED DISTRIBUTION N/A');
    const { findings, problems } = parseOverlay(text, '/x.OVERLAY');
    assert.deepEqual([findings[0].lesions[0].type, problems], [['LUCENT_CENTER'], []]);
  });

  it('blank and missing fields are warnings; without a pathology the finding is unproven', () => {
    const text = example.replace('ASSESSMENT 5', 'ASSESSMENT').replace('SUBTLETY 4\n', '').replace('PATHOLOGY MALIGNANT\n', '');
    const { findings, problems } = parseOverlay(text, '/x.OVERLAY');
    assert.deepEqual([findings[0].assessment, findings[0].subtlety, findings[0].pathology], [undefined, undefined, 'unproven']);
    assert.deepEqual(
      problems.map((p) => [p.severity, p.code]),
      [
        ['warning', 'ddsm.overlay.number'],
        ['warning', 'ddsm.overlay.pathology'],
      ],
    );
  });

  it('a chain cut off, a broken digit, and a promised finding that is not there are errors: a lesion is lost', () => {
    const errors = (text: string) =>
      parseOverlay(text, '/x')
        .problems.filter((p) => p.severity === 'error')
        .map((p) => p.code);
    assert.ok(errors(example.replace(' 0 0 #', '')).includes('ddsm.overlay.chain'));
    assert.ok(errors(example.replace('4 4 6', '4 9 6')).includes('ddsm.overlay.chain'));
    assert.ok(errors(example.replace('4 4 6', '4 x 6')).includes('ddsm.overlay.chain'));
    assert.deepEqual(errors(example.replace('TOTAL_ABNORMALITIES 1', 'TOTAL_ABNORMALITIES 2')), ['ddsm.overlay.incomplete']);
    assert.ok(errors(example.slice(0, 120)).length > 0);
  });

  it('any text gives findings and problems, never an exception', () => {
    const word = fc.constantFrom(
      'TOTAL_ABNORMALITIES',
      'ABNORMALITY',
      'LESION_TYPE',
      'MASS',
      'SHAPE',
      'BOUNDARY',
      'CORE',
      'PATHOLOGY',
      '#',
      '7',
      '-1',
      '9e9',
      '\n',
      '\t',
      'N/A',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, fc.string({ maxLength: 5 }))),
        (words) => void parseOverlay(words.join(' '), '/x', { width: 9, height: 9 }),
      ),
    );
  });
});
