/** Images that are no mammograms, or not as mammograms are: refused, turned, or explained with a warning; memory stays bounded. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { lookOver } from '../../../src/explanation/doubtfulImage';
import { readImageFile } from '../../../src/explanation/imageFile';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import { imageOf, rowsOf } from '../../../src/pixels/rows';
import { ProblemError } from '../../../src/protocol/problem';
import { seededRandom } from '../../../src/statistics/random';

const [WIDTH, HEIGHT] = [300, 420];

/** Half an ellipse of tissue at the left side on black, grey in 0..1; `shift`: how far from the side. */
function breast(shift = 0, width = WIDTH, height = HEIGHT): Float32Array {
  const random = seededRandom(4);
  return Float32Array.from({ length: width * height }, (_, i) => {
    const depth = 1 - (((i % width) / width - shift) / 0.6) ** 2 - ((Math.floor(i / width) / height - 0.5) / 0.4) ** 2;
    return depth < 0 || i % width < shift * width - 0.25 * width ? 0.01 + 0.005 * random() : 0.3 + 0.5 * depth + 0.1 * random();
  });
}
const rows = (data: Float32Array, width = WIDTH, height = HEIGHT) => rowsOf({ width, height, data });
const bytesOf = (grey: Float32Array) => Uint8Array.from(grey, (v) => Math.round(255 * Math.min(1, v)));

describe('a doubtful image', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-doubtful-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));
  const write = async (name: string, bytes: Uint8Array) => {
    const file = path.join(dir, name);
    await writeFile(file, bytes);
    return file;
  };
  const refused = async (file: string, code: string) =>
    assert.rejects(readImageFile(file), (e) => e instanceof ProblemError && e.problem.code === code && e.problem.file === file, code);
  const coloured = (paint: (grey: number) => [number, number, number]) =>
    sharp(Buffer.from(Array.from(bytesOf(breast())).flatMap(paint)), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .png()
      .toBuffer();

  it('is none when a breast lies at the side of a dark film', () => {
    assert.deepEqual(lookOver(rows(breast())).warnings, []);
    const mirrored = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => breastAt[i - 2 * (i % WIDTH) + WIDTH - 1]);
    assert.deepEqual(lookOver(rows(mirrored)).warnings, []);
  });
  const breastAt = breast();

  it('with a white background is turned, with a warning, and then gives the grey of the film itself', async () => {
    const foreign = await readImageFile(
      await write(
        'film.png',
        await sharp(bytesOf(breast()), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
          .png()
          .toBuffer(),
      ),
    );
    const negative = bytesOf(breast()).map((v) => 255 - v);
    const negativeFile = await readImageFile(
      await write(
        'negative.png',
        await sharp(negative, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
          .png()
          .toBuffer(),
      ),
    );
    assert.ok(negativeFile.warnings.some((w) => w.includes('black and white were exchanged')));
    assert.ok(!foreign.warnings.some((w) => w.includes('exchanged')));
    const [film, turned] = [imageOf(foreign.rows), imageOf(negativeFile.rows)];
    for (let i = 0; i < film.data.length; i += 7) assert.ok(Math.abs(film.data[i] - turned.data[i]) < 0.02);
  });

  it('with a white scanner frame around a black background is not turned', () => {
    const framed = breast().map((v, i) => (i % WIDTH < 6 || i % WIDTH > WIDTH - 7 || i < 8 * WIDTH || i > (HEIGHT - 8) * WIDTH ? 1 : v));
    assert.ok(!lookOver(rows(framed)).warnings.some((w) => w.includes('exchanged')));
  });

  it('in colour is made grey with a warning; a grey one kept as colour has none', async () => {
    const tinted = await readImageFile(await write('tinted.png', await coloured((v) => [v, v >> 1, v >> 2])));
    assert.ok(tinted.warnings.some((w) => w.includes('in colour')));
    assert.ok(imageOf(tinted.rows).data.every((v) => v >= 0 && v <= 1) && imageOf(tinted.rows).data.length === WIDTH * HEIGHT);
    const grey = await readImageFile(await write('grey.png', await coloured((v) => [v, v, v])));
    assert.ok(!grey.warnings.some((w) => w.includes('in colour')));
  });

  it('of one pixel, or hardly more, is refused', async () => {
    const one = sharp(Uint8Array.of(9), { raw: { width: 1, height: 1, channels: 1 } });
    await refused(await write('one.png', await one.png().toBuffer()), 'image.tooSmall');
    await refused(await write('one.pgm', Buffer.from('P5 1 1 255\n7')), 'image.tooSmall');
    await refused(
      await write('one.LJPEG', encodeLosslessJpeg({ width: 1, height: 1, bits: 12, data: Uint16Array.of(5) })),
      'image.tooSmall',
    );
  });

  it('of 20,000 x 300 pixels is refused as a strip', async () => {
    const strip = sharp({ create: { width: 20000, height: 300, channels: 3, background: '#000' } });
    await refused(await write('strip.png', await strip.png().toBuffer()), 'image.strip');
  });

  it('of 20,000 x 20,000 pixels is refused by its header, before its pixels take memory', async () => {
    const blank = sharp({ create: { width: 20000, height: 20000, channels: 3, background: '#000' }, limitInputPixels: false });
    const file = await write('blank.png', await blank.toColourspace('b-w').png({ compressionLevel: 1 }).toBuffer());
    const before = process.memoryUsage.rss();
    const start = performance.now();
    await refused(file, 'image.tooLarge');
    assert.ok(process.memoryUsage.rss() - before < 2 ** 27, 'less than 128 MB');
    assert.ok(performance.now() - start < 5000);
    await refused(await write('blank.pgm', Buffer.from('P5 16000 16000 255\n')), 'image.tooLarge');
  });

  it('that may be of another kind is explained with a warning that says why', () => {
    const said = (data: Float32Array, width = WIDTH, height = HEIGHT) => lookOver(rows(data, width, height)).warnings.join(' ');
    const random = seededRandom(9);
    // A photograph: bright throughout, but for a dark corner.
    const photograph = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
      i % WIDTH < 3 && i < (WIDTH * HEIGHT) / 2 ? 0.01 : 0.6 + 0.1 * random(),
    );
    assert.match(said(photograph), /no dark background/);
    assert.match(said(breast(0, 600, 400), 600, 400), /600 x 400 is not the shape of a mammogram/);
    assert.match(said(breast(0, 300, 1000), 300, 1000), /not the shape of a mammogram/);
    // A slice of a body: a disc in the middle of a black field.
    const disc = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
      Math.hypot((i % WIDTH) - 150, Math.floor(i / WIDTH) - 210) < 90 ? 0.5 + 0.2 * random() : 0.01,
    );
    assert.match(said(disc), /touches neither side/);
    assert.match(said(breast(0, 120, 170), 120, 170), /only 120 x 170 pixels/);
  });
});
