/** The safetensors format: named tensors and text metadata in one plain file that PyTorch's users open too. */
import type { ElementType, Tensor } from '../network/graph';
import { elementCount, tensorBytes } from '../network/tensor';
import { writeFileWhole } from '../project/files';
import { ProblemError } from '../protocol/problem';
import { type ByteSource, withFile } from './bytes';
import { type StoredType, storedBytes, widened } from './elements';

export interface TensorFile {
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
}

/** What was read: also which tensors had an element type that was widened, by name. */
export interface ReadTensorFile extends TensorFile {
  converted: Map<string, StoredType>;
}

/** Element types by the format's names. */
const TYPES: Readonly<Record<string, StoredType>> = {
  F32: 'float32',
  F64: 'float64',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
};

/** The header starts after its length, 8 bytes; its end is filled with spaces so that the data is aligned. */
const LENGTH_BYTES = 8;
/** The format's own limit for the header. */
const MAX_HEADER_BYTES = 100_000_000;

/** Writes the tensors under a temporary name first. Throws ProblemError, e.g. on a full disk. */
export async function writeTensors(file: string, { tensors, metadata }: TensorFile): Promise<void> {
  // Without a prototype, so that a tensor may have any name.
  const header: Record<string, unknown> = Object.create(null);
  header['__metadata__'] = metadata;
  let end = 0;
  for (const [name, tensor] of tensors) {
    const start = end;
    end += tensor.data.byteLength;
    header[name] = { dtype: formatName(tensor.type), shape: tensor.dims, data_offsets: [start, end] };
  }
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([json, Buffer.alloc((LENGTH_BYTES - (json.length % LENGTH_BYTES)) % LENGTH_BYTES, ' ')]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(padded.length));
  await writeFileWhole(file, [length, padded, ...[...tensors.values()].map(tensorBytes)]);
}

/**
 * Reads a file written here or by another program, every tensor once. Half floats are widened to float32, short integers to int32.
 * Throws ProblemError when it is missing, cut short or malformed; `remedy` says what to do then.
 */
export function readTensors(file: string, remedy = 'Fetch or save the file again.'): Promise<ReadTensorFile> {
  return withFile(file, (source) => readTensorsFrom(source, remedy));
}

/** The metadata alone, from the beginning of the file. Throws ProblemError as readTensors does. */
export function readMetadata(file: string, remedy = 'Fetch or save the file again.'): Promise<Record<string, string>> {
  return withFile(file, async (source) => {
    const broken = brokenFile(file, remedy);
    return textsOf((await readHeader(source, broken)).header['__metadata__'], broken);
  });
}

/** The same from a file that is open already. */
export async function readTensorsFrom(source: ByteSource, remedy = 'Fetch or save the file again.'): Promise<ReadTensorFile> {
  const { file, size } = source;
  const broken = brokenFile(file, remedy);
  const { header, start } = await readHeader(source, broken);
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const places = entries.map(([name, entry]) => ({ name, ...placeOf(name, entry, size - start, broken) }));
  // Tensors may not share bytes; so what is read is never more than the file has.
  const total = places.reduce((sum, { from, to }) => sum + to - from, 0);
  if (total > size - start) throw broken(`tensors of ${total} bytes in ${size - start} bytes of data`);
  const tensors = new Map<string, Tensor>();
  const converted = new Map<string, StoredType>();
  for (const { name, type, shape, from, to } of places) {
    const tensor = widened(type, shape, await source.read(start + from, to - from));
    tensors.set(name, tensor);
    if (tensor.type !== type) converted.set(name, type);
  }
  return { tensors, metadata: textsOf(header['__metadata__'], broken), converted };
}

type Broken = (found: string) => ProblemError;

function brokenFile(file: string, remedy: string): Broken {
  return (found) => new ProblemError({ code: 'weights.safetensors', file, found, expected: 'a whole safetensors file', remedy });
}

/** The header, and the byte after it. */
async function readHeader(source: ByteSource, broken: Broken): Promise<{ header: Record<string, unknown>; start: number }> {
  const { size } = source;
  if (size < LENGTH_BYTES) throw broken(`${size} bytes`);
  const length = Number((await source.read(0, LENGTH_BYTES)).readBigUInt64LE(0));
  const start = LENGTH_BYTES + length;
  if (start > size || length > MAX_HEADER_BYTES) throw broken(`${size} bytes where the header alone has ${length}`);
  return { header: parseHeader(await source.read(LENGTH_BYTES, length), broken), start };
}

function parseHeader(bytes: Uint8Array, broken: Broken): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (header && typeof header === 'object' && !Array.isArray(header)) return header as Record<string, unknown>;
  } catch (error) {
    throw broken(`a header that is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  throw broken('a header that is no JSON object');
}

interface Place {
  type: StoredType;
  shape: number[];
  /** Bytes after the header. */
  from: number;
  to: number;
}

function placeOf(name: string, entry: unknown, available: number, broken: Broken): Place {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  const type = typeof dtype === 'string' && Object.hasOwn(TYPES, dtype) ? TYPES[dtype] : undefined;
  if (!type || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
    throw broken(`the tensor ${name} described as ${JSON.stringify(entry).slice(0, 200)}`);
  const [from, to] = offsets;
  if (to > available) throw broken(`${available} bytes of data where ${name} ends at ${to}`);
  if (to - from !== elementCount(shape) * storedBytes(type)) throw broken(`${to - from} bytes for ${name} [${shape.join(', ')}]`);
  return { type, shape, from, to };
}

function textsOf(metadata: unknown, broken: Broken): Record<string, string> {
  if (metadata === undefined) return {};
  if (metadata && typeof metadata === 'object' && Object.values(metadata).every((text) => typeof text === 'string'))
    return metadata as Record<string, string>;
  throw broken('metadata that are no texts');
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function formatName(type: ElementType): string {
  return Object.keys(TYPES).find((name) => TYPES[name] === type)!;
}
