/** Compressed DICOM: what dcmtk and OpenJPEG compressed comes back exactly where nothing was lost, and as they read it themselves where something was. */
import assert from 'node:assert/strict';
import { readPgm } from '../../../../src/images/pgm';
import { readImage, readImageHeader } from '../../../../src/images/read';
import { codeOf, fixture, read, samples } from './fixtures';

/** Fixture: significant bits. */
const EXACT: Record<string, number> = {
  rle: 12,
  rle8: 8,
  rleSigned: 16,
  rleFragments: 16,
  jpegLosslessSv1: 12,
  jpegLosslessSigned: 12,
  jpegLosslessFragments: 16,
  jpegLosslessFragmentsNoTable: 16,
  jpegLossless8: 8,
  ...Object.fromEntries([12, 16].flatMap((bits) => [1, 2, 3, 4, 5, 6, 7].map((p) => [`jpegLossless${bits}.predictor${p}`, bits]))),
  jpegLs: 12,
  jpegLs8: 8,
  jpegLs16: 16,
  jpegLsSigned: 12,
  jpegLsFragments: 16,
  jpeg2000: 12,
  jpeg2000Bits8: 8,
  jpeg2000Fragments: 16,
  jpeg2000Signed: 16,
  jpeg2000Tiles: 12,
};

describe('compressed DICOM without loss', () => {
  for (const [name, bits] of Object.entries(EXACT))
    it(`${name} reads exactly`, async () => {
      const frame = await readImage(fixture(`${name}.dcm`));
      assert.equal(frame.bits, bits);
      assert.deepEqual(frame.data, samples(bits));
    });

  it('a point transform of two bits loses the two low bits and no more', async () => {
    const { data } = await readImage(fixture('jpegLosslessTransform2.dcm'));
    assert.deepEqual(
      data,
      samples(12).map((v) => v & ~3),
    );
  });
});

describe('compressed DICOM with loss', () => {
  const largest = (a: Uint16Array, b: Uint16Array) => a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);

  it('JPEG baseline of 8 bits reads as dcmdjpeg reads it, within one step', async () => {
    const [ours, theirs] = await Promise.all(['jpegBaseline', 'jpegBaselineDecoded'].map((name) => readImage(fixture(`${name}.dcm`))));
    assert.equal(ours.data.length, theirs.data.length);
    assert.ok(largest(ours.data, theirs.data) <= 1, `${largest(ours.data, theirs.data)}`);
  });

  it('near-lossless JPEG-LS is off by no more than the two steps it was allowed', async () => {
    const { data } = await readImage(fixture('jpegLsNear.dcm'));
    const off = largest(data, samples(12));
    assert.ok(off > 0 && off <= 2, `${off}`);
  });

  it('lossy JPEG 2000 reads as opj_decompress reads it', async () => {
    const { data } = await readImage(fixture('jpeg2000Lossy.dcm'));
    assert.ok(largest(data, readPgm(read('jpeg2000Lossy.pgm')).data) <= 1);
  });

  it('JPEG of 12 bits is refused by name, from its header', async () => {
    assert.equal(await codeOf(() => readImageHeader(fixture('jpegExtended12.dcm'))), 'image.dicom.unsupported');
    await assert.rejects(readImage(fixture('jpegExtended12.dcm')), /found JPEG extended of 12 bits/);
  });
});
