/** Pickles written by hand, opcode by opcode, and the stream form of torch.save around them. */
import { STREAM_START } from '../../../src/weights/torch/stream';

/** The names of pickletools; text operands are written as given. */
export const PROTO2 = '\x80\x02';

export function unicode(text: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(text));
  return `X${length.toString('latin1')}${text}`;
}

export function global(module: string, name: string): string {
  return `c${module}\n${name}\n`;
}

/** The three pickles that every stream begins with, then `value`, a pickle in latin1. */
export function stream(value: string, rest: Uint8Array = new Uint8Array()): Buffer {
  const protocol = `${PROTO2}M\xe9\x03.`;
  const system = `${PROTO2}}${unicode('little_endian')}\x88s.`;
  return Buffer.concat([STREAM_START, Buffer.from(`.${protocol}${system}${value}`, 'latin1'), rest]);
}

/** A state_dict {name: tensor} over one float32 storage `0` of `count` numbers, ending the stream with its bytes. */
export function streamOfTensor(options: { count: number; offset: number; sizes: readonly number[]; strides: readonly number[] }): Buffer {
  const tuple = (values: readonly number[]) => `(${values.map(int).join('')}t`;
  const id = `(${unicode('storage')}${global('torch', 'FloatStorage')}${unicode('0')}${unicode('cpu')}${int(options.count)}NtQ`;
  const rebuilt = `${global('torch._utils', '_rebuild_tensor_v2')}(${id}${int(options.offset)}${tuple(options.sizes)}${tuple(options.strides)}\x89}tR`;
  const value = `${PROTO2}}${unicode('weight')}${rebuilt}s.`;
  const keys = `${PROTO2}]${unicode('0')}a.`;
  const bytes = Buffer.alloc(8 + 4 * options.count);
  bytes.writeBigInt64LE(BigInt(options.count));
  for (let i = 0; i < options.count; i++) bytes.writeFloatLE(i, 8 + 4 * i);
  return stream(value + keys, bytes);
}

/** LONG1 with 8 bytes. */
function int(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return `\x8a\x08${bytes.toString('latin1')}`;
}
