/** A figure's PNG says how large it is in print. */
import { deepEqual, equal } from 'node:assert/strict';
import sharp from 'sharp';
import { withDensity } from '../../../notebook-renderers/explanation/pngDensity';

describe('a PNG with its density', () => {
  it('is read as 300 dpi by another program, which checks the chunk, with the same pixels', async () => {
    const plain = await sharp(Buffer.from([10, 20, 30, 40]), { raw: { width: 2, height: 2, channels: 1 } })
      .png()
      .toBuffer();
    const dense = Buffer.from(withDensity(plain));
    equal((await sharp(dense).metadata()).density, 300);
    deepEqual(await sharp(dense).raw().toBuffer(), await sharp(plain).raw().toBuffer());
    equal(dense.length, plain.length + 21);
  });
});
