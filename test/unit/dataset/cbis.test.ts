/** CBIS-DDSM: a tiny data set in its true form, whole and broken. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { folderOfPath, parseFolder } from '../../../src/dataset/cbis/folderName';
import { chooseMask, misfit } from '../../../src/dataset/cbis/mask';
import { rasterise } from '../../../src/pixels/polygon';
import { ProblemError } from '../../../src/protocol/problem';
import { caseOf, edit, fixtureCopy, idsOf, told, viewOf, writeDicom } from './clinicalFixture';

const cbis = fixtureCopy('cbis');
const TRAIN = 'mass_case_description_train_set.csv';
const table = (name = TRAIN) => path.join(cbis.root, name);

/** The folder that holds the files of `Mass-Training_P_00001_LEFT_CC` and such. */
async function folderOf(name: string): Promise<string> {
  let dir = path.join(cbis.root, 'CBIS-DDSM', name);
  for (let i = 0; i < 2; i++) dir = path.join(dir, (await readdir(dir))[0]);
  return dir;
}

describe('reading CBIS-DDSM', () => {
  it('makes a case of a patient, a view of an image and a finding of every row, with the outline of its mask', async () => {
    const dataset = await cbis.read();
    assert.equal(dataset.format, 'cbis-ddsm');
    assert.deepEqual(idsOf(dataset), ['P_00001.LEFT_CC', 'P_00001.LEFT_MLO', 'P_00002.RIGHT_CC', 'P_00003.LEFT_MLO', 'P_00004.RIGHT_MLO']);
    assert.deepEqual(
      dataset.cases.map(({ id, part, density }) => [id, part, density]),
      [
        ['P_00001', 'train', 3],
        ['P_00002', 'train', 2],
        ['P_00003', 'test', 4],
        ['P_00004', 'test', 1],
      ],
    );
    const [first, second] = viewOf(dataset, 'P_00001.LEFT_CC').findings;
    assert.deepEqual(first.lesions, [{ kind: 'mass', shape: ['IRREGULAR', 'ARCHITECTURAL_DISTORTION'], margins: ['SPICULATED'] }]);
    assert.deepEqual([first.assessment, first.subtlety, first.pathology], [5, 4, 'malignant']);
    const disc = rasterise(first.boundary, 48, 64).data;
    for (let i = 0; i < disc.length; i++)
      assert.equal(disc[i], ((i % 48) - 14) ** 2 + (Math.floor(i / 48) - 28) ** 2 <= 36 ? 1 : 0, `pixel ${i}`);
    assert.deepEqual(second.boundary, [8, 42, 13, 42, 13, 47, 8, 47]);
    assert.equal(second.pathology, 'benign');
  });

  it('tells the mask from the cropped image by its size where a row has them the other way round, and says how many rows', async () => {
    const dataset = await cbis.read();
    assert.deepEqual(told(dataset), [`warning cbis.mask.swapped ${path.basename(cbis.root)}`]);
    assert.match(dataset.problems[0].found, /^1 rows/);
  });

  it('scales a mask of 50 micrometres to an image of 43.5', async () => {
    const [finding] = viewOf(await cbis.read(), 'P_00001.LEFT_MLO').findings;
    const factor = 43.5 / 50;
    const near = [10 * factor, 30 * factor, 22 * factor, 44 * factor];
    const [left, top, right, , , bottom] = finding.boundary;
    for (const [i, v] of [left, top, right, bottom].entries()) assert.ok(Math.abs(v - near[i]) < 1.5, `${v} for ${near[i]}`);
  });

  it('joins masses and calcifications of one view, whose image is there twice', async () => {
    const view = viewOf(await cbis.read(), 'P_00002.RIGHT_CC');
    assert.deepEqual(
      view.findings.map((f) => [f.id, f.lesions[0].kind, f.pathology]),
      [
        [1, 'calcification', 'malignant'],
        [2, 'mass', 'benign'],
      ],
    );
    assert.deepEqual(view.findings[0].lesions, [{ kind: 'calcification', type: ['PLEOMORPHIC'], distribution: ['CLUSTERED'] }]);
  });

  it('reads other spellings of keywords, and density under both of its names', async () => {
    const dataset = await cbis.read();
    const [finding] = viewOf(dataset, 'P_00003.LEFT_MLO').findings;
    assert.deepEqual(finding.lesions, [{ kind: 'calcification', type: ['ROUND_AND_REGULAR', 'LUCENT_CENTER'], distribution: [] }]);
    assert.equal(finding.pathology, 'benign_without_callback');
    assert.equal(caseOf(dataset, 'P_00003').density, 4);
  });

  it('finds images under the folder names of every download, with other folders above and between', async () => {
    await mkdir(path.join(cbis.root, 'manifest-1'));
    await rename(path.join(cbis.root, 'CBIS-DDSM'), path.join(cbis.root, 'manifest-1', 'CBIS-DDSM'));
    const view = path.join(cbis.root, 'manifest-1', 'CBIS-DDSM', 'Mass-Training_P_00001_LEFT_MLO');
    const [study] = await readdir(view);
    await rename(path.join(view, study), path.join(view, '07-20-2016-DDSM-NA-30288'));
    assert.equal(idsOf(await cbis.read()).length, 5);
  });

  it('takes a patient in both published parts for the test part, and says so', async () => {
    await edit(table('mass_case_description_test_set.csv'), 'P_00004,', 'P_00002,');
    const dataset = await cbis.read();
    assert.equal(caseOf(dataset, 'P_00002').part, 'test');
    assert.deepEqual(told(dataset, 'cbis.mask.swapped', 'cbis.density'), ['warning cbis.split mass_case_description_test_set.csv:2']);
  });

  it('leaves a view out whose mask is absent, and reads the rest', async () => {
    await rm(await folderOf('Mass-Training_P_00001_LEFT_CC_1'), { recursive: true });
    const dataset = await cbis.read();
    assert.deepEqual(told(dataset), [`error cbis.mask.missing ${TRAIN}:2`]);
    assert.ok(!idsOf(dataset).includes('P_00001.LEFT_CC'));
    assert.equal(idsOf(dataset).length, 4);
  });

  it('leaves a view out of which there are but files of the wrong size', async () => {
    const dir = await folderOf('Mass-Training_P_00001_LEFT_CC_1');
    await rm(path.join(dir, '1-2.dcm'));
    const dataset = await cbis.read();
    assert.deepEqual(told(dataset), [`error cbis.mask.missing ${TRAIN}:2`]);
    assert.match(dataset.problems[0].found, /14 x 12/);
  });

  it('leaves a view out whose mask is empty, or is a picture', async () => {
    const mask = path.join(await folderOf('Mass-Training_P_00001_LEFT_CC_1'), '1-2.dcm');
    await writeDicom(mask, { width: 48, height: 64, bits: 8, values: new Uint8Array(48 * 64) });
    assert.deepEqual(told(await cbis.read()), ['error cbis.mask.values 1-2.dcm']);
    await writeDicom(mask, { width: 48, height: 64, bits: 8, values: Uint8Array.from({ length: 48 * 64 }, (_, i) => i % 7) });
    assert.deepEqual(told(await cbis.read()), ['error cbis.mask.values 1-2.dcm']);
  });

  it('outlines the largest part of a mask, and tells of the others where they are more than specks', async () => {
    const mask = path.join(await folderOf('Mass-Test_P_00004_RIGHT_MLO_1'), '1-2.dcm');
    const values = new Uint8Array(48 * 64);
    for (let y = 10; y < 20; y++) values.fill(255, y * 48 + 20, y * 48 + 30);
    values.fill(255, 40 * 48 + 20, 40 * 48 + 25);
    await writeDicom(mask, { width: 48, height: 64, bits: 8, values });
    const dataset = await cbis.read();
    assert.deepEqual(told(dataset, 'cbis.mask.swapped'), ['warning cbis.mask.parts 1-2.dcm']);
    assert.deepEqual(viewOf(dataset, 'P_00004.RIGHT_MLO').findings[0].boundary, [20, 10, 29, 10, 29, 19, 20, 19]);
  });

  it('reads masks whose low values are white', async () => {
    const mask = path.join(await folderOf('Mass-Test_P_00004_RIGHT_MLO_1'), '1-2.dcm');
    const values = new Uint8Array(48 * 64).fill(255);
    for (let y = 10; y < 20; y++) values.fill(0, y * 48 + 20, y * 48 + 30);
    await writeDicom(mask, { width: 48, height: 64, bits: 8, values, photometric: 'MONOCHROME1' });
    assert.deepEqual(viewOf(await cbis.read(), 'P_00004.RIGHT_MLO').findings[0].boundary, [20, 10, 29, 10, 29, 19, 20, 19]);
  });

  it('names a cut-off mask, a damaged image and an image that is not there', async () => {
    await truncate(path.join(await folderOf('Mass-Test_P_00004_RIGHT_MLO_1'), '1-2.dcm'), 1200);
    await writeFile(path.join(await folderOf('Calc-Test_P_00003_LEFT_MLO'), '1-1.dcm'), 'not an image');
    await rm(await folderOf('Mass-Training_P_00001_LEFT_MLO'), { recursive: true });
    const dataset = await cbis.read();
    assert.deepEqual(idsOf(dataset), ['P_00001.LEFT_CC', 'P_00002.RIGHT_CC']);
    const lines = told(dataset, 'cbis.mask.swapped').sort();
    assert.equal(lines.length, 3);
    assert.deepEqual(lines, [
      'error image.dicom.truncated 1-2.dcm',
      'error image.unreadable 1-1.dcm',
      `warning cbis.image.missing ${TRAIN}:6`,
    ]);
  });

  it('tells of images that no row names', async () => {
    await edit(table('mass_case_description_test_set.csv'), /\nP_00004[^"]*"[^"]*"/, '');
    const dataset = await cbis.read();
    const found = dataset.problems.filter((p) => p.code === 'cbis.file.unlisted').map((p) => p.found);
    assert.deepEqual(found, ['Mass-Test_P_00004_RIGHT_MLO, which no row names', 'Mass-Test_P_00004_RIGHT_MLO_1, which no row names']);
    assert.equal(idsOf(dataset).length, 4);
  });

  it('keeps going where values of a table are none', async () => {
    await edit(
      table(),
      'LEFT,CC,1,mass,IRREGULAR-ARCHITECTURAL_DISTORTION,SPICULATED,5,MALIGNANT,4',
      'LEFT,CC,1,mass,STARLIKE,SPICULATED,9,UNKNOWN,4',
    );
    const dataset = await cbis.read();
    assert.deepEqual(told(dataset, 'cbis.mask.swapped').sort(), [
      `warning cbis.keyword ${TRAIN}:2`,
      `warning cbis.pathology ${TRAIN}:2`,
      `warning cbis.value ${TRAIN}:2`,
    ]);
    const [finding] = viewOf(dataset, 'P_00001.LEFT_CC').findings;
    assert.deepEqual([finding.assessment, finding.pathology, finding.lesions[0].shape], [undefined, 'unproven', ['STARLIKE']]);
  });

  it('takes what a row lacks of patient and view from its folder, and leaves a row out that has neither', async () => {
    await edit(table(), 'P_00001,3,LEFT,CC,1', ',3,,,1');
    assert.equal(viewOf(await cbis.read(), 'P_00001.LEFT_CC').findings.length, 2);
    await writeFile(table(), (await readFile(table(), 'utf8')).replaceAll('Mass-Training_P_00001_LEFT_CC', 'somewhere'));
    const dataset = await cbis.read();
    assert.ok(told(dataset).includes(`error cbis.row ${TRAIN}:2`));
  });

  it('names the line of a table that is cut off, and the table without its columns', async () => {
    const text = await readFile(table(), 'utf8');
    await writeFile(table(), text.slice(0, text.lastIndexOf('"') - 20));
    assert.deepEqual(told(await cbis.read(), 'cbis.mask.swapped', 'cbis.file.unlisted'), [`error dataset.table.row ${TRAIN}:8`]);
    await writeFile(table(), text.replace('pathology', 'truth'));
    assert.ok(told(await cbis.read()).includes(`error dataset.table.columns ${TRAIN}:1`));
  });

  it('counts a row that comes again once', async () => {
    const text = await readFile(table(), 'utf8');
    const row = /P_00001,3,LEFT,CC,1[^"]*"[^"]*"\n/.exec(text)![0];
    await writeFile(table(), text + row);
    const dataset = await cbis.read();
    assert.deepEqual(told(dataset, 'cbis.mask.swapped'), [`warning cbis.row.duplicate ${TRAIN}:10`]);
    assert.equal(viewOf(dataset, 'P_00001.LEFT_CC').findings.length, 2);
  });

  it('says what is missing where nothing can be used', async () => {
    await rm(path.join(cbis.root, 'CBIS-DDSM'), { recursive: true });
    await assert.rejects(
      () => cbis.read(),
      (error) => error instanceof ProblemError && error.problem.code === 'dataset.empty',
    );
  });

  it('keeps outlines in the cache and takes them from there until a mask changes', async () => {
    const cache = path.join(cbis.root, '.deepminer');
    const before = await cbis.read({}, cache);
    const store = path.join(cache, 'dataset', 'cbis-ddsm-outlines.json');
    const kept = await readFile(store, 'utf8');
    const mask = path.join(await folderOf('Mass-Test_P_00004_RIGHT_MLO_1'), '1-2.dcm');
    // Moved in the store alone: only a reader that uses it gives this outline.
    await writeFile(store, kept.replace('[34,22,42,30,34,38,26,30]', '[1,1,9,1,9,9,1,9]'));
    assert.deepEqual(viewOf(await cbis.read({}, cache), 'P_00004.RIGHT_MLO').findings[0].boundary, [1, 1, 9, 1, 9, 9, 1, 9]);
    const { atime, mtimeMs } = await stat(mask);
    await utimes(mask, atime, new Date(mtimeMs + 5000));
    assert.deepEqual(viewOf(await cbis.read({}, cache), 'P_00004.RIGHT_MLO'), viewOf(before, 'P_00004.RIGHT_MLO'));
    await writeFile(store, '{"version": "outlines of m');
    assert.deepEqual((await cbis.read({}, cache)).cases, before.cases);
  });

  it('leaves a view out of which there is an abnormality that no row names', async () => {
    await edit(table(), /P_00001,3,LEFT,CC,2[^"]*"[^"]*"\n/, '');
    const dataset = await cbis.read();
    assert.match(told(dataset).join(), /^error cbis.file.unlisted 00000\d.dcm$/);
    assert.equal(dataset.problems[0].found, 'Mass-Training_P_00001_LEFT_CC_2, which no row names');
    assert.ok(!idsOf(dataset).includes('P_00001.LEFT_CC'));
  });
});

describe('the folder names of CBIS-DDSM', () => {
  const names = fc.record({
    kind: fc.constantFrom('Mass', 'Calc'),
    part: fc.constantFrom('Training', 'Test'),
    patient: fc.integer({ min: 0, max: 99999 }).map((n) => `P_${String(n).padStart(5, '0')}`),
    side: fc.constantFrom('LEFT', 'RIGHT'),
    view: fc.constantFrom('CC', 'MLO'),
    number: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  });

  it('are read back part by part, wherever they stand in a path', () => {
    fc.assert(
      fc.property(names, fc.array(fc.stringMatching(/^[0-9.]{1,8}$/)), ({ kind, part, patient, side, view, number }, around) => {
        const name = `${kind}-${part}_${patient}_${side}_${view}${number ? `_${number}` : ''}`;
        assert.deepEqual(parseFolder(folderOfPath([...around, name, ...around, '1-1.dcm'].join('/'))), {
          kind: kind.toLowerCase(),
          part: part === 'Test' ? 'test' : 'train',
          patient,
          laterality: side,
          projection: view,
          number: number && String(number),
        });
      }),
    );
  });

  it('are not made of other names', () => {
    for (const name of ['', 'Mass-Training', 'Mass-Training_P_1_LEFT', 'Mass-Other_P_00001_LEFT_CC', 'xMass-Test_P_00001_LEFT_CC'])
      assert.equal(parseFolder(name), undefined, name);
  });
});

describe('choosing the mask of an abnormality', () => {
  const view = { width: 3024, height: 4800 };
  const file = (width: number, height: number, bits: number) => ({
    file: `${width} x ${height}`,
    header: { format: 'dicom' as const, width, height, bits, channels: 1 },
    named: false,
  });

  it('takes the size of the view before any other, and 50/43.5 before none', () => {
    const [crop, scaled, own] = [file(420, 380, 16), file(2631, 4176, 8), file(3024, 4800, 8)];
    assert.equal(chooseMask([crop, scaled, own], view), own);
    assert.equal(chooseMask([crop, scaled], view), scaled);
    assert.equal(chooseMask([crop], view), undefined);
    assert.equal(chooseMask([], view), undefined);
  });

  it('takes no cropped image that happens to have the proportions of the view', () => {
    assert.equal(misfit({ width: 302, height: 480 }, view), undefined);
    assert.ok(misfit({ width: 3476, height: 5517 }, view)! < 1.16);
  });
});
