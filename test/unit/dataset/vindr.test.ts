/** VinDr-Mammo: a tiny data set in its true form, whole and broken. */
import assert from 'node:assert/strict';
import { copyFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import type { Dataset } from '../../../src/dataset/model';
import { viewLabel } from '../../../src/dataset/viewLabel';
import { caseIds } from '../../../src/dataset/vindr/caseId';
import { lesionsOf, parseCategories } from '../../../src/dataset/vindr/categories';
import { ProblemError } from '../../../src/protocol/problem';
import { caseOf, edit, fixtureCopy, idsOf, told, viewOf, viewsOf, writeDicom } from './clinicalFixture';

const vindr = fixtureCopy('vindr');
const CANCER = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const BREASTS = 'breast-level_annotations.csv';
const FINDINGS = 'finding_annotations.csv';
const table = (name: string) => path.join(vindr.root, name);
const image = (last: number) => path.join(vindr.root, 'images', CANCER, `${'a'.repeat(31)}${last}.dicom`);
const faults = (dataset: Dataset) => told(dataset, 'dataset.assessments', 'dataset.benignUnoutlined');

describe('reading VinDr-Mammo', () => {
  it('makes a case of a study, with its published part and density, and a finding of every box', async () => {
    const dataset = await vindr.read();
    assert.equal(dataset.format, 'vindr-mammo');
    assert.deepEqual(
      dataset.cases.map(({ id, part, density }) => [id, part, density]),
      [
        ['vindr_0a1b2c3d4e', 'train', 3],
        ['vindr_13579bdf02', 'test', 1],
        ['vindr_ffeeddccbb', 'train', 2],
      ],
    );
    assert.deepEqual(faults(dataset), []);
    const view = viewOf(dataset, 'vindr_0a1b2c3d4e.LEFT_CC');
    assert.deepEqual([view.width, view.height, view.bits, view.microns, view.projection], [48, 64, 12, 85, 'CC']);
    assert.deepEqual(view.findings[0], {
      id: 1,
      lesions: [{ kind: 'mass' }, { kind: 'other' }],
      assessment: 5,
      pathology: 'malignant',
      boundary: [8.25, 20.5, 20.75, 20.5, 20.75, 33.125, 8.25, 33.125],
      cores: [],
    });
    assert.deepEqual(view.findings[1].lesions, [{ kind: 'calcification' }]);
  });

  it('labels views normal without a box: of healthy breasts, of benign ones, and where another view of the breast has the box', async () => {
    const dataset = await vindr.read();
    assert.deepEqual(
      viewsOf(dataset).map((view) => [view.id.slice(6), viewLabel(view)]),
      [
        ['0a1b2c3d4e.LEFT_CC', 'malignant'],
        ['0a1b2c3d4e.LEFT_MLO', 'normal'],
        ['0a1b2c3d4e.RIGHT_CC', 'normal'],
        ['13579bdf02.RIGHT_CC', 'benign'],
        ['ffeeddccbb.LEFT_CC', 'normal'],
        ['ffeeddccbb.RIGHT_MLO', 'normal'],
      ],
    );
    const benign = dataset.problems.filter((p) => p.code === 'dataset.benignUnoutlined');
    assert.deepEqual(
      benign.map((p) => p.found),
      ['1 view assessed BI-RADS 2 without an outlined finding'],
    );
    assert.equal(dataset.problems.filter((p) => p.code === 'dataset.assessments').length, 1);
  });

  it('leaves both views out of a suspicious breast without a box, and keeps the other breast', async () => {
    const text = (await readFile(table(FINDINGS), 'utf8')).split('\n');
    const without = text.filter((line) => !line.includes('Suspicious Calcification'));
    await writeFile(table(FINDINGS), without.map((line) => line.replace(/"\['Mass.*33.1250/, '"[\'No Finding\']",,,,,')).join('\n'));
    const dataset = await vindr.read();
    assert.deepEqual(faults(dataset), [
      `error dataset.unoutlined ${BREASTS}:2`,
      `error dataset.unoutlined ${BREASTS}:3`,
      `warning dataset.noMalignant ${path.basename(vindr.root)}`,
    ]);
    assert.deepEqual(
      caseOf(dataset, 'vindr_0a1b2c3d4e').views.map((view) => view.id),
      ['vindr_0a1b2c3d4e.RIGHT_CC'],
    );
  });

  it('tells of rows without a file and of files without a row', async () => {
    await copyFile(image(3), image(9));
    await rm(image(3));
    const dataset = await vindr.read();
    assert.deepEqual(faults(dataset), [
      `warning vindr.image.missing ${BREASTS}:4`,
      `warning vindr.image.unlisted ${path.basename(image(9))}`,
    ]);
    assert.equal(idsOf(dataset).length, 5);
  });

  it('leaves an image out of another size than its row says, and one that is cut off', async () => {
    await writeDicom(image(1), { width: 32, height: 64, values: new Uint16Array(32 * 64) });
    await truncate(image(3), 300);
    const dataset = await vindr.read();
    assert.match(faults(dataset)[0], /^error vindr.size a+1.dicom$/);
    assert.match(faults(dataset)[1], /^error image.dicom.\S+ a+3.dicom$/);
    assert.deepEqual(idsOf(dataset).length, 4);
  });

  it('moves a box that leaves the image to its border, and leaves a view out whose box lies beside it or is none', async () => {
    await edit(table(FINDINGS), '8.2500,20.5000,20.7500,33.1250', '8.2500,20.5000,70,33.1250');
    let dataset = await vindr.read();
    assert.deepEqual(faults(dataset), [`warning dataset.outline.leaves ${FINDINGS}:2`]);
    assert.deepEqual(viewOf(dataset, 'vindr_0a1b2c3d4e.LEFT_CC').findings[0].boundary, [8.25, 20.5, 47, 20.5, 47, 33.125, 8.25, 33.125]);
    await edit(table(FINDINGS), '8.2500,20.5000,70,33.1250', '60,20.5000,70,33.1250');
    dataset = await vindr.read();
    assert.deepEqual(faults(dataset).slice(0, 1), [`error dataset.outline.outside ${FINDINGS}:2`]);
    assert.ok(!idsOf(dataset).includes('vindr_0a1b2c3d4e.LEFT_CC'));
    for (const box of ['60,20.5000,,33.1250', '20,20,10,33', '20,20,ten,33']) {
      await edit(table(FINDINGS), /BI-RADS 5,(?:[^,\n"]*,){4}training/, `BI-RADS 5,${box},training`);
      assert.deepEqual(faults(await vindr.read()).slice(0, 1), [`error vindr.box ${FINDINGS}:2`], box);
    }
  });

  it('tells of a side or projection that the header contradicts, and takes that of the table', async () => {
    await edit(table(BREASTS), 'R,CC,64,48,BI-RADS 3', 'R,MLO,64,48,BI-RADS 3');
    const dataset = await vindr.read();
    assert.deepEqual(faults(dataset), [`warning vindr.view.disagrees ${'c'.repeat(31)}1.dicom`]);
    assert.equal(viewOf(dataset, 'vindr_13579bdf02.RIGHT_MLO').projection, 'MLO');
  });

  it('leaves an image out of which the table of findings has no row', async () => {
    await edit(table(FINDINGS), /.*ccccc.*\n/, '');
    const dataset = await vindr.read();
    assert.deepEqual(faults(dataset), [`error vindr.findings.missing ${BREASTS}:7`]);
    assert.deepEqual(
      dataset.cases.map((c) => c.id),
      ['vindr_0a1b2c3d4e', 'vindr_ffeeddccbb'],
    );
  });

  it('counts findings without an assessment for no class, and says how many', async () => {
    await edit(table(FINDINGS), "['Suspicious Calcification']\",BI-RADS 4", "['Suspicious Calcification']\",");
    const dataset = await vindr.read();
    assert.deepEqual(faults(dataset), [`warning dataset.assessments.none ${path.basename(vindr.root)}`]);
    assert.equal(viewOf(dataset, 'vindr_0a1b2c3d4e.LEFT_CC').findings[1].pathology, 'unproven');
  });

  it('tests on a study that is in both parts', async () => {
    await edit(table(BREASTS), 'BI-RADS 1,DENSITY C,training', 'BI-RADS 1,DENSITY C,test');
    const dataset = await vindr.read();
    assert.deepEqual(faults(dataset), [`warning vindr.split ${BREASTS}:2`]);
    assert.equal(caseOf(dataset, 'vindr_0a1b2c3d4e').part, 'test');
  });

  it('does with the table of findings alone, and not without it', async () => {
    const ids = idsOf(await vindr.read());
    await rm(table(BREASTS));
    const dataset = await vindr.read();
    assert.deepEqual(faults(dataset), [`warning vindr.breasts.missing ${path.basename(vindr.root)}`]);
    assert.deepEqual(idsOf(dataset), ids);
    await rm(table(FINDINGS));
    await assert.rejects(
      () => vindr.read({ format: 'vindr-mammo' }),
      (error) => error instanceof ProblemError && error.problem.code === 'dataset.empty',
    );
  });

  it('names values that are none and rows that cannot be read, and reads the rest', async () => {
    await edit(table(BREASTS), 'R,CC,64,48,BI-RADS 1,DENSITY C,training', 'X,CC,64,48,high,DENSITY E,later');
    await edit(table(FINDINGS), "['Focal Asymmetry']", "['Shadow']");
    const dataset = await vindr.read();
    const lines = faults(dataset);
    assert.deepEqual(lines.filter((line) => line === `warning vindr.table.value ${BREASTS}:4`).length, 4);
    assert.ok(lines.includes(`warning vindr.category ${FINDINGS}:8`));
    assert.ok(lines.includes(`error dataset.unoutlined ${BREASTS}:4`), 'no assessment and no side: not known to be normal');
    assert.deepEqual(viewOf(dataset, 'vindr_13579bdf02.RIGHT_CC').findings[0].lesions, [{ kind: 'other' }]);
    await edit(table(FINDINGS), '"[\'Shadow', '"[\'"Shadow');
    assert.ok(faults(await vindr.read()).includes(`error dataset.table.row ${FINDINGS}:8`));
  });
});

describe('the categories of VinDr-Mammo', () => {
  const WORDS = [
    'Mass',
    'Suspicious Calcification',
    'Asymmetry',
    'Focal Asymmetry',
    'Global Asymmetry',
    'Architectural Distortion',
    'Suspicious Lymph Node',
    'Skin Thickening',
    'Skin Retraction',
    'Nipple Retraction',
    'No Finding',
  ];

  it('are read back from a list as Python writes it, with either quotes, or bare', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1 }), fc.constantFrom("'", '"', ''), (words, quote) => {
        assert.deepEqual(parseCategories(`[${words.map((w) => quote + w + quote).join(', ')}]`), words);
      }),
    );
    assert.deepEqual(parseCategories('Mass'), ['Mass']);
    assert.deepEqual(parseCategories(''), []);
    fc.assert(fc.property(fc.string(), (text) => assert.ok(parseCategories(text).every((word) => word.trim() !== ''))));
  });

  it("have DDSM's words where it has some", () => {
    const kinds = WORDS.map((word) => lesionsOf([word], assert.fail).map((lesion) => [lesion.kind, ...(lesion.shape ?? [])].join(' ')));
    assert.deepEqual(kinds.flat(), [
      'mass',
      'calcification',
      'mass ASYMMETRIC_BREAST_TISSUE',
      'mass FOCAL_ASYMMETRIC_DENSITY',
      'mass ASYMMETRIC_BREAST_TISSUE',
      'mass ARCHITECTURAL_DISTORTION',
      'mass LYMPH_NODE',
      'other',
      'other',
      'other',
    ]);
  });

  it('outside the list are findings of another kind, and told', () => {
    const odd: string[] = [];
    assert.deepEqual(
      lesionsOf(['constructor', 'Skin Thickening'], (word) => odd.push(word)),
      [{ kind: 'other' }],
    );
    assert.deepEqual(odd, ['constructor']);
  });
});

describe('case ids of VinDr-Mammo', () => {
  const study = fc.stringMatching(/^[0-9a-f]{32}$/);

  it('are different for different studies, also where studies begin alike', () => {
    const alike = fc.tuple(
      fc.stringMatching(/^[0-9a-f]{10}$/),
      fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{22}$/), { minLength: 2, maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(study), alike, (others, [head, tails]) => {
        const all = [...new Set([...others, ...tails.map((tail) => head + tail)])];
        const ids = caseIds(all);
        assert.equal(new Set(ids.values()).size, all.length);
      }),
    );
  });

  it('follow from the study alone where no other begins like it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(study, { minLength: 2, selector: (s) => s.slice(0, 10) }), (all) => {
        assert.equal(caseIds(all).get(all[0]), caseIds([all[0]]).get(all[0]));
      }),
    );
  });
});
