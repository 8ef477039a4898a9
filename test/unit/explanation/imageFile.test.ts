/** Image files outside the data set: read at full depth, or refused by name. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { readImageFile } from '../../../src/explanation/imageFile';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import { readPgm } from '../../../src/images/pgm';
import { readImage } from '../../../src/images/read';
import { imageOf } from '../../../src/pixels/rows';
import { ProblemError } from '../../../src/protocol/problem';

const [WIDTH, HEIGHT] = [40, 30];
/** 12-bit ramp. */
const levels = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => i * 3);
const raw = { width: WIDTH, height: HEIGHT, channels: 1 as const };

describe('an image file', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-image-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const write = async (name: string, bytes: Uint8Array | string) => {
    const file = path.join(dir, name);
    await writeFile(file, bytes);
    return file;
  };
  const grey16 = () => sharp(levels, { raw }).toColourspace('grey16');
  const bigEndian = () => Buffer.from(levels.slice().buffer).swap16();

  it('gives the same grey from 16-bit PNG, 16-bit TIFF, 16-bit PGM, plain PGM and lossless JPEG', async () => {
    const files = [
      await write('a.png', await grey16().png().toBuffer()),
      await write('a.tiff', await grey16().tiff({ compression: 'lzw' }).toBuffer()),
      await write('a.pgm', Buffer.concat([Buffer.from(`P5\n# made here\n${WIDTH} ${HEIGHT}\n4095\n`), bigEndian()])),
      await write('plain.pgm', `P2 ${WIDTH} ${HEIGHT} 4095\n${levels.join(' ')}\n`),
      await write('a.LJPEG', encodeLosslessJpeg({ width: WIDTH, height: HEIGHT, bits: 12, data: levels })),
    ];
    const images = (await Promise.all(files.map((file) => readImageFile(file)))).map(({ rows }) => imageOf(rows));
    for (const image of images) {
      assert.deepEqual([image.width, image.height], [WIDTH, HEIGHT]);
      assert.ok(image.data[0] === 0 && image.data.at(-1) === 1);
      for (let i = 0; i < image.data.length; i++) assert.ok(Math.abs(image.data[i] - images[0].data[i]) < 1e-3);
    }
  });

  it('of 8 bits, grey or colour, is read with a warning about its depth', async () => {
    const grey = sharp(
      Uint8Array.from(levels, (v) => v / 16),
      { raw },
    );
    const png = await readImageFile(await write('b.png', await grey.png().toBuffer()));
    const rgba = await readImageFile(
      await write(
        'c.png',
        await sharp(await grey.png().toBuffer())
          .toColourspace('srgb')
          .ensureAlpha()
          .png()
          .toBuffer(),
      ),
    );
    assert.ok(png.warnings.some((w) => w.includes('8 bits')));
    const [one, other] = [imageOf(png.rows), imageOf(rgba.rows)];
    for (let i = 0; i < one.data.length; i++) assert.ok(Math.abs(one.data[i] - other.data[i]) < 0.02);
    const jpeg = await readImageFile(
      await write(
        'd.jpg',
        await sharp(await grey.png().toBuffer())
          .jpeg()
          .toBuffer(),
      ),
    );
    assert.equal(jpeg.rows.width, WIDTH);
  });

  it('says that its true findings are not known, and tells nothing of its folder', async () => {
    const { name, warnings } = await readImageFile(await write('C_1_1.LEFT_CC.LJPEG.1.png', await grey16().png().toBuffer()));
    assert.equal(name, 'C_1_1.LEFT_CC');
    assert.ok(warnings.some((w) => w.includes('true findings are not known')));
    assert.ok(!JSON.stringify([name, warnings]).includes(dir));
  });

  it('of DICOM is named by its pixels and its view, never by its file or its patient', async () => {
    const dicom = await readFile('test/fixtures/dicom/explicit.dcm');
    const { name, warnings } = await readImageFile(await write('TEST^FIXTURE.dcm', dicom));
    assert.match(name, /^DICOM_[0-9a-f]{8}\.LEFT_MLO$/);
    assert.equal((await readImageFile(await write('other.dcm', dicom))).name, name);
    assert.notEqual((await readImageFile('test/fixtures/dicom/bits16.dcm')).name, name);
    assert.match((await readImageFile('test/fixtures/dicom/codedView.dcm')).name, /\.RIGHT_CC$/);
    assert.doesNotMatch(JSON.stringify([name, warnings]), /FIXTURE|4711|1950/);
    assert.ok(warnings.some((w) => w.includes('tells who the patient is') && w.includes('PatientName')));
  });

  it('with a window of its own is shown by it, and says so', async () => {
    const { rows, warnings } = await readImageFile('test/fixtures/dicom/window.dcm');
    assert.ok(warnings.some((w) => w.includes('the window that the file states')));
    const [image, frame] = [imageOf(rows), await readImage('test/fixtures/dicom/window.dcm')];
    for (let i = 0; i < image.data.length; i++) {
      const grey = Math.min(Math.max((frame.data[i] - 250) / 1499, 0), 1);
      assert.ok(Math.abs(image.data[i] - grey) < 1e-5 || Math.abs(1 - image.data[i] - grey) < 1e-5);
    }
  });

  it('that is missing, a folder, cut off, blank or no picture is refused by name', async () => {
    const png = await grey16().png().toBuffer();
    const files = {
      'image.missing': path.join(dir, 'absent.png'),
      'image.unreadable': await write('text.png', 'hello'),
      'image.pgm': await write('short.pgm', `P5 ${WIDTH} ${HEIGHT} 255\nabc`),
      'image.blank': await write('blank.pgm', Buffer.concat([Buffer.from('P5 16 16 255\n'), Buffer.alloc(256, 7)])),
    };
    for (const [code, file] of Object.entries(files))
      await assert.rejects(
        readImageFile(file),
        (e) => e instanceof ProblemError && e.problem.code === code && e.problem.file === file,
        code,
      );
    await assert.rejects(readImageFile(dir), ProblemError);
    await assert.rejects(readImageFile(await write('cut.png', png.subarray(0, png.length / 2))), ProblemError);
    const ljpeg = encodeLosslessJpeg({ width: WIDTH, height: HEIGHT, bits: 12, data: levels });
    await assert.rejects(readImageFile(await write('cut.LJPEG', ljpeg.subarray(0, ljpeg.length / 2))), ProblemError);
  });

  it('in PGM form with a wrong header is refused', () => {
    for (const text of ['P5 x 3 255\n', 'P5 3 3\n', 'P5 0 3 255\n', 'P5 3 3 70000\n', 'P2 2 2 9\n1 2 3\n'])
      assert.throws(() => readPgm(Buffer.from(text)), ProblemError, text);
  });
});
