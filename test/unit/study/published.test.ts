/** The published study from its own tables: its numbers come out, and every row that is wrong is named and left out. */
import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { csvRecords } from '../../../src/project/csvRecords';
import { ProblemError } from '../../../src/protocol/problem';
import { reportedFindings } from '../../../src/study/published/ddsmReport';
import { scorePublished } from '../../../src/study/published/published';
import { pythonList } from '../../../src/study/published/pythonList';

const PUBLISHED = '../shared/data/deepminer';
const RESPONSES = 'Case #,DeepMiner Explanation,Cancer or Benign (C/B)?';
const KEY = 'Case #,Image Name,GT Report,DeepMiner Cancer Likelihood Prediction,GT Diagnosis';
const report = (pathology: string) =>
  `"[['ABNORMALITY 1', 'LESION_TYPE MASS SHAPE OVAL MARGINS SPICULATED', 'PATHOLOGY ${pathology}', 'BOUNDARY']]"`;
const keyRow = (n: number, kind: string, score = 0.9) =>
  `${n},${kind}_01-A_000${n}_1.LEFT_CC.LJPEG.1.jpg,${report(kind === 'cancer' ? 'MALIGNANT' : 'BENIGN')},${score},PATHOLOGY ${kind === 'cancer' ? 'MALIGNANT' : 'BENIGN'}`;

describe('the published study', () => {
  before(function () {
    if (!existsSync(PUBLISHED)) this.skip();
  });

  it('has 182 of 330 right, p = 0.0346, and no row is left out', async () => {
    const score = await scorePublished(
      `${PUBLISHED}/explanations-benchmark-responses.csv`,
      `${PUBLISHED}/explanations-benchmark-answer-key.csv`,
    );
    const [{ accuracy, p, sensitivity, specificity, asked, answered }] = score.figures;
    deepEqual([accuracy.right, accuracy.of, asked, answered], [182, 330, 330, 330]);
    equal(p!.toFixed(4), '0.0346');
    deepEqual([accuracy.low!.toFixed(3), accuracy.high!.toFixed(3)], ['0.496', '0.606']);
    deepEqual([sensitivity.of, specificity.of], [165, 165]);
    ok(!score.warnings.some((w) => w.includes('left out')), score.warnings.join('\n'));
    ok(score.warnings.some((w) => /330 cases are views of 185 patients/.test(w)));
    ok(score.warnings.some((w) => /says otherwise of 9 .* 181 of 330 would be right/.test(w)));
  });

  it('unanswered is nobody wrong: the empty question sheet has nothing to score', async () => {
    const score = await scorePublished(`${PUBLISHED}/explanations-benchmark.csv`, `${PUBLISHED}/explanations-benchmark-answer-key.csv`);
    deepEqual(score.figures, []);
    equal(score.cases.length, 330);
    match(score.warnings.join('\n'), /Nobody has answered yet/);
  });
});

describe('a study in the published form', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'published-'));
  });
  afterEach(() => rm(dir, { recursive: true }));
  const scored = async (responses: string[], key: string[], encoded = (text: string): string | Uint8Array => text) => {
    const [r, k] = [path.join(dir, 'responses.csv'), path.join(dir, 'key.csv')];
    await writeFile(r, encoded([RESPONSES, ...responses].join('\r\n')));
    await writeFile(k, [KEY, ...key].join('\r\n'));
    return scorePublished(r, k);
  };
  const KEY_ROWS = [keyRow(1, 'cancer'), keyRow(2, 'benign', 0.2), keyRow(3, 'cancer', 0.1), keyRow(4, 'benign_without_callback')];

  it('scores what is well formed and names every other row by line, what was found and what was expected', async () => {
    const score = await scored(
      [
        `1,"['Mass']",C`,
        `2,"['Mass', ""edge's""]",b`,
        `two,"['Mass']",C`,
        `3,"['Mass'",C`,
        `3,"['Mass']",maybe`,
        `3,"['Mass']",`,
        `1,"['Mass']",B`,
        `9,"['Mass']",B`,
        `4,"__import__('os')",B`,
        `4,"['Mass']"`,
      ],
      KEY_ROWS,
    );
    deepEqual([score.figures[0].asked, score.figures[0].answered, score.figures[0].accuracy.right], [3, 2, 2]);
    deepEqual(score.cases[1].words, [['Mass'], ["edge's"]]);
    const told = (line: number, what: RegExp) =>
      ok(
        score.warnings.some((w) => w.startsWith(`responses.csv:${line}: `) && what.test(w)),
        `line ${line}: ${score.warnings.join('\n')}`,
      );
    told(4, /found "two" .* expected a whole number/);
    told(5, /no list: the end at character 8, expected a comma or \]/);
    told(6, /found "maybe" .* expected C or B/);
    told(8, /case 1 a second time/);
    told(9, /case 9, of which the key has no row/);
    told(10, /no list: "__import__\('" at character 1/);
    told(11, /2 cells; expected 3/);
    ok(!score.warnings.some((w) => w.startsWith('responses.csv:7:')), 'an empty call is no error');
    ok(score.warnings.some((w) => w.startsWith('The reader answered 2 of 3 cases')));
  });

  it('names malformed rows of the key, and keeps a case whose report alone cannot be read', async () => {
    const score = await scored(
      [1, 2, 3, 4].map((n) => `${n},"['Mass']",C`),
      [
        keyRow(1, 'cancer'),
        '2,img_2.jpg,[],0.5,PATHOLOGY BENIGN',
        keyRow(3, 'cancer', 7),
        keyRow(1, 'benign'),
        '4,benign_01-A_0004_1.LEFT_CC.LJPEG.1.jpg,[nonsense],0.5,PATHOLOGY BENIGN',
      ],
    );
    deepEqual([score.figures[0].answered, score.cases.map((c) => c.id)], [2, ['1', '4']]);
    deepEqual([score.cases[1].findingTypes, score.cases[1].decidedClass], [[], 'malignant']);
    const all = score.warnings.join('\n');
    match(all, /key\.csv:3: found the image name "img_2\.jpg"; expected one that begins with cancer_/);
    match(all, /key\.csv:4: found the prediction "7"; expected a number from 0 to 1/);
    match(all, /key\.csv:5: found case 1 a second time/);
    match(all, /key\.csv:6: the report of case 4 cannot be read \("nonsense/);
  });

  it('is read however a spreadsheet wrote it', async () => {
    const rows = [`1;"['Mass é']";Cancer`, `2;"['Mass']";benign`];
    const file = path.join(dir, 'r.csv');
    const text = ['case #;deepminer explanation;cancer or benign (c/b)?', ...rows].join('\r\n');
    await writeFile(path.join(dir, 'key.csv'), [KEY, ...KEY_ROWS].join('\n'));
    for (const bytes of [Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(text, 'latin1')]) {
      await writeFile(file, bytes);
      const score = await scorePublished(file, path.join(dir, 'key.csv'));
      deepEqual([score.figures[0].accuracy.right, score.cases[0].words], [2, [['Mass é']]]);
    }
  });

  it('is refused where a file is missing, lacks a column or is no text', async () => {
    await rejects(scorePublished(path.join(dir, 'none.csv'), 'none'), /no such file/);
    await rejects(
      scored([], []).then(() => scorePublished(path.join(dir, 'key.csv'), path.join(dir, 'key.csv'))),
      /without the column "DeepMiner Explanation"/,
    );
    await rejects(
      scored([], [], () => Buffer.from([1, 0, 2])),
      (error) => error instanceof ProblemError && error.problem.code === 'study.table',
    );
  });

  it('loses no row after a quote that is not closed without saying which', async () => {
    const score = await scored([`1,"['Mass'],C`, `2,"['Mass']",B`, `3,"['Mass']",C`], KEY_ROWS);
    deepEqual(
      score.cases.map((c) => c.id),
      ['3'],
    );
    match(score.warnings[0], /responses\.csv:2: found lines 2 to 3 that are no rows/);
  });
});

describe('pythonList', () => {
  it('reads what Python writes', () => {
    deepEqual(pythonList(`['a', "it's", 'b\\'c\\\\', '\\tCORE', '\\xe9']`), ['a', "it's", "b'c\\", '\tCORE', 'é']);
    deepEqual(pythonList(` [ ['x',], [] ] `), [['x'], []]);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '"', "'", '\\', ' ', ',', '[', ']', 'é') })), (words) => {
        const written = `[${words.map((w) => `'${w.replace(/[\\']/g, '\\$&')}'`).join(', ')}]`;
        deepEqual(pythonList(written), words);
      }),
    );
  });

  it('takes nothing else, and never runs anything', () => {
    for (const text of ['', '[', "['a' 'b']", "['a'] + ['b']", '[1]', "[f'a']", "['a", "('a',)", "['\\q']", '[None]', "print('x')"])
      throws(() => pythonList(text), SyntaxError, text);
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          pythonList(text);
        } catch (error) {
          ok(error instanceof SyntaxError);
        }
      }),
    );
  });
});

describe('reportedFindings', () => {
  it('takes the findings of the pathology, of all where there is none, benign without callback as benign', () => {
    const text = `[['LESION_TYPE MASS SHAPE ROUND MARGINS OBSCURED', 'PATHOLOGY BENIGN_WITHOUT_CALLBACK'], ['LESION_TYPE CALCIFICATION TYPE PLEOMORPHIC DISTRIBUTION CLUSTERED', 'PATHOLOGY MALIGNANT'], ['\\tCORE']]`;
    deepEqual(reportedFindings(text, 'malignant'), { findingTypes: ['calcification'], keywords: ['PLEOMORPHIC', 'CLUSTERED'] });
    deepEqual(reportedFindings(text, 'benign'), { findingTypes: ['mass'], keywords: ['ROUND', 'OBSCURED'] });
    deepEqual(reportedFindings(text.replace('MALIGNANT', 'UNPROVEN'), 'malignant').findingTypes, ['mass', 'calcification']);
  });
});

describe('csvRecords', () => {
  it('tells the line each record begins at, and the lines that are no records', () => {
    for (const end of ['\n', '\r\n', '\r'])
      deepEqual(
        csvRecords(['\ufeffa;é', `1;"x${end}y"`, '', '2;z'].join(end)).map(({ cells, line }) => [line, cells[0]]),
        [
          [1, 'a'],
          [2, '1'],
          [5, '2'],
        ],
        JSON.stringify(end),
      );
    const damaged: unknown[] = [];
    const text = 'a,b\n1,"x\ny"\n\n2,"z\n3,"w"\n4,v\n';
    const records = csvRecords(text, (lines) => damaged.push(lines));
    deepEqual(
      records.map(({ cells, line }) => [line, cells[0]]),
      [
        [1, 'a'],
        [2, '1'],
        [7, '4'],
      ],
    );
    deepEqual(damaged, [{ from: 4, to: 6 }]);
    throws(() => csvRecords(text), /Invalid Closing Quote/);
  });
});
