/** TFRecord framing: length (8 bytes), its masked CRC-32C, the data, its masked CRC-32C; all little-endian, one record after the other. */
import { maskedCrc32c } from './crc32c';

const LENGTH_BYTES = 8;
const HEADER_BYTES = LENGTH_BYTES + 4;
const FOOTER_BYTES = 4;

export function frameRecord(data: Uint8Array): Uint8Array {
  const record = Buffer.alloc(HEADER_BYTES + data.length + FOOTER_BYTES);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, LENGTH_BYTES)), LENGTH_BYTES);
  record.set(data, HEADER_BYTES);
  record.writeUInt32LE(maskedCrc32c(data), HEADER_BYTES + data.length);
  return record;
}

export interface FoundRecord {
  data: Uint8Array;
  /** Where it begins in the file. */
  start: number;
  /** Where the next one begins. */
  end: number;
}

/** The whole records from the beginning on; ends at the first that is cut short or does not agree with its checksums. */
export function* wholeRecords(file: Buffer): Generator<FoundRecord> {
  for (let start = 0; start + HEADER_BYTES + FOOTER_BYTES <= file.length; ) {
    const length = Number(file.readBigUInt64LE(start));
    const end = start + HEADER_BYTES + length + FOOTER_BYTES;
    if (file.readUInt32LE(start + LENGTH_BYTES) !== maskedCrc32c(file.subarray(start, start + LENGTH_BYTES)) || end > file.length) return;
    const data = file.subarray(start + HEADER_BYTES, end - FOOTER_BYTES);
    if (file.readUInt32LE(end - FOOTER_BYTES) !== maskedCrc32c(data)) return;
    yield { data, start, end };
    start = end;
  }
}
