/** The elements of a DICOM file up to its pixels. Memory stays bounded: pixels are left where they are, and what precedes them has a bound. */
import { constants, inflateRawSync } from 'node:zlib';
import dicomParser, { type ByteStream, type DataSet, type Element } from 'dicom-parser';
import { MOST_PIXELS } from '../limits';
import { corrupt, truncated } from './problem';
import { dicomForm, isExplicit } from './recognise';
import { EXPLICIT_LITTLE, IMPLICIT_LITTLE, type TransferSyntax, transferSyntax } from './syntax';
import { text } from './values';

/** What precedes the pixels is a few kilobytes; makers' private elements can make it more. */
export const MOST_HEADER = 2 ** 24;
const PIXEL_DATA = 'x7fe00010';
const TRANSFER_SYNTAX = 'x00020010';

export interface DicomElements {
  syntax: TransferSyntax;
  dataSet: DataSet;
  /** Pixel Data: its offset in `bytes`, its length or `hadUndefinedLength` where the pixels are in fragments. */
  pixels: Element;
  /** The file's content; unpacked where the syntax is deflated. */
  bytes: Uint8Array;
}

/** The class itself is missing from the library's types. */
const { DataSet: DataSetOf } = dicomParser as unknown as {
  DataSet: new (parser: DataSet['byteArrayParser'], bytes: Uint8Array, elements: DataSet['elements']) => DataSet;
};

/**
 * Reads the elements. `partial`: the bytes are only the start of the file, and the answer is undefined where they do not reach the pixels. Throws
 * ProblemError `image.dicom.*`.
 */
export function parseDicom(content: Uint8Array, file?: string): DicomElements;
export function parseDicom(content: Uint8Array, file: string | undefined, partial: boolean): DicomElements | undefined;
export function parseDicom(content: Uint8Array, file?: string, partial = false): DicomElements | undefined {
  const start = begin(content, file);
  if (!start && partial) return undefined;
  if (!start) throw truncated(file, 'the end of the file within its meta information', 'a whole DICOM file');
  const { syntax, position } = start;
  const bytes = syntax.deflated ? inflate(start.bytes, position, partial, file) : start.bytes;
  if (bytes.length <= position) {
    if (partial) return undefined;
    throw truncated(file, 'nothing after the meta information', 'an image');
  }
  const head = bytes.subarray(0, MOST_HEADER);
  const endian = syntax.bigEndian ? dicomParser.bigEndianByteArrayParser : dicomParser.littleEndianByteArrayParser;
  const dataSet = new DataSetOf(endian, head, {});
  dataSet.warnings = [];
  const stream = new dicomParser.ByteStream(endian, head, position);
  const failure = attempt(() => readElements(dataSet, stream, head.length, syntax));
  const pixels = dataSet.elements[PIXEL_DATA];
  if (pixels) return { syntax, dataSet, pixels, bytes };
  if (partial && content.length < MOST_HEADER) return undefined;
  if (bytes.length > MOST_HEADER) throw corrupt(file, `no pixels within the first ${MOST_HEADER / 2 ** 20} MB`, 'an image');
  if (failure || stream.position > head.length)
    throw truncated(
      file,
      `elements that cannot be read, at byte ${Math.min(stream.position, head.length)} of ${head.length}`,
      'a whole DICOM file',
    );
  throw corrupt(file, 'no pixel data', 'a DICOM image');
}

function readElements(dataSet: DataSet, stream: ByteStream, end: number, syntax: TransferSyntax): void {
  if (syntax.implicit) dicomParser.parseDicomDataSetImplicit(dataSet, stream, end, { untilTag: PIXEL_DATA });
  else dicomParser.parseDicomDataSetExplicit(dataSet, stream, end, { untilTag: PIXEL_DATA });
}

/** The syntax, and where the data set begins; undefined where the bytes end within the meta information. */
function begin(content: Uint8Array, file?: string): { bytes: Uint8Array; syntax: TransferSyntax; position: number } | undefined {
  const form = dicomForm(content);
  if (form === 'dataset') return { bytes: content, syntax: isExplicit(content) ? EXPLICIT_LITTLE : IMPLICIT_LITTLE, position: 0 };
  const bytes = form === 'meta' ? withPreamble(content) : content;
  let meta: (DataSet & { position?: number }) | undefined;
  if (attempt(() => (meta = dicomParser.readPart10Header(bytes.subarray(0, MOST_HEADER)))) || !meta?.position) return undefined;
  const uid = text(meta, TRANSFER_SYNTAX) ?? '';
  return meta.position > bytes.length ? undefined : { bytes, syntax: transferSyntax(uid, file), position: meta.position };
}

function withPreamble(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(132 + content.length);
  bytes.set([0x44, 0x49, 0x43, 0x4d], 128);
  bytes.set(content, 132);
  return bytes;
}

/** The same bytes with the data set unpacked behind its meta information. */
function inflate(bytes: Uint8Array, position: number, partial: boolean, file?: string): Uint8Array {
  try {
    const maxOutputLength = MOST_HEADER + 2 * MOST_PIXELS;
    const unpacked = inflateRawSync(bytes.subarray(position), {
      maxOutputLength,
      finishFlush: partial ? constants.Z_SYNC_FLUSH : constants.Z_FINISH,
    });
    return Buffer.concat([bytes.subarray(0, position), unpacked]);
  } catch (error) {
    throw truncated(file, `deflated elements that cannot be unpacked (${(error as Error).message})`, 'a whole DICOM file');
  }
}

/** The library throws text, errors and more: true where it did. What it read before stays in the data set. */
function attempt(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch {
    return true;
  }
}
