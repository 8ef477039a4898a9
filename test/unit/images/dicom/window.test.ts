/** The grey window of a DICOM file: what is shown is what dcm2pnm shows (fixtures and their .pgm: make.sh, dcmtk 3.6.7). */
import assert from 'node:assert/strict';
import { toGrey } from '../../../../src/dataset/density';
import { readPgm } from '../../../../src/images/pgm';
import { readImage } from '../../../../src/images/read';
import { codeOf, fixture, read, samples } from './fixtures';

/** Largest difference between our grey and the golden one, in steps of 1/255. */
async function off(name: string): Promise<number> {
  const grey = toGrey(await readImage(fixture(`${name}.dcm`)), {});
  const golden = readPgm(read(`${name}.pgm`));
  return golden.data.reduce((most, v, i) => Math.max(most, Math.abs(255 * grey.data[i] - v)), 0);
}

describe('the grey window of a DICOM file', () => {
  for (const name of ['window', 'windowRescaled', 'windowNegativeSlope', 'windowMonochrome1', 'windowSigned'])
    it(`${name} gives the grey of dcm2pnm within a step of 255`, async () => {
      // dcm2pnm cuts rescaled values to whole numbers first: here one of the 800 of the window.
      const cut = name === 'windowRescaled' ? 255 / 800 : 0;
      assert.ok((await off(name)) <= 1 + cut, `${await off(name)}`);
    });

  it('without white at the low end, the picture of MONOCHROME1 would be its negative', async () => {
    const { white, ...frame } = await readImage(fixture('windowMonochrome1.dcm'));
    assert.equal(white, 'low');
    const turned = toGrey(frame, {});
    const right = toGrey({ ...frame, white }, {});
    for (let i = 0; i < right.data.length; i++) assert.ok(Math.abs(turned.data[i] + right.data[i] - 1) < 1e-6);
  });

  it('is the first of several, in stored values: C.11.2.1.2', async () => {
    assert.deepEqual((await readImage(fixture('window.dcm'))).window, [1000 - 0.5 - 749.5, 1000 - 0.5 + 749.5]);
    // 0.25 v - 100 lies between -100.5 and 699.5.
    assert.deepEqual((await readImage(fixture('windowRescaled.dcm'))).window, [-2, 3198]);
    // Signed values are shifted by 2048.
    assert.deepEqual((await readImage(fixture('windowSigned.dcm'))).window, [99.5 - 500 + 2048, 99.5 + 500 + 2048]);
  });

  it('a sigmoid becomes the line through its middle with its steepest slope, at most an eighth of the range away', async () => {
    assert.deepEqual((await readImage(fixture('windowSigmoid.dcm'))).window, [1500, 2500]);
    const sigmoid = (v: number) => 1 / (1 + Math.exp((-4 * (v - 2000)) / 1000));
    const grey = toGrey(await readImage(fixture('windowSigmoid.dcm')), {});
    samples(12).forEach((v, i) => {
      assert.ok(Math.abs(grey.data[i] - sigmoid(v)) < 0.125);
    });
  });

  it('LINEAR_EXACT runs from the centre by half the width to either side: C.11.2.1.3.2', async () => {
    assert.deepEqual((await readImage(fixture('windowExact.dcm'))).window, [1500, 2500]);
  });

  it('a table in its place states none, and a table of modality values is refused', async () => {
    const { window, data } = await readImage(fixture('windowTable.dcm'));
    assert.equal(window, undefined);
    assert.deepEqual(data, samples(12));
    assert.equal(await codeOf(() => readImage(fixture('modalityTable.dcm'))), 'image.dicom.unsupported');
  });

  it('files without a window are spread by their own values', async () => {
    const frame = await readImage(fixture('explicit.dcm'));
    assert.deepEqual([frame.window, frame.white], [undefined, undefined]);
    const { data } = toGrey(frame, {});
    assert.ok(Math.max(...data) === 1 && Math.min(...data) === 0);
  });
});

describe('optical density', () => {
  it('of a known scanner goes before a window, and counts low values as dark film whatever the file says is white', () => {
    const frame = { width: 2, height: 1, bits: 12, data: Uint16Array.of(500, 3500) };
    const plain = toGrey(frame, { scanner: 'lumisys' }).data;
    assert.deepEqual(toGrey({ ...frame, window: [0, 10], white: 'low' }, { scanner: 'lumisys' }).data, plain);
    assert.ok(plain[0] < plain[1]);
  });
});
