/** What a DICOM header tells of the view, and that it never tells who the patient is. */
import assert from 'node:assert/strict';
import { readDicomHeader } from '../../../../src/images/dicom/read';
import { readImageHeader } from '../../../../src/images/read';
import { fixture, read } from './fixtures';

describe('facts of a DICOM header', () => {
  it('are side, projection, modality, age, the side of a pixel, and the keywords of what identifies', async () => {
    for (const name of ['explicit', 'implicit', 'bigEndian', 'deflated', 'noPreamble', 'jpegLosslessSv1'])
      assert.deepEqual(
        await readImageHeader(fixture(`${name}.dcm`)),
        {
          format: 'dicom',
          width: 37,
          height: 29,
          bits: 12,
          channels: 1,
          microns: 70,
          dicom: {
            laterality: 'LEFT',
            viewPosition: 'MLO',
            modality: 'MG',
            age: 50,
            identifiers: ['AccessionNumber', 'PatientName', 'PatientID', 'PatientBirthDate'],
          },
        },
        name,
      );
  });

  it('come from the series, the code of the view, the film scanner and the dates where the plainer elements are empty', async () => {
    const { microns, dicom } = await readImageHeader(fixture('codedView.dcm'));
    // Born on 4 July 1950, examined on 3 February 2001.
    assert.deepEqual([microns, dicom?.laterality, dicom?.viewPosition, dicom?.age], [50, 'RIGHT', 'CC', 50]);
  });

  it('know no projection by a code of another scheme, whatever it is called', () => {
    for (const code of ['valueOf', 'R-00000']) {
      const bytes = Buffer.from(read('codedView.dcm'));
      bytes.write(code, bytes.indexOf('R-10242'), 'latin1');
      assert.equal(readDicomHeader(bytes).dicom?.viewPosition, undefined);
    }
  });

  it('name no identifiers where all are empty, and say that identity was removed', async () => {
    const { dicom } = await readImageHeader(fixture('anonymous.dcm'));
    assert.deepEqual([dicom?.identifiers, dicom?.identityRemoved, dicom?.age], [[], true, undefined]);
  });

  it('hold no value of an identifying attribute', async () => {
    assert.doesNotMatch(JSON.stringify(await readImageHeader(fixture('explicit.dcm'))), /FIXTURE|4711|1950/);
  });
});
