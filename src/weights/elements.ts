/** Element types of stored weights, and how those that graphs do not have here are widened to ones that they have. */
import type { Tensor } from '../network/graph';
import { floatOfBfloat, floatOfHalf, widenHalves } from '../network/halves';
import { elementBytes, typedArray } from '../network/tensor';

/** By PyTorch's names. */
export type StoredType = 'float32' | 'float64' | 'float16' | 'bfloat16' | 'int64' | 'int32' | 'int16' | 'int8' | 'uint8' | 'bool';

const HALVES = { float16: floatOfHalf, bfloat16: floatOfBfloat } as const;

/** Bytes of one element. */
export function storedBytes(type: StoredType): number {
  if (type === 'float16' || type === 'bfloat16' || type === 'int16') return 2;
  return type === 'int8' ? 1 : elementBytes(type);
}

/** A tensor over little-endian bytes: a view where the type is ours, else float32 from half floats and int32 from short integers. */
export function widened(type: StoredType, dims: readonly number[], bytes: Uint8Array): Tensor {
  if (type === 'float16' || type === 'bfloat16') return { dims, type: 'float32', data: widenHalves(bytes, HALVES[type]) };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 'int16') {
    const data = Int32Array.from({ length: bytes.byteLength / 2 }, (_, i) => view.getInt16(2 * i, true));
    return { dims, type: 'int32', data };
  }
  if (type === 'int8') return { dims, type: 'int32', data: Int32Array.from(bytes, (byte) => (byte << 24) >> 24) };
  return { dims, type, data: typedArray(type, bytes) };
}

/** The same tensor in float32, each value rounded once; itself where it is float32 already. */
export function asFloat32(tensor: Tensor): Tensor {
  if (tensor.type === 'float32') return tensor;
  const { data } = tensor;
  return {
    dims: tensor.dims,
    type: 'float32',
    data: data instanceof BigInt64Array ? Float32Array.from(data, Number) : Float32Array.from(data),
  };
}
