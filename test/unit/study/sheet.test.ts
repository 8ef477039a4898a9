/** A study on paper: what is printed tells no truth, and of a filled table every answer is kept and every row that is wrong is named. */
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { MethodContext } from '../../../src/compute/method';
import { methods } from '../../../src/compute/methods';
import { csvRecords } from '../../../src/project/csvRecords';
import { writeJson } from '../../../src/project/files';
import type { StudyChoices, StudyPlan } from '../../../src/protocol/study';
import { quietTask } from '../../../src/protocol/task';
import { keyFile, planFile, studyDir } from '../../../src/study/folder';
import { keyHash, planHash } from '../../../src/study/hash';
import { readingOrder } from '../../../src/study/state';
import { StudyStore } from '../../../src/study/store';
import { madeStudy } from './readers';

const context: MethodContext = { ...quietTask(), cellOutput: () => undefined };
const [M, B] = ['malignant', 'benign'] as const;

describe('a study on paper', () => {
  let project: string;
  let out: string;
  let plan: StudyPlan;
  beforeEach(async () => {
    project = await mkdtemp(path.join(os.tmpdir(), 'sheet-'));
    out = path.join(project, 'paper');
    await mkdir(path.join(project, 'cases'));
    await writeJson(path.join(project, 'deepminer.json'), { dataset: { root: 'cases' } });
    plan = await written();
  });
  afterEach(() => rm(project, { recursive: true }));

  /** A study of six cases on the disk; the words of one would be a formula, and one name is no HTML. */
  async function written(choices: Partial<StudyChoices> = {}, name = 'study-001'): Promise<StudyPlan> {
    const { plan: made, key } = madeStudy([M, B, M, B, M, B], choices);
    const keyText = JSON.stringify({ ...key, study: name });
    const whole = { ...made, name, key: keyHash(keyText) };
    whole.cases[0].units[0].words = ['=HYPERLINK("x")', '<b>edge</b>'];
    whole.hash = planHash(whole);
    await mkdir(path.dirname(keyFile(project, name)), { recursive: true });
    await writeFile(keyFile(project, name), keyText);
    await writeJson(planFile(studyDir(project, name)), whole);
    return whole;
  }
  const exported = (reader = 'ada', study = 'study-001') => methods.exportStudySheet({ project, study, reader, out }, context);
  const imported = (file: string, reader?: string, study = 'study-001') =>
    methods.importStudySheet({ project, study, reader, file }, context);
  /** The sheet with call and confidence of each row, in the sheet's order; undefined: left as it is. */
  async function filled(csv: string, given: ([string, string] | undefined)[], separator = ','): Promise<string> {
    const rows = csvRecords(await readFile(csv, 'utf8')).map(({ cells }) => cells);
    given.forEach((cells, i) => {
      if (cells) rows[i + 1].splice(-2, 2, ...cells);
    });
    const file = path.join(out, 'filled.csv');
    const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator)).join('\r\n');
    await writeFile(file, separator === ',' ? text : `\ufeff${text}`);
    return file;
  }
  const kept = async (name = 'study-001') => (await StudyStore.open(studyDir(project, name))).standing();

  it('asks in the order that the reader’s own page has, without units, views or truth', async () => {
    const { csv, page, cases, notOnPaper } = await exported();
    deepEqual([cases, notOnPaper], [6, 0]);
    const [table, html] = await Promise.all([readFile(csv, 'utf8'), readFile(page, 'utf8')]);
    const order = readingOrder(plan, 'ada').map((item) => item.case);
    deepEqual(
      csvRecords(table)
        .slice(1)
        .map(({ cells }) => cells[2]),
      order,
    );
    deepEqual(
      [...html.matchAll(/<h2>(case_\d+)/g)].map(([, id]) => id),
      order,
    );
    for (const text of [table, html]) ok(!/unit_\d|LEFT_CC|P_\d/.test(text));
    for (const text of [table, html]) ok(text.includes(plan.hash.slice(0, 16)));
    // Every box stands in every case: none is told apart.
    equal(new Set(html.match(/<div class="row">.*<\/div>/g)).size, 1);
  });

  it('is safe to open: no formula in the table, no script and nothing from elsewhere in the page', async () => {
    const { csv, page } = await exported('<i>ada</i>');
    ok(csvRecords(await readFile(csv, 'utf8')).every(({ cells }) => cells.every((cell) => !/^[=+\-@]/.test(cell))));
    const html = await readFile(page, 'utf8');
    ok(!/<script|https?:|<b>edge|<i>ada/.test(html));
    ok(html.includes('&lt;b&gt;edge&lt;/b&gt;'));
    equal(path.dirname(page), out);
  });

  it('keeps the answers of a filled table, in any of the words and marks that spreadsheets write', async () => {
    const { csv } = await exported();
    const file = await filled(
      csv,
      [
        ['B', '1'],
        ['malignant', '5'],
        ['C', '3.0'],
        ['Benign', '4,0'],
        ['cancer', '2'],
        ['m', ' 3 '],
      ],
      ';',
    );
    const { imported: count, empty, leftOut, reader } = await imported(file);
    deepEqual([count, empty, leftOut, reader], [6, 0, [], 'ada']);
    const order = readingOrder(plan, 'ada').map((item) => item.case);
    const byCase = new Map((await kept()).map((a) => [a.case, a]));
    deepEqual(
      order.map((id) => [byCase.get(id)!.call, byCase.get(id)!.confidence, byCase.get(id)!.seconds]),
      [
        [B, 1, 0],
        [M, 5, 0],
        [M, 3, 0],
        [B, 4, 0],
        [M, 2, 0],
        [M, 3, 0],
      ],
    );
    // Taken in again, nothing is doubled.
    deepEqual((await imported(file)).unchanged, 6);
    equal((await kept()).length, 6);
    const score = await methods.scoreStudy({ project, study: 'study-001' }, context);
    deepEqual([score.figures[0].answered, score.figures[0].timed, score.study], [6, 0, plan.hash]);
  });

  it('names every row that is wrong, keeps the good ones, and leaves empty ones unanswered', async () => {
    const { csv } = await exported();
    const file = await filled(csv, [['B', '1'], ['perhaps', '2'], ['C', '6'], ['', '4'], ['C', ''], undefined]);
    const first = readingOrder(plan, 'ada')[0].case;
    const code = plan.hash.slice(0, 16);
    await writeFile(
      file,
      [
        await readFile(file, 'utf8'),
        `${code},ada,${first},w,w,C,2`,
        `${code},ada,case_999,w,w,C,2`,
        `,ada,case_001,w,w,C,2`,
        `${code},ada,case_001`,
      ].join('\r\n'),
    );
    const result = await imported(file);
    deepEqual([result.imported, result.empty], [1, 1]);
    deepEqual(
      result.leftOut.map(({ line }) => line),
      [3, 4, 5, 6, 8, 9, 10, 11],
    );
    const reason = (line: number) => result.leftOut.find((l) => l.line === line)!.reason;
    match(reason(3), /found the call "perhaps"; expected benign or malignant/);
    match(reason(4), /found the confidence "6"; expected a whole number from 1 to 5/);
    match(reason(5), /found no call/);
    match(reason(6), /found no confidence/);
    match(reason(8), new RegExp(`found ${first} a second time, first in line 2`));
    match(reason(9), /found the case "case_999"/);
    match(reason(10), /found no study/);
    match(reason(11), /found 3 cells; expected 7/);
    equal((await kept()).length, 1);
  });

  it('takes nothing from a sheet of another study, or of another reader', async () => {
    const other = await written({ seed: 2 }, 'study-002');
    ok(other.hash !== plan.hash);
    const { csv } = await exported('ada', 'study-002');
    const file = await filled(csv, [['B', '1']]);
    await rejects(imported(file), /a row of the study .*; expected [0-9a-f]{16}, the code of study-001/);
    await rejects(imported(file, 'bea', 'study-002'), /the reader "ada"; expected a sheet of bea alone/);
    deepEqual([await kept(), await kept('study-002')], [[], []]);
  });

  it('does not let paper change a call where going back is not allowed, and lets it where it is', async () => {
    for (const [goBack, name] of [
      [false, 'study-003'],
      [true, 'study-004'],
    ] as const) {
      await written({ goBack }, name);
      const { csv } = await exported('ada', name);
      await imported(await filled(csv, [['B', '1']]), undefined, name);
      const { imported: count, leftOut } = await imported(await filled(csv, [['C', '5']]), undefined, name);
      const [answer, ...others] = await kept(name);
      deepEqual([count, leftOut.length, answer.call, others.length], goBack ? [1, 0, M, 0] : [0, 1, B, 0]);
      if (!goBack)
        match(leftOut[0].reason, /a second call on case_00\d \(words\) by ada\. The first call, benign with confidence 1, stays/);
    }
  });

  it('is words alone: a study that shows pictures only has no paper', async () => {
    await written({ conditions: ['picture'] }, 'study-005');
    await rejects(exported('ada', 'study-005'), /shows pictures with all of its words/);
    await written({ conditions: ['words', 'picture'] }, 'study-006');
    deepEqual((await exported('ada', 'study-006')).notOnPaper, 6);
  });

  it('writes its score as JSON and tables: a row a reader, a row a case and reader, also for cases that nobody answered', async () => {
    const { csv } = await exported();
    await imported(
      await filled(csv, [
        ['B', '1'],
        ['C', '2'],
      ]),
    );
    const { files } = await methods.exportStudyScore({ project, study: 'study-001', out: path.join(out, 'score') }, context);
    deepEqual(files.map((f) => path.basename(f)).sort(), (await readdir(path.join(out, 'score'))).sort());
    deepEqual(
      files.map((f) => path.basename(f)),
      ['score.json', 'figures.csv', 'answers.csv'],
    );
    const rows = async (name: string) => csvRecords(await readFile(path.join(out, 'score', name), 'utf8')).map(({ cells }) => cells);
    const [header, ada, ...others] = await rows('figures.csv');
    deepEqual([others, ada[0], ada[header.indexOf('answered')]], [[], 'ada', '2']);
    const answers = await rows('answers.csv');
    deepEqual([answers.length, answers.filter((row) => row[3] === 'ada').length], [7, 2]);
    ok(answers.every((row) => row.length === answers[0].length));
  });

  it('is not scored with the key of another study, nor without one', async () => {
    await written({ seed: 2 }, 'study-002');
    await writeFile(keyFile(project, 'study-001'), await readFile(keyFile(project, 'study-002')));
    await rejects(methods.scoreStudy({ project, study: 'study-001' }, context), /belongs to another study \(study-002\)/);
    await rm(keyFile(project, 'study-001'));
    await rejects(methods.scoreStudy({ project, study: 'study-001' }, context), /no such file/);
  });
});
