/** Reading a table of features: however the file was written, what it says of the data set's cases, and what is wrong with it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { given, numberOf } from '../../../src/auxiliary/cell';
import { columnKinds } from '../../../src/auxiliary/kinds';
import { readTable } from '../../../src/auxiliary/table';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';

const CASES = ['A_1', 'A_2', 'A_3', 'A_4'];

describe('a table of features', () => {
  let dir: string;
  let file: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'features-'));
    file = path.join(dir, 'features.csv');
  });
  after(() => rm(dir, { recursive: true }));

  const read = async (content: string | Uint8Array, cases = CASES) => {
    await writeFile(file, content);
    return readTable(file, cases, quietTask());
  };
  const cells = async (content: string | Uint8Array) => [...(await read(content)).rows].map(([id, row]) => [id, ...row.cells]);
  const refused = async (content: string | Uint8Array, code: string, words: RegExp, line?: number) =>
    assert.rejects(read(content), (error: unknown) => {
      assert.ok(error instanceof ProblemError, String(error));
      assert.equal(error.problem.code, code);
      assert.match(error.message, words);
      assert.equal(error.problem.file, file);
      if (line !== undefined) assert.equal(error.problem.line, line);
      return true;
    });

  const plain = 'case,age,smoking\nA_1,71,never\nA_2,,former\n';
  const expected = [
    ['A_1', '71', 'never'],
    ['A_2', undefined, 'former'],
  ];

  it('reads the same from commas, semicolons, tabs, any line ends, quotes, blanks and byte order marks', async () => {
    const forms: (string | Uint8Array)[] = [
      plain,
      plain.replaceAll(',', ';'),
      plain.replaceAll(',', '\t'),
      plain.replaceAll('\n', '\r\n'),
      plain.replaceAll('\n', '\r'),
      `\uFEFF${plain}`,
      plain.trimEnd(),
      '"case","age","smoking"\n"A_1","71","never"\n"A_2","","former"\n',
      ' case , age , smoking \n A_1 , 71 , never \n A_2 ,  , former \n',
      'CASE,age,smoking\n\nA_1,71,never\n,,\n\nA_2,NA,former\n\n',
      'case,age,smoking,,\nA_1,71,never,,\nA_2,NaN,former,,\n',
      Buffer.from(`\uFEFF${plain}`, 'utf16le'),
    ];
    for (const form of forms) assert.deepEqual(await cells(form), expected, JSON.stringify(form));
  });

  it('keeps delimiters, quotes and line ends within quotes', async () => {
    const rows = await cells('case,note,age\nA_1,"a, ""b""\nc",3\nA_2,\'x\',4\n');
    assert.deepEqual(rows, [
      ['A_1', 'a, "b"\nc', '3'],
      ['A_2', "'x'", '4'],
    ]);
  });

  it('gives back whatever texts were written, quoted as CSV is', async () => {
    // A NUL makes bytes no text.
    const text = fc.string({ unit: 'binary', maxLength: 12 }).map((t) => `x${t.replaceAll('\0', '')}x`);
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 4, maxLength: 4 }), fc.constantFrom(',', ';', '\t'), async (texts, delimiter) => {
        const quoted = texts.map((t) => `"${t.replaceAll('"', '""')}"`);
        const lines = quoted.map((t, i) => [CASES[i], t, i].join(delimiter));
        assert.deepEqual(
          await cells(`case${delimiter}a${delimiter}b\n${lines.join('\n')}\n`),
          texts.map((t, i) => [CASES[i], t, String(i)]),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('takes empty, NA, N/A, NaN and null for missing, and zero for a value', () => {
    for (const text of ['', ' ', 'NA', 'n/a', 'nan', 'NULL']) assert.equal(given(text), undefined);
    for (const text of ['0', 'none', '-']) assert.equal(given(text), text);
  });

  it('knows a number when it sees one, with a decimal comma where semicolons part the cells', async () => {
    for (const [text, value] of [
      ['1', 1],
      ['-2.5', -2.5],
      ['+.5', 0.5],
      ['3.', 3],
      ['1e-3', 0.001],
    ] as const)
      assert.equal(numberOf(text, false), value);
    for (const text of ['1,5', '0x10', 'Infinity', '1e999', '7l', '1 000', '']) assert.equal(numberOf(text, false), undefined, text);
    assert.equal(numberOf('1,5', true), 1.5);
    const { decimalComma } = await read('case;risk\nA_1;1,5\n');
    assert.equal(decimalComma, true);
  });

  it('passes over rows of unknown cases and counts them, cases without a row, and rows that stand there twice', async () => {
    const strangers = Array.from({ length: 9 }, (_, i) => `B_${i},1\n`).join('');
    const { rows, problems } = await read(`case,age\n${strangers}A_1,50\nA_1,50\nA_2,60\n`);
    assert.deepEqual([...rows.keys()], ['A_1', 'A_2']);
    assert.deepEqual(
      problems.map((p) => [p.severity, p.found]),
      [
        ['warning', '9 rows of unknown cases: B_0, B_1, B_2, B_3, B_4 and 4 more'],
        ['warning', 'no row for 2 of 4 cases: A_3, A_4'],
        ['warning', 'a second, equal row for 1 case: A_1'],
      ],
    );
  });

  it('is refused in words, by line, when it is wrong', async () => {
    await refused('', 'auxiliary.noCaseColumn', /an empty file/);
    await refused('id,age\nA_1,3\n', 'auxiliary.noCaseColumn', /header without it \(id, age\)/, 1);
    await refused('case\nA_1\n', 'auxiliary.header', /no column beside the case/);
    await refused('case,age,age\nA_1,3,4\n', 'auxiliary.header', /the column age twice/);
    await refused('case,age,\nA_1,3,4\n', 'auxiliary.header', /without a name/, 2);
    await refused(`case,${Array.from({ length: 300 }, (_, i) => `f${i}`).join(',')}\n`, 'auxiliary.header', /300 columns/);
    await refused('case,age\nA_1,3\nA_1,4\n', 'auxiliary.twoRows', /case A_1 with other values than in line 2/, 3);
    await refused('case,age\nB_1,3\n', 'auxiliary.noCase', /no row of a case of the data set, but B_1.*A_1, A_2, A_3/);
    await refused('case,age\n', 'auxiliary.noCase', /no row beneath the header/);
    await refused('case,age\nA_1,3\nA_2,3,4\n', 'auxiliary.malformed', /a row of 3 cells.*as many cells as the header/, 3);
    await refused('case,age\nA_1,"3\nA_2,4\n', 'auxiliary.malformed', /no CSV/);
    await refused(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 8, 0), 'auxiliary.noText', /no text/);
    await refused(Buffer.from('case,ort\nA_1,K\xf6ln\n', 'latin1'), 'auxiliary.noText', /UTF-8/);
    await assert.rejects(
      readTable(path.join(dir, 'nowhere.csv'), CASES, quietTask()),
      (e) => e instanceof ProblemError && e.problem.code === 'auxiliary.unreadable',
    );
    await assert.rejects(readTable(dir, CASES, quietTask()), ProblemError);
  });

  it('never ends in anything but a table or a problem, whatever bytes it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.string({ unit: fc.constantFrom(...'case,A_1;"\n\r\t3'), maxLength: 60 })),
        async (content) => {
          const outcome = await read(content).catch((error: unknown) => error);
          assert.ok(outcome instanceof ProblemError || (outcome as { rows: Map<string, unknown> }).rows.size > 0, String(outcome));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('holds the rows of the data set alone in memory, however many others there are', async () => {
    const line = (i: number) => `B_${i},${'x'.repeat(200)}\n`;
    const block = Array.from({ length: 1000 }, (_, i) => line(i)).join('');
    await writeFile(file, `case,note\n${block.repeat(60)}A_2,y\n`);
    const { rows, problems } = await readTable(file, CASES, quietTask());
    assert.deepEqual([...rows], [['A_2', { line: 60002, cells: ['y'] }]]);
    assert.match(problems[0].found, /^60000 rows of unknown cases/);
    const signal = AbortSignal.abort(new Error('cancelled'));
    await assert.rejects(readTable(file, CASES, { signal }), /cancelled/);
  });
});

describe('the kind of a column', () => {
  const table = (values: readonly (string | undefined)[]) => ({
    file: '/features.csv',
    columns: ['x'],
    rows: new Map(values.map((value, i) => [`A_${i}`, { line: i + 2, cells: [value] }])),
    decimalComma: false,
    problems: [],
  });

  it('follows from its values: numbers, or categories; missing ones do not count', () => {
    assert.equal(columnKinds(table(['1', '2.5', undefined]), {}).get('x'), 'number');
    assert.equal(columnKinds(table(['never', 'former']), {}).get('x'), 'category');
    assert.equal(columnKinds(table([undefined, undefined]), {}).get('x'), 'category');
    assert.equal(columnKinds(table(['0', '1', '1']), { x: 'category' }).get('x'), 'category');
    assert.equal(columnKinds(table(['1']), { x: 'ignore' }).size, 0);
  });

  it('is not guessed where a text stands among numbers: the line and the column are named', () => {
    const refused = (choices: Record<string, 'number'>) =>
      assert.throws(
        () => columnKinds(table(['61', '7l', '58']), choices),
        (e) => e instanceof ProblemError && e.problem.line === 3 && /"7l" in the column x/.test(e.message),
      );
    refused({});
    refused({ x: 'number' });
  });

  it('is not asked for of a column that is not there', () => {
    assert.throws(() => columnKinds(table(['1']), { bmi: 'number' }), /no column bmi.*header: x/);
  });
});
