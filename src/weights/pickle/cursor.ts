/** Reads a pickle's bytes from front to back: numbers, texts and lines, each held to the bytes that are there. */
import { PickleFault } from './fault';

/** Whole numbers of a checkpoint have 8 bytes, the stream's magic number 10; longer ones only cost time. */
const MAX_NUMBER_BYTES = 64;
const MAX_LINE_BYTES = 4096;

export class Cursor {
  constructor(
    private readonly bytes: Buffer,
    public position = 0,
  ) {}

  fault(kind: 'malformed' | 'global' | 'tooLarge', found: string): PickleFault {
    return new PickleFault(kind, found, this.position);
  }

  byte(): number {
    return this.bytes[this.take(1)];
  }

  uint16(): number {
    return this.bytes.readUInt16LE(this.take(2));
  }

  int32(): number {
    return this.bytes.readInt32LE(this.take(4));
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  /** A length of 8 bytes. */
  length64(): number {
    const value = this.bytes.readBigUInt64LE(this.take(8));
    if (value > BigInt(this.bytes.length)) throw new PickleFault('cutShort', `a length of ${value} bytes`, this.position);
    return Number(value);
  }

  double(): number {
    return this.bytes.readDoubleBE(this.take(8));
  }

  /** A whole number in two's complement, little-endian. */
  long(length: number): number | bigint {
    if (length < 0 || length > MAX_NUMBER_BYTES) throw this.fault('malformed', `a number of ${length} bytes`);
    const at = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[at + i]);
    if (length > 0 && this.bytes[at + length - 1] & 0x80) value -= 1n << BigInt(8 * length);
    return plain(value);
  }

  raw(length: number): Buffer {
    const at = this.take(length);
    return this.bytes.subarray(at, at + length);
  }

  text(length: number, encoding: 'utf8' | 'latin1' = 'utf8'): string {
    return this.raw(length).toString(encoding);
  }

  /** Up to the next line feed, which is passed over. */
  line(): string {
    const end = this.bytes.indexOf(10, this.position);
    if (end < 0) throw new PickleFault('cutShort', 'a line without an end', this.position);
    if (end - this.position > MAX_LINE_BYTES) throw this.fault('malformed', `a line of ${end - this.position} bytes`);
    const text = this.bytes.toString('utf8', this.position, end);
    this.position = end + 1;
    return text;
  }

  /** A line that is a whole number, with Python 2's `L` or without. */
  decimal(): number | bigint {
    const text = this.line().replace(/L$/, '');
    if (!/^[-+]?\d{1,150}$/.test(text)) throw this.fault('malformed', `"${text.slice(0, 40)}" for a whole number`);
    return plain(BigInt(text.replace('+', '')));
  }

  /** Moves on and gives where it stood. */
  private take(length: number): number {
    if (length < 0) throw this.fault('malformed', `a length of ${length} bytes`);
    const at = this.position;
    if (at + length > this.bytes.length) throw new PickleFault('cutShort', `${this.bytes.length - at} bytes where ${length} belong`, at);
    this.position = at + length;
    return at;
  }
}

function plain(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
