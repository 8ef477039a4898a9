/** Answers go out and come back as they were; what is malformed is named, and nothing is taken in twice. */
import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { guarded, joined, parted, unguarded } from '../../../src/annotation/exchange/cells';
import { answersCsv } from '../../../src/annotation/exchange/csv';
import { answersJson } from '../../../src/annotation/exchange/json';
import { phenomenonOf } from '../../../src/annotation/exchange/labels';
import { readAnswersText } from '../../../src/annotation/exchange/read';
import { takeAnswers } from '../../../src/annotation/exchange/take';
import { namedUnits } from '../../../src/annotation/named';
import { AnnotationStore } from '../../../src/annotation/store';
import type { Answer } from '../../../src/protocol/annotation';
import { ProblemError } from '../../../src/protocol/problem';
import { parseUnitId } from '../../../src/protocol/unit';
import { idOf, MINING, NETWORK, said } from './surveyed';

const PUBLISHED = '../shared/data/deepminer/unit-labels.json';
const [one, two, three] = [1, 2, 3].map(idOf);
const travelling = (answers: readonly Answer[]) => answers.map(({ id: _, replaces: __, ...answer }) => answer);
const read = (text: string) => readAnswersText(text, 'file');
const reasons = (text: string) => read(text).leftOut.map(({ line, reason }) => `${line}: ${reason}`);

/** Whatever may be typed, and what spreadsheets and CSV readers stumble over. */
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\\', '\n', '\r', '\t', ' ', '＝', 'é', '𝛼', '\ufeff', 'a'), {
      maxLength: 12,
    })
    .map((c) => c.join('')),
);
const answer = fc.record({
  unit: fc.integer({ min: 1, max: 2048 }).map(idOf),
  expert: words.map((w) => `x${w}`),
  at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((d) => d.toISOString()),
  seconds: fc.double({ min: 0, max: 1e5, noNaN: true }).map((s) => s + 0),
  network: fc.constant(NETWORK),
  mining: fc.constant(MINING),
  recognizable: fc.boolean(),
  several: fc.boolean(),
  phenomena: fc.array(
    fc.record(
      {
        description: words,
        association: fc.constantFrom('benign' as const, 'malignant' as const, 'normal' as const, 'unsure' as const),
        category: fc.constantFrom('mass' as const, 'calcification' as const, 'other' as const, 'normal tissue' as const),
        terms: fc.array(
          words.filter((w) => w !== ''),
          { maxLength: 3 },
        ),
        confidence: fc.constantFrom('low' as const, 'medium' as const, 'high' as const),
      },
      { requiredKeys: ['description', 'association', 'terms'] },
    ),
    { maxLength: 3 },
  ),
});
const answers = fc
  .array(answer, { maxLength: 6 })
  .map((list) => list.map((a, i): Answer => ({ ...a, id: i.toString(16).padStart(8, '0') })));

describe('cells of exchanged tables', () => {
  it('never begin as a formula does, and come back as they were', () => {
    fc.assert(
      fc.property(words, (text) => {
        ok(!/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(guarded(text)), guarded(text));
        equal(unguarded(guarded(text)), text);
      }),
    );
    equal(guarded('=HYPERLINK("http://x")'), `'=HYPERLINK("http://x")`);
    equal(guarded("it's a mass"), "it's a mass");
  });

  it('hold several terms', () => {
    fc.assert(fc.property(fc.array(words.filter((w) => w !== '')), (terms) => deepEqual(parted(joined(terms)), terms)));
    deepEqual(parted('SPICULATED;IRREGULAR'), ['SPICULATED', 'IRREGULAR']);
  });
});

describe('exchanged answers', () => {
  it('come back from CSV as they were, whatever was typed', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const found = read(answersCsv(list));
        deepEqual(found.leftOut, []);
        deepEqual(
          found.answers.map((a) => a.answer),
          JSON.parse(JSON.stringify(travelling(list))),
        );
      }),
    );
  });

  it('come back from JSON as they were', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const found = read(answersJson(list, { network: NETWORK, mining: MINING }));
        deepEqual([found.format, found.leftOut], ['json', []]);
        deepEqual(
          found.answers.map((a) => a.answer),
          JSON.parse(JSON.stringify(travelling(list))),
        );
      }),
    );
  });

  it('may be written by hand: unit, expert and words are enough, in a table of any delimiter', () => {
    const { answers: found } = read('Unit;Expert;Description\r\nunit_7;ada;mass\r\nunit_7;ada;"vessel; old"\r\nunit_0008;ada;\r\n');
    deepEqual(
      found.map(({ line, answer: a }) => [
        line,
        a.unit,
        a.recognizable,
        a.several,
        a.phenomena.map((p) => `${p.description} ${p.association}`),
      ]),
      [
        [2, 'unit_0007', true, true, ['mass unsure', 'vessel; old unsure']],
        [4, 'unit_0008', false, false, []],
      ],
    );
  });

  it('with a malformed row are left out whole, by line, and the others are read', () => {
    const lines = answersCsv([said(one, 'ada', 'mass'), said(two, 'ada', 'two\nlines'), said(three, 'ada', 'mass')]).split('\n');
    lines[1] = lines[1].replace('unit_0001', 'unit_0000');
    lines.splice(4, 0, 'short,row');
    const found = read(lines.join('\n'));
    deepEqual(
      found.answers.map((a) => [a.line, a.answer.unit]),
      [
        [3, two],
        [6, three],
      ],
    );
    match(found.leftOut[0].reason, /unit: A unit is written unit_0001.*unit_0000/);
    deepEqual(
      found.leftOut.map((l) => l.line),
      [2, 5],
    );
    equal(found.leftOut[1].reason, '2 cells, expected 16');
  });

  it('are not half taken where a row of an answer is missing, or its rows disagree', () => {
    const several = said(one, 'ada', 'mass', { several: true });
    several.phenomena.push({ description: 'calcifications', association: 'benign', terms: [] });
    const [header, first, second] = answersCsv([several]).split('\n');
    deepEqual(reasons([header, second].join('\n')), ['2: rows for 1 of 2 phenomena']);
    deepEqual(reasons([header, first, second.replace(',30,', ',31,')].join('\n')), [
      '2: the rows of this answer differ in seconds',
      '3: the rows of this answer differ in seconds',
    ]);
    deepEqual(reasons([header, first, second.replace(',2,2,', ',1,2,')].join('\n')), [
      '2: phenomena numbered 1, 1',
      '3: phenomena numbered 1, 1',
    ]);
  });

  it('with words that are none of the lexicon’s categories, or no yes or no, say so', () => {
    const table = (row: string) => `unit,expert,recognizable,description,category,seconds\n${row}`;
    match(reasons(table('unit_1,ada,yes,x,lump,'))[0], /^2: phenomena\.0\.category/);
    match(reasons(table('unit_1,ada,maybe,x,,'))[0], /recognizable: found "maybe", expected yes or no/);
    match(reasons(table('unit_1,ada,yes,x,,"1,5"'))[0], /^2: seconds/);
    deepEqual(reasons('unit,expert,description,colour\nunit_1,ada,x,red'), ['1: not known']);
  });

  it('of no known form are refused, saying what was found', () => {
    for (const [text, found] of [
      ['', /first line names no unit/],
      ['a,b\n1,2', /first line names no unit/],
      ['unit,expert,description\n"open', /no table \(line/],
      ['{"a": 1}', /without answers or units \(a\)/],
      ['{"a": ', /not JSON/],
      ['[1]', /a JSON list/],
      ['{"format":"deepminer.answers","version":2,"answers":[]}', /version 2, not 1/],
      ['{"format":"deepminer.answers","version":1}', /no list of answers/],
    ] as const)
      throws(
        () => read(text),
        (e: unknown) => e instanceof ProblemError && e.problem.code === 'exchange.format' && found.test(e.problem.found),
      );
  });
});

describe('published labels', () => {
  it('are one answer a unit, in either spelling; what is no label is named with its line', () => {
    const found = read('{\n "unit_3": "Mass",\n "unit_0003": "Vessel",\n "unit_0004": 4,\n "note": "x",\n "unit_2038": " "\n}');
    deepEqual(
      found.answers.map((a) => [a.answer.unit, a.answer.phenomena[0].description]),
      [[three, 'Mass']],
    );
    deepEqual(
      found.leftOut.map((l) => [l.line, l.entry, l.reason]),
      [
        [3, 'unit_0003', 'a second label of unit_0003'],
        [4, 'unit_0004', '4 is no label'],
        [5, 'note', 'no name of a unit, such as unit_0003'],
        [6, 'unit_2038', '" " is no label'],
      ],
    );
  });

  it('say of category and association what their words say without doubt', () => {
    for (const [label, category, association, terms] of [
      ['Masses with spiculations, suspicious for breast cancer', 'mass', 'malignant', ['SPICULATED']],
      ['Benign vascular calcifications', 'calcification', 'benign', ['VASCULAR']],
      ['Normal Breast Tissue', 'normal tissue', 'normal', []],
      ['Chest Wall', 'normal tissue', 'normal', ['CHEST_WALL']],
      ['Mass with calcifications', undefined, 'unsure', []],
      ['Calcifications, not malignant', 'calcification', 'unsure', []],
      ['benign or malignant mass', 'mass', 'unsure', []],
      ['something', undefined, 'unsure', []],
    ] as const) {
      const found = phenomenonOf(label);
      deepEqual([found.description, found.category, found.association, found.terms], [label, category, association, [...terms]]);
    }
  });

  it('of the paper are all 46 read, and all reachable by unit', async function () {
    if (!existsSync(PUBLISHED)) this.skip();
    const text = await readFile(PUBLISHED, 'utf8');
    const found = read(text);
    deepEqual([found.format, found.answers.length, found.leftOut], ['labels', 46, []]);
    const names = namedUnits(found.answers.map(({ answer: a }) => ({ ...a, at: '2031-01-01T00:00:00Z' })));
    for (const [unit, label] of Object.entries(JSON.parse(text) as Record<string, string>))
      equal(names.get(parseUnitId(unit))?.[0].phenomena[0].description, label);
    // The look-up without padding missed these.
    equal([...names.keys()].filter((index) => index + 1 < 1000).length, 21);
  });
});

describe('answers taken in', () => {
  let dir: string;
  let store: AnnotationStore;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-exchange-'));
    store = await AnnotationStore.open(dir);
  });
  afterEach(() => rm(dir, { recursive: true }));
  const about = { network: NETWORK, mining: MINING, units: 100, mined: [one, two] };
  const take = (text: string, more: { expert?: string; anyNetwork?: boolean } = {}) =>
    takeAnswers({ file: 'file', read: read(text), store, about, ...more });
  const standing = async () => (await store.standing()).map((a) => [a.expert, a.unit, a.phenomena[0]?.description]);

  it('stand as they stood elsewhere, conflicts included, and are not appended again', async () => {
    const text = answersCsv([said(one, 'ada', 'mass'), said(one, 'ada', 'vessel'), said(two, 'bob'), said(three, 'bob', 'nipple')]);
    const first = await take(text);
    deepEqual(first.imported, [
      { expert: 'ada', units: [one, one] },
      { expert: 'bob', units: [two, three] },
    ]);
    deepEqual(first.notMined, [three]);
    const kept = await standing();
    deepEqual(kept, [
      ['ada', one, 'mass'],
      ['ada', one, 'vessel'],
      ['bob', two, undefined],
      ['bob', three, 'nipple'],
    ]);
    const log = await readFile(path.join(dir, 'ada.jsonl'), 'utf8');
    const again = await take(text);
    deepEqual([again.imported, again.unchanged], [[], 4]);
    equal(await readFile(path.join(dir, 'ada.jsonl'), 'utf8'), log);
    deepEqual(await standing(), kept);
  });

  it('replace an earlier answer, and never a later one', async () => {
    await store.append(said(one, 'ada', 'first thought', { at: '2031-01-05T00:00:00.000Z', replaces: undefined, id: undefined }));
    const older = await take(answersCsv([said(one, 'ada', 'older', { at: '2031-01-04T00:00:00.000Z' })]));
    deepEqual([older.imported, older.older], [[], 1]);
    await take(answersCsv([said(one, 'ada', 'newer', { at: '2031-01-06T00:00:00.000Z' })]));
    deepEqual(await standing(), [['ada', one, 'newer']]);
  });

  it('to another network are refused whole, unless asked for', async () => {
    const text = answersJson([said(one, 'ada', 'mass', { network: 'c'.repeat(64) })], { network: 'c'.repeat(64), mining: 'm' });
    await rejects(
      take(text),
      /another network: cccccccccccc; expected answers to network aaaaaaaaaaaa.*--any-network.*nothing was imported/,
    );
    deepEqual(await standing(), []);
    await take(text, { anyNetwork: true });
    const [kept] = await store.standing();
    deepEqual([kept.network, kept.mining], [NETWORK, MINING]);
  });

  it('to units beyond the layer are refused by name', async () => {
    const found = await take('{"unit_0100": "Mass", "unit_0101": "Mass"}');
    deepEqual(found.imported, [{ expert: 'published', units: [idOf(100)] }]);
    deepEqual(found.leftOut, [{ line: 1, entry: 'unit_0101', reason: 'no unit of this network: its layer has 100' }]);
    await rejects(take('{"unit_0101": "Mass"}'), /1 rows? that cannot be used, the first: unit_0101/);
  });

  it('go by the name of their expert, and by the given one where they have none', async () => {
    await take('{"unit_1": "Mass"}', { expert: 'Dr. Wu' });
    await take('unit,expert,description\nunit_2,ada,mass\nunit_3,,vessel', { expert: 'Dr. Wu' });
    deepEqual(await standing(), [
      ['Dr. Wu', one, 'Mass'],
      ['Dr. Wu', three, 'vessel'],
      ['ada', two, 'mass'],
    ]);
    await rejects(take('unit,expert,description\nunit_3,,vessel'), /no expert is named/);
  });
});
