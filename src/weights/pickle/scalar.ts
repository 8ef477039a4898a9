/** One number as NumPy stores it: its dtype and its bytes. Checkpoints keep the best accuracy in this form. */
import type { ScalarType } from './values';

type Reader = (view: DataView, littleEndian: boolean) => number | bigint | boolean;

const READERS: Readonly<Record<string, { bytes: number; read: Reader }>> = {
  f8: { bytes: 8, read: (view, little) => view.getFloat64(0, little) },
  f4: { bytes: 4, read: (view, little) => view.getFloat32(0, little) },
  i8: { bytes: 8, read: (view, little) => view.getBigInt64(0, little) },
  u8: { bytes: 8, read: (view, little) => view.getBigUint64(0, little) },
  i4: { bytes: 4, read: (view, little) => view.getInt32(0, little) },
  u4: { bytes: 4, read: (view, little) => view.getUint32(0, little) },
  i2: { bytes: 2, read: (view, little) => view.getInt16(0, little) },
  i1: { bytes: 1, read: (view) => view.getInt8(0) },
  u1: { bytes: 1, read: (view) => view.getUint8(0) },
  b1: { bytes: 1, read: (view) => view.getUint8(0) !== 0 },
};

/** Throws an Error for another dtype or another number of bytes. */
export function scalarOf(type: ScalarType, bytes: Uint8Array): number | bigint | boolean {
  const reader = Object.hasOwn(READERS, type.code) ? READERS[type.code] : undefined;
  if (!reader) throw new Error(`a number of dtype ${type.code.slice(0, 40)}`);
  if (bytes.byteLength !== reader.bytes) throw new Error(`${bytes.byteLength} bytes for a number of dtype ${type.code}`);
  return reader.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), !type.bigEndian);
}
