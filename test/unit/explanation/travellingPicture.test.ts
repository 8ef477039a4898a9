/** Facts of pictures that travel with outputs. */
import { deepEqual, ok, rejects } from 'node:assert/strict';
import sharp from 'sharp';
import { travellingPicture } from '../../../src/explanation/subject';

const preview = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#555' } })
    .jpeg()
    .toBuffer();

async function sizeOf(uri: string): Promise<{ width: number; height: number }> {
  const [kind, base64] = uri.split(',');
  ok(kind === 'data:image/jpeg;base64');
  const { width, height } = await sharp(Buffer.from(base64, 'base64')).metadata();
  return { width, height };
}

describe('a preview that travels with an output', () => {
  it('is shrunk to the height of such pictures, in its proportions', async () =>
    deepEqual(await sizeOf(await travellingPicture(await preview(850, 1400))), { width: 437, height: 720 }));

  it('is not enlarged', async () => deepEqual(await sizeOf(await travellingPicture(await preview(200, 300))), { width: 200, height: 300 }));

  it('is none when it is damaged', () => rejects(travellingPicture(Buffer.from('no picture'))));
});
