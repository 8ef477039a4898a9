/** DDSM's .ics: the fields that are used, and the quirks that occur. */
import assert from 'node:assert/strict';
import { normaliseCaseId, parseIcs } from '../../../src/dataset/ddsm/ics';
import { writeIcs } from '../../../src/dataset/ddsm/icsText';
import { scannerOf } from '../../../src/dataset/ddsm/scanner';

const example = `ics_version 1.0
filename B-3024-1
DATE_OF_STUDY 2 7 1995
PATIENT_AGE 42
FILM
FILM_TYPE REGULAR
DENSITY 4
DATE_DIGITIZED 7 22 1997
DIGITIZER LUMISYS LASER
SELECTED
LEFT_CC LINES 4696 PIXELS_PER_LINE 3024 BITS_PER_PIXEL 12 RESOLUTION 50 OVERLAY
RIGHT_MLO LINES 4688 PIXELS_PER_LINE 3048 BITS_PER_PIXEL 12 RESOLUTION 43.5 NON_OVERLAY
`;

describe('.ics', () => {
  it('gives case, age, density, scanner and the size of each view', () => {
    const { ics, problems } = parseIcs(example, '/x.ics');
    assert.deepEqual(problems, []);
    assert.deepEqual(ics, {
      caseId: 'B_3024_1',
      age: 42,
      density: 4,
      digitizer: 'LUMISYS LASER',
      views: [
        { laterality: 'LEFT', projection: 'CC', height: 4696, width: 3024, bits: 12, microns: 50, overlay: true },
        { laterality: 'RIGHT', projection: 'MLO', height: 4688, width: 3048, bits: 12, microns: 43.5, overlay: false },
      ],
    });
  });

  it('carries no date: nothing of it points at a person', () => {
    assert.doesNotMatch(JSON.stringify(parseIcs(example, '/x.ics')), /199[57]/);
  });

  it('what is written reads back', () => {
    const { ics } = parseIcs(example, '/x.ics');
    assert.deepEqual(parseIcs(writeIcs(ics), '/x.ics'), { ics, problems: [] });
  });

  it('blank fields stay open with a warning that names the line', () => {
    const { ics, problems } = parseIcs(example.replace('AGE 42', 'AGE').replace('DENSITY 4', 'DENSITY 0'), '/x.ics');
    assert.deepEqual([ics.age, ics.density], [undefined, undefined]);
    assert.deepEqual(
      problems.map((p) => [p.severity, p.line, p.found]),
      [
        ['warning', 4, 'PATIENT_AGE (blank)'],
        ['warning', 7, 'DENSITY 0'],
      ],
    );
  });

  it('a view line without numbers keeps the view and warns of each', () => {
    const { ics, problems } = parseIcs('LEFT_CC LINES PIXELS_PER_LINE 3024\r\n', '/x.ics');
    assert.deepEqual(ics.views, [
      { laterality: 'LEFT', projection: 'CC', height: undefined, width: 3024, bits: undefined, microns: undefined, overlay: undefined },
    ]);
    assert.equal(problems.length, 4);
  });

  it('unknown lines and a view named twice are warnings', () => {
    const { ics, problems } = parseIcs(
      `${example}WEATHER fine\nLEFT_CC LINES 1 PIXELS_PER_LINE 1 BITS_PER_PIXEL 12 RESOLUTION 50 OVERLAY\n`,
      '/x.ics',
    );
    assert.deepEqual(
      problems.map((p) => p.code),
      ['ddsm.ics.line', 'ddsm.ics.view'],
    );
    assert.equal(ics.views.length, 2);
    assert.equal(ics.views[0].height, 4696);
  });

  it('hyphens and underscores name the same case', () => {
    assert.deepEqual(['B-3024-1.ics', 'b_3024_1', 'B_3024_1.ics.gz'].map(normaliseCaseId), ['B_3024_1', 'B_3024_1', 'B_3024_1']);
  });
});

describe('scanner', () => {
  it('follows from volume letter and DIGITIZER together', () => {
    assert.equal(scannerOf('A_1000_1', 'DBA'), 'dba');
    assert.equal(scannerOf('A_1000_1', 'HOWTEK'), 'howtek-mgh');
    assert.equal(scannerOf('D_4000_1', 'HOWTEK'), 'howtek-ismd');
    assert.equal(scannerOf('B_3000_1', 'LUMISYS LASER'), 'lumisys');
    assert.equal(scannerOf('C_0001_1', undefined), 'lumisys');
  });

  it('is unknown where they disagree or leave a choice', () => {
    assert.equal(scannerOf('A_1000_1', undefined), undefined);
    assert.equal(scannerOf('B_3000_1', 'HOWTEK'), undefined);
    assert.equal(scannerOf('B_3000_1', 'BRAND NEW'), undefined);
    assert.equal(scannerOf('HOSPITAL_7', 'HOWTEK'), undefined);
  });
});
