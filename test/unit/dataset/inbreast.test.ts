/** INbreast: a tiny data set in its true form, whole and broken. */
import assert from 'node:assert/strict';
import { readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { build } from 'plist';
import { byNumber, caseIdOf } from '../../../src/dataset/inbreast/files';
import { parsePoint, parseRois } from '../../../src/dataset/inbreast/rois';
import type { Dataset } from '../../../src/dataset/model';
import { viewLabel } from '../../../src/dataset/viewLabel';
import { ProblemError } from '../../../src/protocol/problem';
import { caseOf, edit, fixtureCopy, idsOf, told, viewOf, viewsOf, writeDicom } from './clinicalFixture';

const inbreast = fixtureCopy('inbreast');
const table = () => path.join(inbreast.root, 'INbreast.csv');
const xml = (number: number) => path.join(inbreast.root, 'AllXML', `${number}.xml`);
const image = async (number: number) => {
  const dir = path.join(inbreast.root, 'AllDICOMs');
  return path.join(dir, (await readdir(dir)).find((name) => name.startsWith(`${number}_`))!);
};

/** Problems beside those of every reading. */
const faults = (dataset: Dataset) => told(dataset, 'dataset.assessments', 'dataset.projection');

describe('reading INbreast', () => {
  it('makes a case of a patient and a finding of every region, of the class of its assessment', async () => {
    const dataset = await inbreast.read();
    assert.equal(dataset.format, 'inbreast');
    assert.deepEqual(idsOf(dataset), [
      'inbreast_20000010.LEFT_CC',
      'inbreast_20000010.LEFT_MLO',
      'inbreast_20000020.RIGHT_MLO',
      'inbreast_20000020.RIGHT_CC',
      'inbreast_20000030.RIGHT_CC',
      'inbreast_20000030.RIGHT_FB',
    ]);
    assert.deepEqual(faults(dataset), []);
    const view = viewOf(dataset, 'inbreast_20000010.LEFT_CC');
    assert.deepEqual([view.width, view.height, view.bits, view.microns], [48, 64, 14, 70]);
    assert.deepEqual(
      view.findings.map((f) => [f.lesions, f.assessment, f.pathology]),
      [
        [[{ kind: 'mass' }], 5, 'malignant'],
        [[{ kind: 'mass', margins: ['SPICULATED'] }], 5, 'malignant'],
        [[{ kind: 'calcification' }], 5, 'malignant'],
      ],
    );
    assert.deepEqual(view.findings[0].boundary.slice(0, 2), [20, 28]);
    assert.equal(viewOf(dataset, 'inbreast_20000010.LEFT_MLO').findings[0].assessment, 4, '4c is 4');
    assert.equal(caseOf(dataset, 'inbreast_20000010').density, 3);
    assert.equal(caseOf(dataset, 'inbreast_20000030').density, undefined);
  });

  it('labels views normal that have no lesion: assessed 1, with a pectoral muscle outlined or nothing', async () => {
    const dataset = await inbreast.read();
    assert.deepEqual(
      viewsOf(dataset).map((view) => viewLabel(view)),
      ['malignant', 'malignant', 'normal', 'normal', 'benign', 'normal'],
    );
  });

  it('puts single points and pairs between pixels on whole pixels, so that none vanishes', async () => {
    const points = viewOf(await inbreast.read(), 'inbreast_20000030.RIGHT_CC').findings.map((f) => f.boundary);
    assert.deepEqual(points, [
      [38, 30],
      [36, 25, 37, 26],
      [41, 42],
    ]);
  });

  it('says once that the classes are assessments, and once which other projections there are', async () => {
    const dataset = await inbreast.read();
    assert.equal(dataset.problems.filter((p) => p.code === 'dataset.assessments').length, 1);
    const [projection] = dataset.problems.filter((p) => p.code === 'dataset.projection');
    assert.match(projection.found, /1 FB/);
    assert.equal(viewOf(dataset, 'inbreast_20000030.RIGHT_FB').projection, undefined);
  });

  it('takes classes by the assessments that deepminer.json chooses', async () => {
    const dataset = await inbreast.read({ assessments: { benign: [4], malignant: [5] } });
    assert.equal(viewOf(dataset, 'inbreast_20000010.LEFT_MLO').findings[0].pathology, 'benign');
    assert.equal(viewOf(dataset, 'inbreast_20000030.RIGHT_CC').findings[0].pathology, 'unproven');
    assert.match(dataset.problems.find((p) => p.code === 'dataset.assessments.none')!.found, /^3 outlined findings .*BI-RADS 2$/);
  });

  it("says nothing of a patient's hash in ids, and keeps an id when other patients' files come and go", async () => {
    const whole = await inbreast.read();
    const said = JSON.stringify(viewsOf(whole).map(({ id, caseId }) => [id, caseId]));
    for (const hash of ['0123456789abcdef', 'fedcba9876543210', '00aa11bb22cc33dd']) assert.ok(!said.includes(hash));
    for (const number of [20000010, 20000012]) await rm(await image(number));
    const ids = idsOf(await inbreast.read());
    assert.deepEqual(ids, idsOf(whole).slice(2));
  });

  it('tells of files without a row, rows without a file, and regions without an image', async () => {
    await edit(table(), '20000022', '20000099');
    await rm(await image(20000010));
    const dataset = await inbreast.read();
    assert.deepEqual(faults(dataset), [
      'error inbreast.row.missing 20000022_fedcba9876543210_MG_R_CC_ANON.dcm',
      'warning inbreast.xml.unlisted 20000010.xml',
      'warning inbreast.image.missing INbreast.csv:2',
      'warning inbreast.image.missing INbreast.csv:5',
    ]);
    assert.equal(idsOf(dataset).length, 4);
  });

  it('leaves a view out whose regions or pixels cannot be read, and reads the rest', async () => {
    await truncate(xml(20000010), 300);
    await writeFile(await image(20000012), 'not an image');
    const dataset = await inbreast.read();
    assert.deepEqual(faults(dataset), [
      'error image.unreadable 20000012_0123456789abcdef_MG_L_ML_ANON.dcm',
      'error inbreast.xml 20000010.xml',
      `warning dataset.noMalignant ${path.basename(inbreast.root)}`,
    ]);
    assert.equal(idsOf(dataset).length, 4);
  });

  it('leaves a view out that is assessed as suspicious and in whose breast nothing is outlined', async () => {
    for (const number of [20000010, 20000012]) await rm(xml(number));
    const dataset = await inbreast.read();
    assert.deepEqual(faults(dataset), [
      'error dataset.unoutlined INbreast.csv:2',
      'error dataset.unoutlined INbreast.csv:3',
      `warning dataset.noMalignant ${path.basename(inbreast.root)}`,
    ]);
  });

  it('keeps the view of such a breast as normal where the other view has the outline', async () => {
    await rm(xml(20000012));
    const dataset = await inbreast.read();
    assert.deepEqual(faults(dataset), []);
    assert.equal(viewLabel(viewOf(dataset, 'inbreast_20000010.LEFT_MLO')), 'normal');
  });

  it('leaves a view out whose finding is ticked in the spreadsheet and drawn nowhere', async () => {
    const text = (await readFile(table(), 'utf8')).trim().split('\n');
    const ticked = [`${text[0]};Mass ;Micros`, ...text.slice(1).map((line) => `${line};${line.includes('20000022') ? 'X' : ''};`)];
    await writeFile(table(), ticked.join('\r\n'));
    const dataset = await inbreast.read();
    assert.deepEqual(faults(dataset), ['error inbreast.roi.missing INbreast.csv:5']);
    assert.ok(!idsOf(dataset).includes('inbreast_20000020.RIGHT_CC'));
  });

  it('moves an outline that leaves the image to its border, and leaves a view out whose outline lies beside it', async () => {
    await edit(xml(20000010), '(20.000000, 28.000000)', '(70.000000, 28.000000)');
    await edit(
      xml(20000012),
      /\(10\.0+, 30\.0+\)[\s\S]*\(10\.0+, 40\.0+\)/,
      '(100, 30)</string><string>(140, 30)</string><string>(140, 90)',
    );
    await edit(xml(20000012), '<integer>4</integer>', '<integer>3</integer>');
    const dataset = await inbreast.read();
    assert.deepEqual(faults(dataset), ['warning dataset.outline.leaves 20000010.xml', 'error dataset.outline.outside 20000012.xml']);
    assert.deepEqual(viewOf(dataset, 'inbreast_20000010.LEFT_CC').findings[0].boundary.slice(0, 2), [47, 28]);
  });

  it('reads a damaged table as far as it goes, and says which values are none', async () => {
    await edit(table(), '20000012;3;4c', '20000012;9;high');
    await edit(table(), '20000030;     ;2', '20000030;     ;"2');
    const dataset = await inbreast.read();
    assert.deepEqual(
      faults(dataset).filter((line) => line.includes('INbreast.csv')),
      [
        'warning inbreast.table.value INbreast.csv:3',
        'warning inbreast.table.value INbreast.csv:3',
        'error dataset.table.row INbreast.csv:6',
      ],
    );
    assert.equal(viewOf(dataset, 'inbreast_20000010.LEFT_MLO').findings[0].pathology, 'unproven');
  });

  it('takes the side and projection of the table where the name of the file says another, and says so', async () => {
    await edit(table(), 'L;CC;201001;20000010', 'R;CC;201001;20000010');
    const dataset = await inbreast.read();
    assert.deepEqual(faults(dataset), ['warning inbreast.view.disagrees INbreast.csv:2']);
    assert.equal(viewOf(dataset, 'inbreast_20000010.RIGHT_CC').laterality, 'RIGHT');
  });

  it('tells two images of one side and projection apart', async () => {
    const file = path.join(inbreast.root, 'AllDICOMs', '20000023_fedcba9876543210_MG_R_CC_ANON.dcm');
    await writeDicom(file, { width: 8, height: 8, values: Uint16Array.from({ length: 64 }, (_, i) => i) });
    await edit(
      table(),
      'removed;removed;R;CC;201001;20000022',
      'removed;removed;R;CC;201101;20000023;1;1\nremoved;removed;R;CC;201001;20000022',
    );
    const ids = caseOf(await inbreast.read(), 'inbreast_20000020').views.map((view) => view.id);
    assert.deepEqual(ids, ['inbreast_20000020.RIGHT_MLO', 'inbreast_20000020.RIGHT_CC', 'inbreast_20000020.RIGHT_CC_2']);
  });

  it('says how to make the CSV of the spreadsheet that is delivered', async () => {
    await rename(table(), path.join(inbreast.root, 'INbreast.xls'));
    await assert.rejects(
      () => inbreast.read(),
      (error) =>
        error instanceof ProblemError && error.problem.code === 'dataset.empty' && /save .* as INbreast\.csv/.test(error.problem.remedy),
    );
  });

  it('names DICOM files of other names', async () => {
    await rename(await image(20000010), path.join(inbreast.root, 'AllDICOMs', 'image.dcm'));
    assert.ok(faults(await inbreast.read()).includes('error inbreast.image.name image.dcm'));
  });
});

describe('the regions of INbreast', () => {
  const list = (...rois: { Name?: string; Point_px?: string[]; NumberOfPoints?: number }[]) => build({ Images: [{ ROIs: rois }] });
  const triangle = ['(1, 1)', '(5, 1)', '(3, 5)'];

  it('are read whatever their names look like', () => {
    const names = [
      'Mass',
      'Espiculated Region',
      'Assymetry',
      'Distortion',
      'calcifications',
      'Cluster',
      'Unnamed',
      'Point 3',
      'Pectoral Muscle',
    ];
    const { rois, problems } = parseRois(list(...names.map((Name) => ({ Name, Point_px: triangle }))), 'a.xml');
    assert.deepEqual(
      rois.map((roi) => roi.lesion),
      [
        { kind: 'mass' },
        { kind: 'mass', margins: ['SPICULATED'] },
        { kind: 'mass', shape: ['ASYMMETRIC_BREAST_TISSUE'] },
        { kind: 'mass', shape: ['ARCHITECTURAL_DISTORTION'] },
        { kind: 'calcification' },
        { kind: 'calcification', distribution: ['CLUSTERED'] },
        { kind: 'other' },
        { kind: 'other' },
      ],
    );
    assert.deepEqual(
      problems.map((p) => p.found),
      ['a region called "Unnamed"', 'a region called "Point 3"'],
    );
  });

  it('without a name are calcifications where they are single points', () => {
    const { rois, problems } = parseRois(
      list({ Name: 'Point 1', Point_px: ['(3, 4)'] }, { Name: 'Unnamed', Point_px: ['(3, 4)'] }, { Point_px: ['(3, 4)'] }),
      'a.xml',
    );
    assert.deepEqual(
      rois.map((roi) => roi.lesion.kind),
      ['calcification', 'calcification', 'calcification'],
    );
    assert.deepEqual(problems, []);
  });

  it('are errors where their points are none, and warnings where their number is another', () => {
    const broken = parseRois(
      list({ Name: 'Mass', Point_px: ['(1, 1)', 'here'] }, { Name: 'Mass', Point_px: [] }, { Name: 'Mass' }),
      'a.xml',
    );
    assert.deepEqual(
      broken.problems.map((p) => [p.severity, p.code]),
      Array.from({ length: 3 }, () => ['error', 'inbreast.roi.points']),
    );
    const counted = parseRois(list({ Name: 'Mass', Point_px: triangle, NumberOfPoints: 9 }), 'a.xml');
    assert.deepEqual([counted.rois.length, counted.problems[0].code], [1, 'inbreast.roi.count']);
  });

  it('are refused by name where the file is no list of regions', () => {
    const lists = [build({}), build({ Images: 'none' }), build([1]), build({ Images: [{ ROIs: ['mass'] }] }), '<html></html>', ''];
    for (const text of lists)
      assert.throws(
        () => parseRois(text, 'a.xml'),
        (error) => error instanceof ProblemError && error.problem.code === 'inbreast.xml' && error.problem.file === 'a.xml',
        text,
      );
  });

  it('give back any points that were written, in any of their forms', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((n) => n + 0);
    fc.assert(
      fc.property(number, number, fc.constantFrom('', ' ', '  '), (x, y, space) => {
        assert.deepEqual(parsePoint(`(${x},${space}${y})`), [x, y]);
        assert.deepEqual(parsePoint(`${space}{${x}${space}, ${y}}`), [x, y]);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void assert.doesNotThrow(() => parsePoint(text))));
  });

  it('never crash, whatever a property list holds', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.integer(), fc.boolean(), fc.array(tie('any'), { maxLength: 3 }), tie('dict')),
      dict: fc.dictionary(fc.constantFrom('Images', 'ROIs', 'Name', 'Point_px', 'NumberOfPoints'), tie('any'), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(value.dict, (content) => {
        try {
          parseRois(build(content as Parameters<typeof build>[0]), 'a.xml');
        } catch (error) {
          assert.ok(error instanceof ProblemError, String(error));
        }
      }),
    );
  });
});

describe('case ids of INbreast', () => {
  it("are the lowest number among the patient's images, whatever their order", () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 99_999_999 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(numbers, (all) => {
        assert.equal(caseIdOf(all.map(String)), `inbreast_${Math.min(...all)}`);
        assert.deepEqual(all.map(String).sort(byNumber), all.toSorted((a, b) => a - b).map(String));
      }),
    );
  });
});
