/** DICOM files for `data`: a frame in each of the forms that mammograms come in, written here or by the codecs' own encoders. */
import { createRequire } from 'node:module';
import type { Frame } from '../src/images/frame';
import { encodeLosslessJpeg } from '../src/images/ljpeg/encode';

/** What the encoders of CharLS and OpenJPEG share. */
interface Encoder {
  getDecodedBuffer(frame: object): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
}

const require = createRequire(import.meta.url);

/** Transfer syntax and the stream of a frame's pixels, by form. */
const FORMS = {
  DICOM: { syntax: '1.2.840.10008.1.2.1', encode: undefined },
  'DICOM RLE': { syntax: '1.2.840.10008.1.2.5', encode: async (frame: Frame) => runLengths(frame) },
  'DICOM JPEG lossless': { syntax: '1.2.840.10008.1.2.4.70', encode: async (frame: Frame) => encodeLosslessJpeg(frame) },
  'DICOM JPEG-LS': {
    syntax: '1.2.840.10008.1.2.4.80',
    encode: async (frame: Frame) => {
      const load = require('@cornerstonejs/codec-charls/wasmjs') as () => Promise<{ JpegLSEncoder: new () => Encoder }>;
      return encodedBy(new (await load()).JpegLSEncoder(), frame);
    },
  },
  'DICOM JPEG 2000': {
    syntax: '1.2.840.10008.1.2.4.90',
    encode: async (frame: Frame) => {
      const load = require('@cornerstonejs/codec-openjpeg/wasmjs') as () => Promise<{
        J2KEncoder: new () => Encoder & { setQuality(lossless: boolean, rate: number): void };
      }>;
      const encoder = new (await load()).J2KEncoder();
      encoder.setQuality(true, 0);
      return encodedBy(encoder, frame);
    },
  },
} as const;

export type DicomForm = keyof typeof FORMS;
export const DICOM_FORMS = Object.keys(FORMS) as DicomForm[];

/** The frame as a file with nothing in it but what its pixels need. */
export async function dicomFile(frame: Frame, form: DicomForm): Promise<Uint8Array> {
  const { syntax, encode } = FORMS[form];
  const stream = await encode?.(frame);
  const meta = [
    element(0x0002, 0x0002, 'UI', text('1.2.840.10008.5.1.4.1.1.1.2', 0)),
    element(0x0002, 0x0003, 'UI', text('2.25.1', 0)),
    element(0x0002, 0x0010, 'UI', text(syntax, 0)),
  ];
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(0x0002, 0x0000, 'UL', number(Buffer.concat(meta).length, 4)),
    ...meta,
    element(0x0008, 0x0016, 'UI', text('1.2.840.10008.5.1.4.1.1.1.2', 0)),
    element(0x0008, 0x0018, 'UI', text('2.25.1', 0)),
    element(0x0008, 0x0060, 'CS', text('MG', 0x20)),
    element(0x0028, 0x0002, 'US', number(1, 2)),
    element(0x0028, 0x0004, 'CS', text('MONOCHROME2', 0x20)),
    element(0x0028, 0x0010, 'US', number(frame.height, 2)),
    element(0x0028, 0x0011, 'US', number(frame.width, 2)),
    element(0x0028, 0x0100, 'US', number(16, 2)),
    element(0x0028, 0x0101, 'US', number(frame.bits, 2)),
    element(0x0028, 0x0102, 'US', number(frame.bits - 1, 2)),
    element(0x0028, 0x0103, 'US', number(0, 2)),
    ...pixelData(frame, stream),
  ]);
}

/** One item a frame, after an empty table of offsets (PS3.5, Annex A.4). */
function pixelData(frame: Frame, stream: Uint8Array | undefined): Uint8Array[] {
  const words = new Uint8Array(frame.data.buffer, frame.data.byteOffset, frame.data.byteLength);
  if (!stream) return [element(0x7fe0, 0x0010, 'OW', words)];
  const item = (group: number, content: Uint8Array, length = content.length + (content.length % 2)) =>
    Buffer.concat([tag(0xfffe, group), number(length, 4), content, Buffer.alloc(length - content.length)]);
  return [
    Buffer.concat([tag(0x7fe0, 0x0010), Buffer.from('OB\0\0'), number(0xffffffff, 4)]),
    item(0xe000, new Uint8Array(0)),
    item(0xe000, stream),
    item(0xe0dd, new Uint8Array(0)),
  ];
}

/** Runs of high and of low bytes, row by row (PS3.5, Annex G). */
function runLengths({ width, height, data }: Frame): Uint8Array {
  const segments = [8, 0].map((shift) => {
    const packed: number[] = [];
    for (let y = 0; y < height; y++)
      packRow(
        Uint8Array.from(data.subarray(y * width, (y + 1) * width), (v) => v >> shift),
        packed,
      );
    if (packed.length % 2) packed.push(0);
    return Buffer.from(packed);
  });
  const header = Buffer.alloc(64);
  header.writeUInt32LE(2, 0);
  header.writeUInt32LE(64, 4);
  header.writeUInt32LE(64 + segments[0].length, 8);
  return Buffer.concat([header, ...segments]);
}

function packRow(row: Uint8Array, packed: number[]): void {
  for (let x = 0; x < row.length; ) {
    let run = 1;
    while (run < 128 && row[x + run] === row[x]) run++;
    if (run > 2) {
      packed.push(257 - run, row[x]);
      x += run;
      continue;
    }
    const start = x;
    while (x < row.length && x - start < 128 && !(row[x] === row[x + 1] && row[x] === row[x + 2])) x++;
    packed.push(x - start - 1, ...row.subarray(start, x));
  }
}

function encodedBy(encoder: Encoder, { width, height, bits, data }: Frame): Uint8Array {
  const info = { width, height, bitsPerSample: bits, componentCount: 1, isSigned: false, isUsingColorTransform: false };
  encoder.getDecodedBuffer(info).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  encoder.encode();
  return Uint8Array.from(encoder.getEncodedBuffer());
}

/** Explicit VR, little endian (PS3.5, 7.1.2). */
function element(group: number, id: number, vr: string, content: Uint8Array): Uint8Array {
  const length = vr === 'OW' ? Buffer.concat([Buffer.alloc(2), number(content.length, 4)]) : number(content.length, 2);
  return Buffer.concat([tag(group, id), Buffer.from(vr), length, content]);
}

function tag(group: number, id: number): Buffer {
  return Buffer.concat([number(group, 2), number(id, 2)]);
}

function number(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

function text(value: string, padding: number): Buffer {
  return Buffer.from(value.length % 2 ? value + String.fromCharCode(padding) : value);
}
