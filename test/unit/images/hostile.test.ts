/** Damaged and hostile files: a named problem or a whole frame, never another error, a hang, or pixels that were not there. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import type { Frame } from '../../../src/images/frame';
import { MOST_PIXELS } from '../../../src/images/limits';
import { readImage, readImageHeader } from '../../../src/images/read';
import { codeOf, HEIGHT, samples, WIDTH } from './dicom/fixtures';
import { pngFile } from './pngFile';

const dicom = (name: string) => readFile(path.resolve('test/fixtures/dicom', `${name}.dcm`));
const DICOM = [
  'explicit',
  'implicit',
  'bigEndian',
  'deflated',
  'noPreamble',
  'rle',
  'jpegLosslessFragments',
  'jpegBaseline',
  'jpegLs',
  'jpeg2000',
  'codedView',
];

describe('damaged images', function () {
  this.timeout(60000);
  let dir: string;
  const whole = new Map<string, Uint8Array>();
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-damaged-'));
    for (const name of DICOM) whole.set(name, await dicom(name));
    for (const name of ['lzwBigEndian16', 'deflateTiles16', 'grey16']) whole.set(name, await readFile(`test/fixtures/tiff/${name}.tif`));
    whole.set('LJPEG', await readFile('test/fixtures/ddsm/bits12.predictor4.restart.LJPEG'));
    const values = samples(8);
    whole.set('PNG', pngFile({ width: WIDTH, height: HEIGHT, depth: 16, kind: 0 }, samples(16)));
    whole.set('PGM', Buffer.concat([Buffer.from(`P5 ${WIDTH} ${HEIGHT} 255\n`), Uint8Array.from(values)]));
    whole.set('plain PGM', Buffer.from(`P2 ${WIDTH} ${HEIGHT} 255\n${values.join(' ')}\n`));
    const raw = { width: WIDTH, height: HEIGHT, channels: 1 as const };
    whole.set('JPEG', await sharp(Uint8Array.from(values), { raw }).toColourspace('b-w').jpeg().toBuffer());
    whole.set('gzip', gzipSync(whole.get('explicit')!));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  /** Header and pixels of these bytes as a file: the frame, or the code of the problem. */
  async function outcome(bytes: Uint8Array): Promise<Frame | string> {
    const file = path.join(dir, 'image');
    await writeFile(file, bytes);
    await codeOf(() => readImageHeader(file));
    let frame: Frame | undefined;
    const code = await codeOf(async () => {
      frame = await readImage(file);
    });
    if (frame) {
      assert.equal(frame.data.length, frame.width * frame.height);
      for (let i = 0; i < frame.data.length; i++) assert.ok(frame.data[i] < 2 ** frame.bits);
    }
    return frame ?? code;
  }

  it('cut off anywhere, never give other pixels than the whole file', async () => {
    for (const [name, bytes] of whole) {
      const { data } = (await outcome(bytes)) as Frame;
      // Close by each other in the head and the tail, and some in between.
      for (let length = 0; length < bytes.length; length += length < 200 || bytes.length - length < 40 ? 5 : 83) {
        const found = await outcome(bytes.subarray(0, length));
        if (typeof found !== 'string') assert.deepEqual(found.data, data, `${name} cut to ${length} of ${bytes.length}`);
      }
    }
  });

  it('with wrong bytes give a frame in range or a named problem', async () => {
    for (const [name, bytes] of whole) {
      const runs = name === 'jpeg2000' || name === 'jpegLs' ? 12 : 30;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)), { minLength: 1, maxLength: 4 }), async (flips) => {
          const damaged = Uint8Array.from(bytes);
          for (const [at, bit] of flips) damaged[at] ^= 1 << bit;
          await outcome(damaged);
        }),
        { numRuns: runs },
      );
    }
  });

  it('of any bytes behind a known beginning are named problems', async () => {
    const beginnings = [
      'P5 ',
      'P2 3 3 ',
      '\xff\xd8\xff\xc3',
      '\x89PNG\r\n\x1a\n',
      'II*\0',
      'MM\0*',
      'II+\0\x08\0\0\0',
      '\x1f\x8b\x08',
      `${'\0'.repeat(128)}DICM`,
      '\x08\0\x16\0',
      '',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 300 }), async (start, rest) => {
        await outcome(Buffer.concat([Buffer.from(start, 'latin1'), rest]));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a size that memory cannot hold', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-large-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));
  const written = async (name: string, bytes: Uint8Array) => {
    const file = path.join(dir, name);
    await writeFile(file, bytes);
    return file;
  };
  /** Rows and columns of the elements, set anew. */
  async function resized(name: string, rows: number, columns: number): Promise<Buffer> {
    const bytes = Buffer.from(await dicom(name));
    const at = bytes.indexOf(Buffer.from('28001000', 'hex'));
    bytes.writeUInt16LE(rows, at + 8);
    bytes.writeUInt16LE(columns, bytes.indexOf(Buffer.from('28001100', 'hex')) + 8);
    return bytes;
  }

  it('is refused from the header', async () => {
    const file = await written('large.dcm', await resized('explicit', 65535, 65535));
    for (const read of [readImage, readImageHeader]) assert.equal(await codeOf(() => read(file)), 'image.tooLarge');
    for (const text of ['P5 65535 65535 255\n', 'P2 65535 65535 255\n'])
      assert.equal(await codeOf(async () => readImageHeader(await written('large.pgm', Buffer.from(text)))), 'image.tooLarge');
  });

  it('just within the bound, with pixels that are not there, costs no memory', async () => {
    const side = Math.floor(Math.sqrt(MOST_PIXELS));
    const before = process.memoryUsage().arrayBuffers;
    for (const name of ['explicit', 'rle', 'jpegLosslessSv1', 'jpegLs', 'jpeg2000', 'jpegBaseline'])
      assert.match(await codeOf(async () => readImage(await written('a.dcm', await resized(name, side, side)))), /^image\.dicom\./, name);
    for (const text of [`P5 ${side} ${side} 255\n`, `P2 ${side} ${side} 255\n1 2 3`])
      assert.equal(await codeOf(async () => readImage(await written('a.pgm', Buffer.from(text)))), 'image.pgm');
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 26);
  });

  it('hidden in packed zeros is refused', async () => {
    const bytes = await dicom('deflated');
    // The meta information ends where the deflated elements begin: 132 + 12 bytes and the group's own length.
    const start = 144 + bytes.readUInt32LE(140);
    const megabyte = deflateRawSync(Buffer.alloc(2 ** 20), { finishFlush: constants.Z_FULL_FLUSH });
    const bomb = Buffer.concat([bytes.subarray(0, start), ...Array.from({ length: 300 }, () => megabyte)]);
    assert.match(await codeOf(async () => readImage(await written('bomb.dcm', bomb))), /^image\.dicom\./);
  });
});

describe('headers', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-heads-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it('of large files of every format come from their start: what follows it is not even there', async () => {
    const size = { width: 2000, height: 1500 };
    const noise = Uint16Array.from({ length: size.width * size.height }, (_, i) => Math.imul(i ^ (i >>> 7), 2654435761) >>> 16);
    const picture = sharp(noise, { raw: { ...size, channels: 1 } }).toColourspace('grey16');
    const files: Record<string, Buffer> = {
      pgm: Buffer.concat([Buffer.from('P5 2000 1500 65535\n'), Buffer.from(noise.buffer)]),
      png: await picture.clone().png({ compressionLevel: 1 }).toBuffer(),
      jpeg: await sharp(Uint8Array.from(noise), { raw: { ...size, channels: 1 } })
        .toColourspace('b-w')
        .jpeg()
        .toBuffer(),
    };
    const elements = await dicom('explicit');
    const pixels = elements.lastIndexOf(Buffer.from('e07f1000', 'hex'));
    const head = Buffer.from(elements.subarray(0, pixels + 12));
    head.writeUInt16LE(size.height, head.indexOf(Buffer.from('28001000', 'hex')) + 8);
    head.writeUInt16LE(size.width, head.indexOf(Buffer.from('28001100', 'hex')) + 8);
    head.writeUInt32LE(2 * noise.length, head.length - 4);
    files.dicom = Buffer.concat([head, Buffer.from(noise.buffer)]);
    for (const [name, bytes] of Object.entries(files))
      for (const packed of [false, true]) {
        const content = packed ? gzipSync(bytes, { level: 1 }) : bytes;
        const file = path.join(dir, `${name}.${packed}`);
        await writeFile(file, content.subarray(0, 2 ** 16));
        const { format, width, height } = await readImageHeader(file);
        assert.deepEqual([format, width, height], [name, size.width, size.height]);
        assert.ok(content.length > 2 ** 18, name);
      }
  });
});
