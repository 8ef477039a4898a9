/** Which part a case is in, by lists, by the data set's own word, or drawn: a case never lands in two. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { Case, Dataset, Part } from '../../../src/dataset/model';
import { partCases } from '../../../src/dataset/parts';
import { splitCases } from '../../../src/dataset/split';
import { type Config, type ConfigInput, configSchema } from '../../../src/project/config';
import { ProblemError } from '../../../src/protocol/problem';

const ROOT = path.resolve('/data');
const PARTS = ['train', 'holdout', 'test'] as const;
const LISTS = { train: 'train.txt', holdout: 'holdout.txt', test: 'test.txt' };

function caseOf(
  id: string,
  {
    part,
    views = ['LEFT_CC', 'RIGHT_CC'],
    className = 'benign',
    dir = '',
  }: { part?: Part; views?: string[]; className?: string; dir?: string } = {},
): Case {
  const file = (name: string) => path.join(ROOT, dir, `${id}.${name}.LJPEG`);
  const view = (name: string) => ({
    id: `${id}.${name}`,
    caseId: id,
    file: file(name),
    width: 1,
    height: 1,
    bits: 8,
    className,
    findings: [],
  });
  return { id, dir: ROOT, ...(part && { part }), views: views.map(view) };
}

const datasetOf = (cases: Case[]): Dataset => ({ format: 'ddsm', root: ROOT, cases, problems: [] });
const settings = (split: NonNullable<NonNullable<ConfigInput['dataset']>['split']> = {}): Config =>
  configSchema.parse({ dataset: { split } });

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'parts-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const write = (lists: Partial<Record<Part, string[]>>) =>
  Promise.all(PARTS.map((part) => writeFile(path.join(dir, LISTS[part]), (lists[part] ?? []).join('\n'))));
const kinds = (dataset: Dataset) => dataset.problems.map((p) => `${p.severity} ${p.code}`);

describe('the part of a case', () => {
  it('without lists or parts of its own is drawn as ever, to the case', async () => {
    const cases = Array.from({ length: 50 }, (_, i) => caseOf(`A_${i}`, { className: i % 3 ? 'benign' : 'malignant' }));
    const { parts } = await partCases(datasetOf(cases), settings(), dir);
    assert.deepEqual(parts, splitCases(cases, { seed: 1, holdout: 0.1, test: 0.1 }));
  });

  it('is the one that the data set states, unless that is not wanted', async () => {
    const cases = Array.from({ length: 30 }, (_, i) => caseOf(`A_${i}`, { part: PARTS[i % 3] }));
    const { parts } = await partCases(datasetOf(cases), settings(), dir);
    for (const c of cases) assert.equal(parts.get(c.id), c.part);
    const drawn = await partCases(datasetOf(cases), settings({ published: false }), dir);
    assert.deepEqual(drawn.parts, splitCases(cases, { seed: 1, holdout: 0.1, test: 0.1 }));
  });

  it('of a set with train and test alone: hold-out cases are drawn from the training ones, and test stays untouched', async () => {
    const cases = Array.from({ length: 60 }, (_, i) => caseOf(`A_${i}`, { part: i < 40 ? 'train' : 'test' }));
    const { parts } = await partCases(datasetOf(cases), settings(), dir);
    const inPart = (part: Part) => cases.filter((c) => parts.get(c.id) === part);
    assert.deepEqual(inPart('test'), cases.slice(40));
    const holdout = inPart('holdout').length;
    assert.ok(holdout >= 2 && holdout <= 6, String(holdout));
    assert.equal(inPart('train').length, 40 - holdout);
    const whole = await partCases(datasetOf(cases), settings({ holdout: 0 }), dir);
    assert.ok(![...whole.parts.values()].includes('holdout'));
  });

  it('is told by lists of files, views or cases, before the data set’s own word', async () => {
    await write({
      train: ['# the first', 'benign_01-A_1.LEFT_CC.LJPEG.1.jpg', '', 'A_2'],
      holdout: ['A_3.RIGHT_CC\r', './volume/A_4.LEFT_CC.png'],
      test: ['A_5.LEFT_CC.LJPEG', 'VOLUME\\a_6.left_cc'],
    });
    const cases = ['A_1', 'A_2', 'A_3', 'A_4', 'A_5', 'A_6'].map((id) => caseOf(id, { part: 'train', dir: 'volume' }));
    const { parts, dataset } = await partCases(datasetOf(cases), settings({ lists: LISTS }), dir);
    assert.deepEqual(kinds(dataset), []);
    assert.deepEqual([...parts.values()], ['train', 'train', 'holdout', 'holdout', 'test', 'test']);
  });

  it('leaves out, with an error, a case that two lists name, by whichever of its views', async () => {
    await write({ train: ['A_1.LEFT_CC', 'A_2'], test: ['A_3', 'A_1.RIGHT_CC'] });
    const { parts, dataset } = await partCases(
      datasetOf(['A_1', 'A_2', 'A_3'].map((id) => caseOf(id))),
      settings({ lists: { ...LISTS, holdout: null }, unlisted: 'train', holdout: 0 }),
      dir,
    );
    assert.deepEqual(kinds(dataset), ['error split.list.crossing']);
    assert.match(dataset.problems[0].found, /A_1.*train.*train\.txt:1/);
    assert.equal(dataset.problems[0].line, 2);
    assert.deepEqual(
      [...parts],
      [
        ['A_2', 'train'],
        ['A_3', 'test'],
      ],
    );
    assert.ok(!dataset.cases.some((c) => c.id === 'A_1'));
  });

  it('leaves cases of no list out with their count, or trains on them', async () => {
    await write({ train: ['A_1'], holdout: ['A_2'], test: ['A_3', 'B_1', 'B_2'] });
    const cases = ['A_1', 'A_2', 'A_3', 'A_4', 'A_5'].map((id) => caseOf(id));
    const out = await partCases(datasetOf(cases), settings({ lists: LISTS }), dir);
    assert.equal(out.dataset.cases.length, 3);
    assert.deepEqual(kinds(out.dataset), ['warning split.list.unknown', 'warning split.list.absent']);
    assert.match(out.dataset.problems[0].found, /^2 names .*B_1/);
    assert.match(out.dataset.problems[1].found, /^2 cases .*A_4/);
    const kept = await partCases(datasetOf(cases), settings({ lists: LISTS, unlisted: 'train' }), dir);
    assert.equal(kept.parts.get('A_5'), 'train');
  });

  it('takes a name that files of several cases have for none of them, and asks for the path', async () => {
    const named = (id: string, folder: string) => ({
      ...caseOf(id, { views: ['image'] }),
      views: caseOf(id, { views: ['image'] }).views.map((v) => ({ ...v, file: path.join(ROOT, folder, '1.png') })),
    });
    await write({ train: ['1.png', 'cat/1.png'], test: ['dog/1'] });
    const { parts, dataset } = await partCases(
      datasetOf([named('cat-1', 'cat'), named('dog-1', 'dog')]),
      settings({ lists: { ...LISTS, holdout: null } }),
      dir,
    );
    assert.deepEqual(kinds(dataset), ['error split.list.ambiguous']);
    assert.deepEqual(
      [...parts],
      [
        ['cat-1', 'train'],
        ['dog-1', 'test'],
      ],
    );
  });

  it('refuses lists that are not there or name nothing', async () => {
    const refused = (code: string) =>
      assert.rejects(
        partCases(datasetOf([caseOf('A_1')]), settings({ lists: LISTS }), dir),
        (e) => e instanceof ProblemError && e.problem.code === code,
      );
    await refused('file.missing');
    await write({ train: ['nobody'] });
    await refused('split.lists');
  });

  it('is one alone, whatever parts, lists and options there are, and every case that is left has it', async () => {
    const name = fc.nat({ max: 14 }).map((i) => `A_${i}`);
    const line = fc.tuple(name, fc.constantFrom('', '.LEFT_CC', '.RIGHT_CC', '.LEFT_CC.LJPEG.1.jpg')).map((words) => words.join(''));
    const lines = fc.array(line, { maxLength: 12 });
    const part = fc.constantFrom(undefined, ...PARTS);
    await fc.assert(
      fc.asyncProperty(
        fc.record({ train: lines, holdout: lines, test: lines }),
        fc.array(part, { minLength: 3, maxLength: 15 }),
        fc.record({
          lists: fc.boolean(),
          published: fc.boolean(),
          unlisted: fc.constantFrom('out' as const, 'train' as const),
          holdout: fc.double({ min: 0, max: 0.45, noNaN: true }),
          test: fc.double({ min: 0, max: 0.45, noNaN: true }),
        }),
        fc.nat(),
        async (listed, stated, options, seed) => {
          await write(listed);
          const cases = stated.map((p, i) => caseOf(`A_${i}`, { part: p }));
          const config = settings({ ...options, lists: options.lists ? LISTS : null });
          config.dataset.seed = seed;
          const found = await partCases(datasetOf(cases), config, dir).catch((e) => {
            assert.equal((e as ProblemError).problem?.code, 'split.lists');
          });
          if (!found) return;
          assert.deepEqual(
            [...found.parts.keys()],
            found.dataset.cases.map((c) => c.id),
          );
          if (!options.lists) {
            assert.equal(found.dataset.cases.length, cases.length);
            return;
          }
          // No view that a list names is in another part than the list's.
          for (const [p, names] of Object.entries(listed))
            for (const id of names.map((n) => n.split('.')[0])) if (found.parts.has(id)) assert.equal(found.parts.get(id), p);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const published = '../shared/data/deepminer';
describe('the split lists that the authors published', () => {
  it('give each of their cases its part, but for the five that stand in two lists', async function () {
    const files = { train: 'images-train.txt', holdout: 'images-val.txt', test: 'images-test.txt' };
    if (!existsSync(path.join(published, files.train))) return this.skip();
    const ids = new Set<string>();
    for (const file of Object.values(files))
      for (const line of (await readFile(path.join(published, file), 'utf8')).split('\n')) if (line) ids.add(/-(\w+)\./.exec(line)![1]);
    const cases = [...ids].map((id) => caseOf(id, { views: ['LEFT_CC', 'LEFT_MLO', 'RIGHT_CC', 'RIGHT_MLO'] }));
    const { parts, dataset } = await partCases(datasetOf(cases), settings({ lists: files }), path.resolve(published));
    const crossing = dataset.problems.filter((p) => p.code === 'split.list.crossing').map((p) => /case (\w+)/.exec(p.found)![1]);
    assert.deepEqual(crossing.sort(), ['A_1632_1', 'B_3159_1', 'B_3470_1', 'C_0412_1', 'C_0478_1']);
    assert.equal(dataset.problems.length, 5);
    const count = (part: Part) => [...parts.values()].filter((p) => p === part).length;
    assert.deepEqual([count('train'), count('holdout'), count('test')], [2067, 256, 259]);
  });
});
