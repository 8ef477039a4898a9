/**
 * JPEG-LS and JPEG 2000 through CharLS and OpenJPEG in WebAssembly, loaded when first needed. Each image has an instance of its own: its memory goes with
 * it, and damage to one stream cannot reach the next.
 */
import type { CodecOptions, Decoder } from '@cornerstonejs/codec-charls/decodewasmjs';
import type { PixelLayout } from './layout';
import { corrupt, truncated } from './problem';
import { requireStream } from './streamSize';

interface StreamHead {
  width: number;
  height: number;
  bits: number;
  components: number;
  signed: boolean;
}

/** Words [height, width] of a JPEG-LS stream. Throws ProblemError `image.dicom.truncated` or `.corrupt`. */
export async function jpegLsWords(stream: Uint8Array, layout: PixelLayout, file?: string): Promise<Uint16Array> {
  requireHead(jpegLsHead(stream), 'JPEG-LS', layout, file);
  requireEnd(stream, 'JPEG-LS', file);
  return decode(stream, 'JPEG-LS', layout, file, async (options) => {
    const { default: load } = await import('@cornerstonejs/codec-charls/decodewasmjs');
    const module = await load(options);
    return {
      decoder: new module.JpegLSDecoder(),
      explain: (thrown) => (typeof thrown === 'number' ? module.getExceptionMessage(thrown) : undefined),
    };
  });
}

/** Words [height, width] of a JPEG 2000 code stream. Throws as jpegLsWords. */
export async function jpeg2000Words(stream: Uint8Array, layout: PixelLayout, file?: string): Promise<Uint16Array> {
  const head = jpeg2000Head(stream);
  requireHead(head, 'JPEG 2000', layout, file);
  if (head?.signed && !layout.signed) throw corrupt(file, 'signed samples in JPEG 2000', 'unsigned ones, as the elements of the file say');
  requireEnd(stream, 'JPEG 2000', file);
  return decode(stream, 'JPEG 2000', layout, file, async (options) => {
    const { default: load } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs');
    const module = await load(options);
    return { decoder: new module.J2KDecoder(), explain: () => undefined };
  });
}

/** Size and depth from the frame header (SOF55). Source: ITU-T T.87, Annex C. */
function jpegLsHead(stream: Uint8Array): StreamHead | undefined {
  if (stream[0] !== 0xff || stream[1] !== 0xd8) return undefined;
  for (let at = 2; at + 10 <= stream.length && stream[at] === 0xff; at += 2 + ((stream[at + 2] << 8) | stream[at + 3])) {
    if (stream[at + 1] !== 0xf7) continue;
    const u16 = (offset: number) => (stream[at + offset] << 8) | stream[at + offset + 1];
    return { bits: stream[at + 4], height: u16(5), width: u16(7), components: stream[at + 9], signed: false };
  }
  return undefined;
}

/** Size and depth from the SIZ marker, the first. Source: ITU-T T.800, Annex A.5.1. */
function jpeg2000Head(stream: Uint8Array): StreamHead | undefined {
  if (stream.length < 43 || Buffer.from(stream.subarray(0, 4)).toString('hex') !== 'ff4fff51') return undefined;
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const [right, bottom, left, top] = [8, 12, 16, 20].map((at) => view.getUint32(at));
  return {
    width: right - left,
    height: bottom - top,
    components: view.getUint16(40),
    bits: (stream[42] & 127) + 1,
    signed: stream[42] > 127,
  };
}

function requireHead(head: StreamHead | undefined, name: string, layout: PixelLayout, file?: string): void {
  if (!head) throw corrupt(file, `pixels that are no ${name} stream`, `${name}, as the transfer syntax says`);
  if (head.components !== 1) throw corrupt(file, `${head.components} components in ${name}`, 'one (grey)');
  requireStream(head, layout, file);
}

/** A decoder may fill up what is missing: a stream without its end marker, but for one byte of padding, is not given to it. */
function requireEnd(stream: Uint8Array, name: string, file?: string): void {
  const last = stream[stream.length - 1] === 0 ? stream.length - 1 : stream.length;
  if (stream[last - 2] === 0xff && stream[last - 1] === 0xd9) return;
  throw truncated(file, `a ${name} stream without its end`, 'a whole stream');
}

type Loaded = { decoder: Decoder; explain: (thrown: unknown) => string | undefined };

async function decode(
  stream: Uint8Array,
  name: string,
  { width, height }: PixelLayout,
  file: string | undefined,
  load: (options: CodecOptions) => Promise<Loaded>,
): Promise<Uint16Array> {
  const errors: string[] = [];
  const said = (line: string) => {
    if (line.includes('[ERROR]')) errors.push(line.replace(/^.*\[ERROR\]\s*/, ''));
  };
  const { decoder, explain } = await load({ print: said, printErr: said });
  try {
    decoder.getEncodedBuffer(stream.length).set(stream);
    decoder.decode();
  } catch (thrown) {
    errors.push(explain(thrown) ?? (thrown instanceof Error ? thrown.message : 'it cannot be decoded'));
  }
  const info = decoder.getFrameInfo();
  const size = info.bitsPerSample > 8 ? 2 : 1;
  const decoded = decoder.getDecodedBuffer();
  if (errors.length > 0 || info.width !== width || info.height !== height || decoded.length < width * height * size)
    throw corrupt(file, `a ${name} stream that cannot be decoded (${errors[0] ?? 'samples are missing'})`, 'a whole stream');
  const words = new Uint16Array(width * height);
  if (size === 1) words.set(decoded.subarray(0, words.length));
  else for (let i = 0; i < words.length; i++) words[i] = decoded[2 * i] | (decoded[2 * i + 1] << 8);
  return words;
}
