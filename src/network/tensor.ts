/** Tensors as plain values: their element types in ONNX's numbering, their sizes, and typed arrays over raw bytes. */
import type { ElementType, Tensor } from './graph';

/** TensorProto.DataType. */
export const ELEMENT_CODE: Readonly<Record<ElementType, number>> = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float64: 11 };

const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = { float32: 4, uint8: 1, int32: 4, int64: 8, bool: 1, float64: 8 };

/** The element type of a TensorProto.DataType number; undefined for those this project does not read (half floats, text, …). */
export function elementType(code: number): ElementType | undefined {
  return (Object.keys(ELEMENT_CODE) as ElementType[]).find((type) => ELEMENT_CODE[type] === code);
}

/** Number of elements of a shape; 1 for a scalar. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

export function elementBytes(type: ElementType): number {
  return ELEMENT_BYTES[type];
}

/** A float32 tensor. Throws RangeError when data and shape disagree. */
export function floatTensor(dims: readonly number[], data: Float32Array): Tensor {
  if (data.length !== elementCount(dims)) throw new RangeError(`A tensor [${dims.join(', ')}] has no ${data.length} elements.`);
  return { dims, type: 'float32', data };
}

/** An int64 tensor, ONNX's type for shapes, axes and indices; one-dimensional unless dims says otherwise. */
export function intTensor(values: readonly number[], dims: readonly number[] = [values.length]): Tensor {
  return { dims, type: 'int64', data: BigInt64Array.from(values, (value) => BigInt(value)) };
}

/** A tensor's bytes in file order (little-endian, row-major): a view, not a copy. */
export function tensorBytes(tensor: Tensor): Uint8Array {
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

/** The typed array over raw bytes: a view where the bytes are aligned for it, a copy where they are not. */
export function typedArray(type: ElementType, bytes: Uint8Array): Tensor['data'] {
  const width = ELEMENT_BYTES[type];
  const aligned = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  const { buffer, byteOffset } = aligned;
  const length = aligned.byteLength / width;
  switch (type) {
    case 'float32':
      return new Float32Array(buffer, byteOffset, length);
    case 'float64':
      return new Float64Array(buffer, byteOffset, length);
    case 'int32':
      return new Int32Array(buffer, byteOffset, length);
    case 'int64':
      return new BigInt64Array(buffer, byteOffset, length);
    default:
      return new Uint8Array(buffer, byteOffset, length);
  }
}
