/** What the readers of clinical data sets share: recognition, the way to labelled patches, tables, assessments, outlines in a view. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { parseAssessment, pathologyOf } from '../../../src/dataset/assessment';
import { openFileMemory } from '../../../src/dataset/fileMemory';
import { filesBelow } from '../../../src/dataset/filesBelow';
import type { Part } from '../../../src/dataset/model';
import { outlineInView } from '../../../src/dataset/outlineInView';
import { partCases } from '../../../src/dataset/parts';
import { readDataset } from '../../../src/dataset/read';
import { readers } from '../../../src/dataset/readers';
import { splitCases } from '../../../src/dataset/split';
import { parseTable } from '../../../src/dataset/table';
import { together } from '../../../src/dataset/together';
import { uniqueNames, viewName } from '../../../src/dataset/viewName';
import { preparePatches } from '../../../src/patches/store';
import { rasterise } from '../../../src/pixels/polygon';
import { configSchema } from '../../../src/project/config';
import { parseConfig } from '../../../src/project/project';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { fixtureFolder, optionsOf } from './clinicalFixture';

const FORMATS = { cbis: 'cbis-ddsm', inbreast: 'inbreast', vindr: 'vindr-mammo' } as const;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'clinical-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('recognising clinical data sets', () => {
  for (const [name, format] of Object.entries(FORMATS))
    it(`knows ${format} by its own reader alone among those of particular forms, also one folder deeper`, async () => {
      const { signal } = new AbortController();
      const particular = readers.filter((reader) => reader.format !== 'folder');
      for (const root of [fixtureFolder(name), path.resolve(fixtureFolder(name), '..')]) {
        const found = [];
        for (const reader of particular) if (await reader.recognises(root, signal)) found.push(reader.format);
        if (root === fixtureFolder(name)) assert.deepEqual(found, [format]);
        else assert.ok(found.includes(format));
      }
      assert.equal((await readDataset(fixtureFolder(name), optionsOf(), quietTask())).format, format);
    });

  it('sees none in an empty folder, a folder of other files, and no folder at all', async () => {
    await writeFile(path.join(dir, 'notes.csv'), 'a,b\n1,2\n');
    for (const root of [dir, path.join(dir, 'nowhere')])
      for (const reader of readers.filter((r) => Object.values<string>(FORMATS).includes(r.format)))
        assert.equal(await reader.recognises(root, new AbortController().signal), false);
  });
});

describe('the way from a clinical data set to patches', () => {
  for (const [name, expected] of Object.entries({
    cbis: ['benign', 'malignant', 'normal'],
    inbreast: ['benign', 'malignant', 'normal'],
    vindr: ['benign', 'malignant', 'normal'],
  }))
    it(`leads through reading, split and cutting to labelled patches: ${name}`, async () => {
      const config = configSchema.parse({ patches: { size: 8, minTissue: 0.3 }, dataset: { split: { holdout: 0.34, test: 0.33 } } });
      const dataset = await readDataset(fixtureFolder(name), { ...config.dataset, classes: config.classes }, quietTask());
      const parts = splitCases(dataset.cases, { seed: 1, ...config.dataset.split });
      assert.equal(parts.size, dataset.cases.length);
      const labels = new Set<string>();
      let patches = 0;
      for (const part of ['train', 'holdout', 'test'] satisfies Part[]) {
        const prepared = await preparePatches({ dataset, parts, part, config, cacheDir: path.join(dir, 'cache'), task: quietTask() });
        assert.deepEqual(prepared.problems, []);
        const views = new Map(dataset.cases.flatMap((c) => c.views.map((view) => [view.id, view])));
        for (const patch of prepared.store.patches) {
          assert.equal(parts.get(views.get(patch.viewId)!.caseId), part);
          if (patch.label >= 0) labels.add(config.classes[patch.label]);
          patches++;
        }
        await prepared.store.close();
      }
      const published = (await partCases(dataset, config, dir)).parts;
      for (const { id, part } of dataset.cases) if (part === 'test') assert.equal(published.get(id), 'test');
      assert.ok(patches > dataset.cases.length, `${patches} patches`);
      assert.deepEqual([...labels].sort(), expected);
    });
});

describe('assessments in place of pathology', () => {
  it('are read as tables write them', () => {
    for (const [text, category] of Object.entries({
      'BI-RADS 4': 4,
      '4a': 4,
      '4C': 4,
      ' 2 ': 2,
      'Bi-Rads 0': 0,
      '6': 6,
      '3.0': 3,
      BIRADS5: 5,
    }))
      assert.equal(parseAssessment(text), category, text);
    for (const text of ['', '7', '45', 'removed', 'BI-RADS', '2d', '-1']) assert.equal(parseAssessment(text), undefined, text);
  });

  it('count for the classes of deepminer.json, and for none outside its lists', () => {
    const { dataset } = configSchema.parse({});
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 6, undefined].map((category) => pathologyOf(category, dataset)),
      ['unproven', 'unproven', 'benign', 'benign', 'malignant', 'malignant', 'malignant', 'unproven'],
    );
  });

  it('are refused where one is benign and malignant, or is none', () => {
    for (const assessments of [{ benign: [2, 3, 4] }, { malignant: [7] }, { benign: ['2'] }])
      assert.throws(
        () => parseConfig(JSON.stringify({ dataset: { assessments } }), 'deepminer.json'),
        (error) => error instanceof ProblemError && error.problem.code === 'project.field' && /assessments/.test(error.problem.found),
      );
  });
});

describe('tables of data sets', () => {
  const cell = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.trim());

  it('give back every cell, with line ends and separators within quotes, whatever the separator and line end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { maxLength: 6 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        (rows, separator, end) => {
          const quoted = rows.map(([a, b]) => ['x', `${a}\n${b}`].map((text) => `"${text.replaceAll('"', '""')}"`).join(separator));
          const table = parseTable([`First_Name${separator}second name`, ...quoted].join(end), 'a.csv', ['first name', 'Second-Name']);
          assert.deepEqual(table.problems, []);
          assert.deepEqual(
            table.rows.map((row) => row.cell('SECOND NAME')),
            rows.map(([a, b]) => `${a}\n${b}`.trim()),
          );
        },
      ),
    );
  });

  it('tell each row by the line where it begins', () => {
    const table = parseTable('a,b\n1,"x\ny"\n\n2,z\n', 'a.csv', ['a']);
    assert.deepEqual(
      table.rows.map((row) => [row.cell('a'), row.line, row.cell('c')]),
      [
        ['1', 2, ''],
        ['2', 5, ''],
      ],
    );
  });

  it('without rows or columns are an error, not a crash', () => {
    for (const text of ['', '\n\n', 'b\n1\n', '\0\x01'])
      assert.deepEqual(
        parseTable(text, 'a.csv', ['a']).problems.map((p) => [p.code, p.severity, p.line]),
        [['dataset.table.columns', 'error', 1]],
      );
  });
});

describe('outlines in their view', () => {
  const size = { width: 20, height: 15 };

  it('always hold a pixel, and lie in the view', () => {
    const corner = fc.tuple(fc.double({ min: -5, max: 25, noNaN: true }), fc.double({ min: -5, max: 20, noNaN: true }));
    fc.assert(
      fc.property(fc.array(corner, { minLength: 1, maxLength: 6 }), (corners) => {
        const fitted = outlineInView(corners.flat(), size);
        const inside = corners.some(([x, y]) => x >= -0.5 && y >= -0.5 && x <= 19.5 && y <= 14.5);
        assert.equal(fitted !== undefined, inside);
        if (!fitted) return;
        assert.equal(fitted.outline.length, 2 * corners.length);
        assert.ok(fitted.outline.every((v, i) => v >= 0 && v <= (i % 2 === 0 ? 19 : 14)));
        assert.ok(rasterise(fitted.outline, size.width, size.height).data.includes(1));
      }),
      { numRuns: 1000 },
    );
  });

  it('keep coordinates that hold a pixel as they are', () => {
    assert.deepEqual(outlineInView([1.2, 1.2, 4.7, 1.4, 3.1, 6.6], size), { outline: [1.2, 1.2, 4.7, 1.4, 3.1, 6.6], outside: 0 });
  });
});

describe('names of views', () => {
  it('are letters, digits and _ alone, and each once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('LEFT', 'RIGHT', undefined), fc.string())), (views) => {
        const names = uniqueNames(views.map(([side, projection]) => viewName(side as 'LEFT' | undefined, projection)));
        assert.equal(new Set(names).size, views.length);
        for (const name of names) assert.match(name, /^\w+$/);
      }),
    );
  });
});

describe('files of a data set', () => {
  it('are found to the depth that is asked for, each folder once, in order', async () => {
    await mkdir(path.join(dir, 'b', 'c'), { recursive: true });
    for (const name of ['a.txt', 'b/d.txt', 'b/c/e.txt', '.hidden']) await writeFile(path.join(dir, name), '');
    const names = async (depth?: number) =>
      (await filesBelow(dir, new AbortController().signal, depth)).files.map((file) => path.relative(dir, file));
    assert.deepEqual(await names(), ['a.txt', path.join('b', 'c', 'e.txt'), path.join('b', 'd.txt')]);
    assert.deepEqual(await names(1), ['a.txt', path.join('b', 'd.txt')]);
    await assert.rejects(() => filesBelow(dir, AbortSignal.abort(new Error('cancelled'))), /cancelled/);
  });

  it('are worked on side by side, results in their order, and none more after a cancel', async () => {
    let running = 0;
    let most = 0;
    const squares = await together([1, 2, 3, 4, 5], 2, 'square', quietTask(), async (n) => {
      most = Math.max(most, ++running);
      await new Promise((done) => setTimeout(done, 5 - n));
      running--;
      return n * n;
    });
    assert.deepEqual([squares, most], [[1, 4, 9, 16, 25], 2]);
    const controller = new AbortController();
    let started = 0;
    const work = together([1, 2, 3, 4], 1, 'count', { ...quietTask(), signal: controller.signal }, async () => {
      if (++started === 2) controller.abort(new Error('cancelled'));
    });
    await assert.rejects(work, /cancelled/);
    assert.equal(started, 2);
  });

  it('are remembered while their size and time stay, and forgotten when nobody asked for them', async () => {
    const [file, store] = [path.join(dir, 'mask'), path.join(dir, 'store.json')];
    await writeFile(file, 'one');
    const first = await openFileMemory<string>(store, '1');
    assert.equal(await first.of(file, async () => 'made'), 'made');
    await first.save();
    const never = async () => assert.fail('made again');
    const second = await openFileMemory<string>(store, '1');
    assert.equal(await second.of(file, never), 'made');
    await writeFile(file, 'changed');
    assert.equal(await second.of(file, async () => 'anew'), 'anew');
    assert.equal(await (await openFileMemory<string>(store, '2')).of(file, async () => 'other'), 'other');
    await (await openFileMemory<string>(store, '1')).save();
    assert.equal(await (await openFileMemory<string>(store, '1')).of(file, async () => 'forgotten'), 'forgotten');
  });
});
