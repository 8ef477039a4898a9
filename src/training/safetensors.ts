/** The safetensors format: named tensors and text metadata in one plain file that PyTorch's users open too. Float32 and int64 are enough here. */
import { readFile } from 'node:fs/promises';
import type { Tensor } from '../network/graph';
import { elementBytes, elementCount, tensorBytes, typedArray } from '../network/tensor';
import { writeFileWhole } from '../project/files';
import { ProblemError } from '../protocol/problem';

export interface TensorFile {
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
}

/** Element types by the format's names. */
const TYPES = { F32: 'float32', F64: 'float64', I64: 'int64', I32: 'int32', U8: 'uint8', BOOL: 'bool' } as const;

/** The header starts after its length, 8 bytes; its end is filled with spaces so that the data is aligned. */
const LENGTH_BYTES = 8;

/** Writes the tensors under a temporary name first. Throws ProblemError, e.g. on a full disk. */
export async function writeTensors(file: string, { tensors, metadata }: TensorFile): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, tensor] of tensors) {
    const start = end;
    end += tensor.data.byteLength;
    const dtype = Object.entries(TYPES).find(([, type]) => type === tensor.type)![0];
    header[name] = { dtype, shape: tensor.dims, data_offsets: [start, end] };
  }
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([json, Buffer.alloc((LENGTH_BYTES - (json.length % LENGTH_BYTES)) % LENGTH_BYTES, ' ')]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(padded.length));
  await writeFileWhole(file, [length, padded, ...[...tensors.values()].map(tensorBytes)]);
}

/** Reads a file written here or by another program. Throws ProblemError when it is missing, cut short or malformed. */
export async function readTensors(file: string): Promise<TensorFile> {
  const bytes = await readBytes(file);
  if (bytes.length < LENGTH_BYTES) throw broken(file, `${bytes.length} bytes`);
  const length = Number(bytes.readBigUInt64LE(0));
  const start = LENGTH_BYTES + length;
  if (start > bytes.length) throw broken(file, `${bytes.length} bytes where the header alone has ${length}`);
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, start), file);
  const tensors = new Map<string, Tensor>();
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header))
    if (name === '__metadata__') metadata = entry as Record<string, string>;
    else tensors.set(name, tensorAt(bytes.subarray(start), name, entry, file));
  return { tensors, metadata };
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw broken(file, `no readable file (${error instanceof Error ? error.message : String(error)})`);
  }
}

function parseHeader(bytes: Uint8Array, file: string): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (header && typeof header === 'object' && !Array.isArray(header)) return header as Record<string, unknown>;
  } catch (error) {
    throw broken(file, `a header that is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  throw broken(file, 'a header that is no JSON object');
}

function tensorAt(data: Uint8Array, name: string, entry: unknown, file: string): Tensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  if (!isKnown(dtype) || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
    throw broken(file, `the tensor ${name} described as ${JSON.stringify(entry)}`);
  const type = TYPES[dtype];
  const [from, to] = offsets;
  if (to > data.length) throw broken(file, `${data.length} bytes of data where ${name} ends at ${to}`);
  if (to - from !== elementCount(shape) * elementBytes(type)) throw broken(file, `${to - from} bytes for ${name} [${shape.join(', ')}]`);
  return { type, dims: shape, data: typedArray(type, data.subarray(from, to)) };
}

function isKnown(dtype: unknown): dtype is keyof typeof TYPES {
  return typeof dtype === 'string' && dtype in TYPES;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isInteger(size) && size >= 0);
}

function broken(file: string, found: string): ProblemError {
  return new ProblemError({
    code: 'training.safetensors',
    file,
    found,
    expected: 'a whole safetensors file',
    remedy: 'Delete the file; training goes on from the checkpoint before it.',
  });
}
