/** Folders of images, one a class: parts, masks, cases, ids, and what is told of what is wrong. */
import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { casesOf } from '../../../src/dataset/folder/caseOf';
import { safeNames } from '../../../src/dataset/folder/names';
import { readFolder } from '../../../src/dataset/folder/reader';
import { readFrame } from '../../../src/dataset/frame';
import type { Dataset } from '../../../src/dataset/model';
import { readDataset } from '../../../src/dataset/read';
import { rasterise } from '../../../src/pixels/polygon';
import { configSchema } from '../../../src/project/config';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { writePicture } from './pictures';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'folder-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const image = (...steps: string[]) => writePicture(path.join(root, ...steps), 20, 30);
/** A mask of a rectangle, its corners included. */
const mask = (steps: string[], [x0, y0, x1, y1]: number[], width = 20, height = 30, value = 255) =>
  writePicture(path.join(root, 'masks', ...steps), width, height, (x, y) => (x >= x0 && x <= x1 && y >= y0 && y <= y1 ? value : 0));
const options = (caseOf = 'file', classes = ['cat', 'dog']) => ({ ...configSchema.parse({ dataset: { caseOf } }).dataset, classes });
const read = (caseOf?: string, classes?: string[]) => readFolder(root, options(caseOf, classes), quietTask());
const kinds = (d: Dataset) => d.problems.map((p) => `${p.severity} ${p.code}`);
const ids = (d: Dataset) => d.cases.flatMap((c) => c.views.map((v) => v.id));
const refused = (work: Promise<unknown>, code: string, said: RegExp) =>
  assert.rejects(work, (e) => e instanceof ProblemError && e.problem.code === code && said.test(e.message), code);

describe('a folder of images, one folder a class', () => {
  it('gives every image as a case of its class, in any format, found without being named', async () => {
    await image('cat', 'a.png');
    await image('cat', 'b.jpeg');
    await image('dog', 'c.tiff');
    await writeFile(path.join(root, 'dog', 'd.pgm'), 'P2 3 2 4095\n1 2 3 4 5 4000\n');
    const dataset = await readDataset(root, options(), quietTask());
    assert.equal(dataset.format, 'folder');
    assert.deepEqual(dataset.problems, []);
    assert.deepEqual(ids(dataset), ['cat-a.image', 'cat-b.image', 'dog-c.image', 'dog-d.image']);
    const views = dataset.cases.flatMap((c) => c.views);
    assert.deepEqual(
      views.map((v) => [v.className, v.width, v.height, v.bits]),
      [
        ['cat', 20, 30, 8],
        ['cat', 20, 30, 8],
        ['dog', 20, 30, 8],
        ['dog', 3, 2, 12],
      ],
    );
    assert.deepEqual([...(await readFrame(views[3])).data], [1, 2, 3, 4, 5, 4000]);
  });

  it('takes the part from folders train, val and test, whatever they are called', async () => {
    for (const [folder, name] of [
      ['Training', 'a'],
      ['valid', 'a'],
      ['test', 'a'],
    ])
      for (const c of ['cat', 'dog']) await image(folder, c, `${name}.png`);
    const dataset = await read();
    assert.deepEqual(dataset.problems, []);
    assert.deepEqual(
      dataset.cases.map((c) => [c.id, c.part]),
      [
        ['Training-cat-a', 'train'],
        ['Training-dog-a', 'train'],
        ['test-cat-a', 'test'],
        ['test-dog-a', 'test'],
        ['valid-cat-a', 'holdout'],
        ['valid-dog-a', 'holdout'],
      ],
    );
  });

  it('names folders that are no class and classes without a folder, with what to do', async () => {
    await image('cat', 'a.png');
    await image('bird', 'b.png');
    const { problems, cases } = await read();
    assert.deepEqual(
      problems.map((p) => `${p.severity} ${p.code}`),
      ['error folder.class.unknown', 'warning folder.class.absent'],
    );
    assert.match(problems[0].remedy, /Add "bird" to "classes".*move the folder "bird"/);
    assert.match(problems[1].remedy, /Add a folder "dog"/);
    assert.equal(cases.length, 1);
    await refused(
      read('file', ['normal', 'malignant']),
      'folder.classes',
      /"classes": \["bird","cat"\].*"side": \[1\], "minTissue": 0.*"background": null/,
    );
  });

  it('leaves out what is no image, loose, or there twice, and says so', async () => {
    await image('cat', 'a.png');
    await image('cat', 'a.jpeg');
    await image('dog', 'b.png');
    await image('loose.png');
    await writeFile(path.join(root, 'dog', 'broken.png'), 'no picture');
    await writeFile(path.join(root, 'dog', 'notes.txt'), 'x');
    const dataset = await read();
    assert.deepEqual(ids(dataset), ['cat-a.image', 'dog-b.image']);
    assert.equal(path.extname(dataset.cases[0].views[0].file), '.png');
    assert.deepEqual(kinds(dataset).sort(), [
      'error folder.image.double',
      'error folder.image.loose',
      'error image.unreadable',
      'warning folder.file.other',
    ]);
  });

  it('is refused without a single image, and stops when it is cancelled', async () => {
    await refused(read(), 'folder.classes', /no folder with images/);
    await image('cat', 'a.png');
    const task = { ...quietTask(), signal: AbortSignal.abort(new Error('enough')) };
    await assert.rejects(readFolder(root, options(), task), /enough/);
  });
});

describe('ids of images', () => {
  it('hold safe characters alone, one id for each name, and tell nothing of where the data set lies', async () => {
    for (const name of ['Müller, Anna.png', 'Müller; Anna.png', 'x.y.png', 'x_y.png', `${'n'.repeat(90)}.png`]) await image('cat', name);
    await image('dog', 'x_y.png');
    const dataset = await read();
    const found = ids(dataset);
    assert.equal(new Set(found.map((id) => id.toLowerCase())).size, 6);
    for (const id of found) assert.match(id, /^[A-Za-z0-9_-]{1,72}\.image$/);
    assert.ok(!found.join().includes(path.basename(root)));
    assert.ok(found.includes('cat-x_y.image') && found.includes('dog-x_y.image'));
  });

  it('stay what they are when other files come', () => {
    const name = (text: string) => ({ text, key: `cat/${text}` });
    const before = safeNames([name('a b'), name('c')]);
    assert.deepEqual(
      safeNames([name('a_b'), name('a b'), name('b'), name('c')]).filter((_, i) => i % 2 === 1),
      before,
    );
  });

  it('of names that differ in capitals alone, or in where the class ends, are still two', () => {
    const names = safeNames([
      { text: 'A', key: 'A' },
      { text: 'a', key: 'a' },
      { text: 'b-c-d', key: 'b-c/d' },
      { text: 'b-c-d', key: 'b/c-d' },
    ]);
    assert.equal(new Set(names.map((n) => n.toLowerCase())).size, 4);
  });
});

describe('cases of a folder of images', () => {
  it('are found in file names by an expression, across classes', async () => {
    for (const steps of [
      ['cat', 'p1_a.png'],
      ['cat', 'p1_b.png'],
      ['dog', 'p1_c.png'],
      ['dog', 'p2_a.png'],
    ])
      await image(...steps);
    const dataset = await read('^(p\\d+)_');
    assert.deepEqual(dataset.problems, []);
    assert.deepEqual(
      dataset.cases.map((c) => [c.id, c.views.map((v) => v.id)]),
      [
        ['p1', ['p1.cat-p1_a', 'p1.cat-p1_b', 'p1.dog-p1_c']],
        ['p2', ['p2.dog-p2_a']],
      ],
    );
  });

  it('are folders inside the classes when that is said, and asked for when it is not', async () => {
    for (const steps of [
      ['cat', 'anna', '1.png'],
      ['dog', 'anna', '1.png'],
      ['dog', 'ben', '1.png'],
    ])
      await image(...steps);
    const single = await read();
    assert.equal(single.cases.length, 3);
    assert.deepEqual(kinds(single), ['warning folder.case.folders']);
    assert.match(single.problems[0].remedy, /dataset\.caseOf to "folder"/);
    const joined = await read('folder');
    assert.deepEqual(joined.problems, []);
    assert.deepEqual(
      joined.cases.map((c) => [c.id, c.views.length]),
      [
        ['anna', 2],
        ['ben', 1],
      ],
    );
  });

  it('in the folders of two parts are one case of the stricter one', async () => {
    for (const steps of [
      ['train', 'cat', 'p1_a.png'],
      ['train', 'dog', 'p2_a.png'],
      ['val', 'dog', 'p2_b.png'],
      ['test', 'dog', 'p1_b.png'],
    ])
      await image(...steps);
    const dataset = await read('^(p\\d+)_');
    assert.deepEqual(dataset.cases.map((c) => [c.id, c.part]).sort(), [
      ['p1', 'test'],
      ['p2', 'holdout'],
    ]);
    assert.deepEqual(kinds(dataset), ['warning folder.case.parts', 'warning folder.case.parts']);
  });

  it('leave out images that the expression does not match: they may be anybody’s', async () => {
    for (const steps of [
      ['cat', 'p1_a.png'],
      ['dog', 'p2_a.png'],
      ['dog', 'x.png'],
    ])
      await image(...steps);
    const dataset = await read('^(p\\d+)_');
    assert.equal(dataset.cases.length, 2);
    assert.deepEqual(kinds(dataset), ['error folder.caseOf.unmatched']);
  });

  it('are not looked for by an expression that is none, has no group or two, or would take for ever', async () => {
    await image('cat', `${'a'.repeat(60)}!.png`);
    for (const [caseOf, said] of [
      ['(', /no regular expression/],
      ['^p', /0 groups/],
      ['(a)(b)', /2 groups/],
      ['^((?:a+)+)$', /more than 2 seconds/],
    ] as const)
      await refused(read(caseOf), 'folder.caseOf', said);
  });

  it('take a moment for a hundred thousand names', () => {
    const images = Array.from({ length: 1e5 }, (_, i) => ({ steps: ['cat', `p${i >> 2}_${i}.png`], within: '' }));
    assert.equal(new Set(casesOf(images, '^(p\\d+)_')).size, 25000);
  });
});

describe('masks of images', () => {
  it('outline a finding of the image’s class for each part, in any format', async () => {
    await image('cat', 'a.png');
    await image('dog', 'b.png');
    await writePicture(path.join(root, 'masks', 'cat', 'a.tiff'), 20, 30, (x, y) =>
      Number((x >= 2 && x <= 6 && y >= 3 && y <= 9) || (x === 15 && y === 20)),
    );
    await mask(['dog', 'b.jpeg'], [8, 8, 15, 15]);
    const dataset = await read();
    assert.deepEqual(dataset.problems, []);
    const [cat, dog] = dataset.cases.map((c) => c.views[0].findings);
    assert.deepEqual(
      cat.map((f) => [f.id, f.className, f.pathology]),
      [
        [1, 'cat', 'unproven'],
        [2, 'cat', 'unproven'],
      ],
    );
    const drawn = rasterise(cat[0].boundary, 20, 30);
    assert.equal(
      drawn.data.reduce((a, b) => a + b, 0),
      35,
    );
    assert.deepEqual(cat[1].boundary, [15, 20]);
    assert.equal(dog.length, 1);
    assert.ok(Math.abs(rasterise(dog[0].boundary, 20, 30).data.reduce((a, b) => a + b, 0) - 64) <= 8);
  });

  it('of benign and malignant images are findings of that pathology, also within parts', async () => {
    await image('train', 'malignant', 'a.png');
    await image('train', 'normal', 'b.png');
    await mask(['train', 'malignant', 'a.png'], [1, 1, 4, 4]);
    const dataset = await read('file', ['normal', 'malignant']);
    assert.deepEqual(dataset.problems, []);
    const [finding] = dataset.cases[0].views[0].findings;
    assert.deepEqual([finding.pathology, finding.className], ['malignant', undefined]);
  });

  it('of another size are scaled, and of another shape leave the image out', async () => {
    await image('cat', 'a.png');
    await image('cat', 'b.png');
    await image('dog', 'c.png');
    await mask(['cat', 'a.png'], [2, 2, 4, 4], 10, 15);
    await mask(['cat', 'b.png'], [2, 2, 4, 4], 20, 20);
    const dataset = await read();
    assert.deepEqual(kinds(dataset), ['error folder.mask.size']);
    assert.deepEqual(ids(dataset), ['cat-a.image', 'dog-c.image']);
    const { boundary } = dataset.cases[0].views[0].findings[0];
    assert.deepEqual([Math.min(...boundary), Math.max(...boundary)], [4.5, 8.5]);
  });

  it('that mark nothing, belong to no image, cannot be read or are photographs are told of', async () => {
    for (const name of ['a', 'b', 'c']) await image('cat', `${name}.png`);
    const dog = await image('dog', 'd.png');
    await mask(['cat', 'a.png'], [50, 50, 50, 50]);
    await mask(['cat', 'nobody.png'], [1, 1, 2, 2]);
    await writeFile(path.join(root, 'masks', 'cat', 'b.png'), 'no picture');
    await writePicture(path.join(root, 'masks', 'cat', 'c.png'), 20, 30, (x, y) => ((x + y) % 3 === 0 && x % 2 === 0 ? 9 : 0));
    await mkdir(path.join(root, 'masks', 'dog'));
    await copyFile(dog, path.join(root, 'masks', 'dog', 'd.tiff'));
    const dataset = await read();
    assert.deepEqual(kinds(dataset).sort(), [
      'error folder.mask.parts',
      'error image.unreadable',
      'warning folder.mask.empty',
      'warning folder.mask.unused',
    ]);
    assert.deepEqual(ids(dataset), ['cat-a.image', 'dog-d.image']);
    assert.deepEqual(dataset.cases[0].views[0].findings, []);
  });
});

describe('a striped photograph', () => {
  it('is read: in a picture whose file knows its width, rows need not look alike', async () => {
    await writePicture(path.join(root, 'cat', 'a.png'), 64, 64, (_, y) => (y % 2 ? 220 : 30));
    await image('dog', 'b.png');
    assert.equal((await readFrame((await read()).cases[0].views[0])).data.length, 64 * 64);
  });
});
