/** DICOM without compression: the values that dcmtk wrote come back exactly, whatever the byte order, depth, sign and place within the word. */
import assert from 'node:assert/strict';
import { readImage, readImageHeader } from '../../../../src/images/read';
import { codeOf, fixture, HEIGHT, samples, WIDTH } from './fixtures';

/** Fixture: significant bits. */
const EXACT: Record<string, number> = {
  explicit: 12,
  implicit: 12,
  bigEndian: 12,
  deflated: 12,
  noPreamble: 12,
  noPreambleExplicit: 12,
  bits16: 16,
  bits8: 8,
  bits8BigEndian: 8,
  bits8WordsBigEndian: 8,
  bits10InHigh: 10,
  overlayBits: 12,
  signed12: 12,
  signed16: 16,
};

describe('uncompressed DICOM', () => {
  for (const [name, bits] of Object.entries(EXACT))
    it(`${name} reads exactly`, async () => {
      const file = fixture(`${name}.dcm`);
      const frame = await readImage(file);
      assert.deepEqual([frame.width, frame.height, frame.bits], [WIDTH, HEIGHT, bits]);
      assert.deepEqual(frame.data, samples(bits));
      const header = await readImageHeader(file);
      assert.deepEqual([header.format, header.width, header.height, header.bits], ['dicom', WIDTH, HEIGHT, bits]);
    });

  it('several frames and colours are refused by name', async () => {
    for (const name of ['frames', 'colour'])
      for (const read of [readImage, readImageHeader])
        assert.equal(await codeOf(() => read(fixture(`${name}.dcm`))), 'image.dicom.unsupported');
    await assert.rejects(readImageHeader(fixture('frames.dcm')), /2 frames \(tomosynthesis or a film loop\)/);
    await assert.rejects(readImageHeader(fixture('colour.dcm')), /a colour picture \(RGB\)/);
  });
});
