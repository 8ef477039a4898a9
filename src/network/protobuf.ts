/** Protocol Buffers' wire format: the little of it that an ONNX file needs, written without copying tensors. */

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Chunks shorter than this are gathered into one: a graph's thousands of nodes are no reason for thousands of writes. */
const COPIED_BELOW = 1024;

const text = new TextEncoder();
const untext = new TextDecoder('utf-8', { fatal: true });

/** The bytes are not a protobuf message: cut short, or something else altogether. */
export class MalformedMessage extends Error {
  override name = 'MalformedMessage';
}

/** A message being written: a list of byte chunks, large ones kept by reference so that a model is never held twice. */
export class MessageWriter {
  readonly chunks: Uint8Array[] = [];
  /** Bytes so far. */
  size = 0;
  private small: number[] = [];

  /** int32, int64, bool and enum fields; negative numbers take ten bytes, as the format has it. */
  int(field: number, value: number | bigint): this {
    this.varint(field * 8 + VARINT);
    this.varint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.varint(field * 8 + FIXED32);
    this.small.push(...new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  double(field: number, value: number): this {
    this.varint(field * 8 + FIXED64);
    this.small.push(...new Uint8Array(Float64Array.of(value).buffer));
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, text.encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    this.varint(field * 8 + LENGTH_DELIMITED);
    this.varint(value.byteLength);
    this.append(value);
    return this;
  }

  message(field: number, inner: MessageWriter): this {
    inner.flush();
    this.varint(field * 8 + LENGTH_DELIMITED);
    this.varint(inner.size);
    for (const chunk of inner.chunks) this.append(chunk);
    return this;
  }

  /** Closes the chunk list; call before reading `chunks` or `size`. */
  flush(): this {
    if (this.small.length > 0) {
      this.chunks.push(Uint8Array.from(this.small));
      this.size += this.small.length;
      this.small = [];
    }
    return this;
  }

  private append(bytes: Uint8Array): void {
    if (bytes.byteLength < COPIED_BELOW) {
      this.small.push(...bytes);
      return;
    }
    this.flush();
    this.chunks.push(bytes);
    this.size += bytes.byteLength;
  }

  private varint(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0 && value < 0x80000000) {
      let rest = value;
      for (; rest > 127; rest >>>= 7) this.small.push((rest & 127) | 128);
      this.small.push(rest);
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) this.small.push(Number(rest & 127n) | 128);
    this.small.push(Number(rest));
  }
}

/** One field of a message: its number and exactly one of the three payloads. */
export interface Field {
  number: number;
  /** Varint fields, as a signed 64-bit number. */
  int?: bigint;
  /** Length-delimited fields, and the raw bytes of fixed-width ones. A view into the message, never a copy. */
  bytes?: Uint8Array;
}

/** Walks a message's fields in file order. Throws MalformedMessage where the bytes end early or make no sense. */
export function* fields(message: Uint8Array): Generator<Field> {
  const cursor = { at: 0 };
  while (cursor.at < message.byteLength) {
    const key = Number(BigInt.asUintN(64, readVarint(message, cursor)));
    const number = Math.floor(key / 8);
    if (number < 1 || number > 536870911) throw new MalformedMessage(`field number ${number} at byte ${cursor.at}`);
    switch (key % 8) {
      case VARINT:
        yield { number, int: readVarint(message, cursor) };
        break;
      case FIXED64:
        yield { number, bytes: take(message, cursor, 8) };
        break;
      case LENGTH_DELIMITED:
        yield { number, bytes: take(message, cursor, Number(BigInt.asUintN(64, readVarint(message, cursor)))) };
        break;
      case FIXED32:
        yield { number, bytes: take(message, cursor, 4) };
        break;
      default:
        throw new MalformedMessage(`wire type ${key % 8} at byte ${cursor.at}`);
    }
  }
}

/** A length-delimited field that holds packed varints, or a single varint: repeated whole numbers come as either. */
export function repeatedInts(field: Field): bigint[] {
  if (field.int !== undefined) return [field.int];
  const bytes = expectBytes(field);
  const values: bigint[] = [];
  const cursor = { at: 0 };
  while (cursor.at < bytes.byteLength) values.push(readVarint(bytes, cursor));
  return values;
}

/** Packed floats, or a single one. */
export function repeatedFloats(field: Field): Float32Array {
  const bytes = expectBytes(field);
  if (bytes.byteLength % 4 !== 0) throw new MalformedMessage(`${bytes.byteLength} bytes of 4-byte floats`);
  return new Float32Array(new Uint8Array(bytes).buffer);
}

/** Packed doubles, or a single one. */
export function repeatedDoubles(field: Field): Float64Array {
  const bytes = expectBytes(field);
  if (bytes.byteLength % 8 !== 0) throw new MalformedMessage(`${bytes.byteLength} bytes of 8-byte floats`);
  return new Float64Array(new Uint8Array(bytes).buffer);
}

export function asString(field: Field): string {
  try {
    return untext.decode(expectBytes(field));
  } catch (error) {
    throw error instanceof MalformedMessage ? error : new MalformedMessage(`field ${field.number} is no UTF-8 text`);
  }
}

export function asInt(field: Field): number {
  if (field.int === undefined) throw new MalformedMessage(`field ${field.number} is no whole number`);
  return Number(field.int);
}

export function expectBytes(field: Field): Uint8Array {
  if (field.bytes === undefined) throw new MalformedMessage(`field ${field.number} is a number where bytes belong`);
  return field.bytes;
}

function take(message: Uint8Array, cursor: { at: number }, length: number): Uint8Array {
  const left = message.byteLength - cursor.at;
  if (length > left) throw new MalformedMessage(`${length} bytes announced at byte ${cursor.at}, ${left} left`);
  cursor.at += length;
  return message.subarray(cursor.at - length, cursor.at);
}

function readVarint(message: Uint8Array, cursor: { at: number }): bigint {
  let small = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = nextByte(message, cursor);
    small |= (byte & 127) << shift;
    if (byte < 128) return BigInt(small);
  }
  let value = BigInt(small);
  for (let shift = 28n; shift < 70n; shift += 7n) {
    const byte = nextByte(message, cursor);
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return BigInt.asIntN(64, value);
  }
  throw new MalformedMessage(`a number longer than ten bytes at byte ${cursor.at}`);
}

function nextByte(message: Uint8Array, cursor: { at: number }): number {
  if (cursor.at >= message.byteLength) throw new MalformedMessage(`the message ends inside a number at byte ${cursor.at}`);
  return message[cursor.at++];
}
