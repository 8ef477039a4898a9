/** PNG, TIFF, JPEG and PGM: stored values come back exactly at their full depth; what cannot is refused by name. TIFF fixtures: LibTIFF's tools. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import type { Frame, ImageHeader } from '../../../src/images/frame';
import { readImage, readImageHeader } from '../../../src/images/read';
import { codeOf, HEIGHT, samples, WIDTH } from './dicom/fixtures';
import { type PngForm, pngFile, straightGreyProfile } from './pngFile';

const tiff = (name: string) => path.resolve('test/fixtures/tiff', `${name}.tif`);
const [ramp8, ramp16] = [samples(8), samples(16)];
const turnOver = (values: Uint16Array, top: number) => values.map((v) => top - v);

describe('pictures', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-pictures-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  /** Header and frame, which must tell the same. */
  async function both(file: string): Promise<{ frame: Frame; header: ImageHeader }> {
    const [frame, header] = [await readImage(file), await readImageHeader(file)];
    assert.deepEqual([header.width, header.height, header.bits], [frame.width, frame.height, frame.bits]);
    return { frame, header };
  }
  async function written(name: string, bytes: Uint8Array | string): Promise<string> {
    const file = path.join(dir, name);
    await writeFile(file, bytes);
    return file;
  }

  describe('of TIFF', () => {
    const exact: Record<string, [bits: number, values: Uint16Array]> = {
      grey8: [8, ramp8],
      grey16: [16, ramp16],
      packbits8: [8, ramp8],
      lzwBigEndian16: [16, ramp16],
      deflateTiles16: [16, ramp16],
      strips16: [16, ramp16],
      bigTiff16: [16, ramp16],
      pages16: [16, ramp16],
      whiteIsZero8: [8, turnOver(ramp8, 255)],
      whiteIsZero16: [16, turnOver(ramp16, 65535)],
      // A note of how to turn the picture is not followed.
      turned16: [16, ramp16],
    };
    for (const [name, [bits, values]] of Object.entries(exact))
      it(`${name} reads exactly`, async () => {
        const { frame } = await both(tiff(name));
        assert.deepEqual([frame.width, frame.height, frame.bits], [WIDTH, HEIGHT, bits]);
        assert.deepEqual(frame.data, values);
      });

    it('several pages are counted, and the first is read', async () => {
      assert.equal((await readImageHeader(tiff('pages16'))).pages, 2);
      assert.equal((await readImageHeader(tiff('grey16'))).pages, undefined);
    });

    it('one bit is read as 0 or 255', async () => {
      const values = ramp8.map((v) => (v > 127 ? 255 : 0));
      const bytes = await sharp(Uint8Array.from(values), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
        .toColourspace('b-w')
        .tiff({ bitdepth: 1, compression: 'none' })
        .toBuffer();
      assert.deepEqual((await both(await written('bit.tif', bytes))).frame.data, values);
    });

    it('signed, 32-bit and floating point samples are refused by name', async () => {
      for (const [name, found] of [
        ['signed16', 'signed numbers'],
        ['float32', 'floating point numbers'],
        ['bits32', '32 bits'],
      ] as const)
        for (const read of [readImage, readImageHeader]) {
          await assert.rejects(read(tiff(name)), new RegExp(found));
          assert.equal(await codeOf(() => read(tiff(name))), 'image.tiff.unsupported');
        }
    });
  });

  describe('of PNG', () => {
    const size = { width: WIDTH, height: HEIGHT };
    const interleave = (...channels: ArrayLike<number>[]) =>
      Uint16Array.from(
        { length: WIDTH * HEIGHT * channels.length },
        (_, i) => channels[i % channels.length][Math.floor(i / channels.length)],
      );
    const clear = ramp8.map((v) => 255 - v);
    const palette = Array.from({ length: 256 }, (_, i) => 255 - i).flatMap((v) => [v, v, v]);
    const small = (bits: number) => ramp8.map((v) => v >> (8 - bits));
    const forms: Record<string, [form: PngForm, samples: Uint16Array, bits: number, values: Uint16Array]> = {
      'grey, 8 bits': [{ ...size, depth: 8, kind: 0 }, ramp8, 8, ramp8],
      'grey, 16 bits': [{ ...size, depth: 16, kind: 0 }, ramp16, 16, ramp16],
      'grey, 1 bit, as 0 and 255': [{ ...size, depth: 1, kind: 0 }, small(1), 8, small(1).map((v) => v * 255)],
      'grey, 2 bits, in steps of 85': [{ ...size, depth: 2, kind: 0 }, small(2), 8, small(2).map((v) => v * 85)],
      'grey, 4 bits, in steps of 17': [{ ...size, depth: 4, kind: 0 }, small(4), 8, small(4).map((v) => v * 17)],
      'grey palette': [{ ...size, depth: 8, kind: 3, palette }, ramp8, 8, turnOver(ramp8, 255)],
      'grey palette of 16 entries': [
        { ...size, depth: 4, kind: 3, palette: palette.slice(0, 48) },
        small(4),
        8,
        small(4).map((v) => 255 - v),
      ],
      'grey with transparency, 8 bits': [{ ...size, depth: 8, kind: 4 }, interleave(ramp8, clear), 8, ramp8],
      'grey with transparency, 16 bits': [{ ...size, depth: 16, kind: 4 }, interleave(ramp16, turnOver(ramp16, 65535)), 16, ramp16],
      'grey kept as colour, 8 bits': [{ ...size, depth: 8, kind: 2 }, interleave(ramp8, ramp8, ramp8), 8, ramp8],
      'grey kept as colour, 16 bits': [{ ...size, depth: 16, kind: 2 }, interleave(ramp16, ramp16, ramp16), 16, ramp16],
      'grey kept as colour with transparency, 16 bits': [
        { ...size, depth: 16, kind: 6 },
        interleave(ramp16, ramp16, ramp16, ramp16),
        16,
        ramp16,
      ],
    };
    for (const [name, [form, stored, bits, values]] of Object.entries(forms))
      it(`${name} reads exactly`, async () => {
        const { frame } = await both(await written('a.png', pngFile(form, stored)));
        assert.equal(frame.bits, bits);
        assert.deepEqual(frame.data, values);
        assert.ok(!frame.coloured);
      });

    it('in colour is read as its brightness, and says so', async () => {
      const { frame } = await both(await written('c.png', pngFile({ ...size, depth: 8, kind: 2 }, interleave(ramp8, clear, ramp8))));
      assert.equal(frame.coloured, true);
      const deep = interleave(ramp16, turnOver(ramp16, 65535), ramp16);
      assert.equal((await both(await written('d.png', pngFile({ ...size, depth: 16, kind: 2 }, deep)))).frame.coloured, true);
    });

    it('with a colour profile keeps its stored values', async () => {
      const profile = straightGreyProfile();
      const eight = await both(await written('e.png', pngFile({ ...size, depth: 8, kind: 0, profile }, ramp8)));
      assert.deepEqual(eight.frame.data, ramp8);
      const sixteen = await both(await written('f.png', pngFile({ ...size, depth: 16, kind: 0, profile }, ramp16)));
      assert.deepEqual(sixteen.frame.data, ramp16);
    });
  });

  describe('of JPEG', () => {
    it('turned by a camera are read as they lie in the file', async () => {
      const image = sharp(Uint8Array.from(ramp8), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } }).toColourspace('b-w');
      const plain = await image.clone().jpeg({ quality: 95 }).toBuffer();
      const turned = await image.clone().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
      const [{ frame: a }, { frame: b }] = [await both(await written('a.jpg', plain)), await both(await written('b.jpg', turned))];
      assert.deepEqual([b.width, b.height], [WIDTH, HEIGHT]);
      assert.ok(a.data.every((v, i) => Math.abs(v - b.data[i]) <= 1));
    });
  });

  describe('of PGM', () => {
    const big = () => Buffer.from(ramp16.slice().buffer).swap16();
    it('raw and plain, of 8 and 16 bits, with comments, read exactly', async () => {
      const forms: [string | Uint8Array, number, Uint16Array][] = [
        [Buffer.concat([Buffer.from(`P5 ${WIDTH} ${HEIGHT} 255\n`), Uint8Array.from(ramp8)]), 8, ramp8],
        [Buffer.concat([Buffer.from(`P5\n# of a scanner\n${WIDTH}#\n${HEIGHT}\n65535\n`), big()]), 16, ramp16],
        [`P2\n${WIDTH} ${HEIGHT}\n4095\n# first row\n${samples(12).join('\n')}`, 12, samples(12)],
      ];
      for (const [bytes, bits, values] of forms) {
        const { frame } = await both(await written('a.pgm', bytes));
        assert.equal(frame.bits, bits);
        assert.deepEqual(frame.data, values);
      }
    });

    it('with words in place of numbers, values above the largest, or too few are refused', async () => {
      for (const text of [
        'P2 2 1 9 1 x',
        'P2 2 1 9 1 -2',
        'P2 2 1 9 1 10',
        'P2 2 1 9 1',
        'P2 2 1 70000 1 1',
        'P5 2 1 9\n\x01',
        'P5 2 1 9\n\x01\x0a',
        'P5 2 1 9',
      ])
        assert.equal(await codeOf(async () => readImage(await written('b.pgm', text))), 'image.pgm', text);
    });
  });

  it('packed with gzip read the same, whatever their format', async () => {
    for (const name of ['grey16', 'lzwBigEndian16']) {
      const file = await written(`${name}.tif.gz`, gzipSync(await import('node:fs/promises').then((fs) => fs.readFile(tiff(name)))));
      assert.deepEqual((await both(file)).frame.data, ramp16);
    }
  });
});
