/** A tensor from its storage: offset, sizes and strides checked, the numbers brought into row-major order. */
import type { Tensor } from '../../network/graph';
import { elementCount } from '../../network/tensor';
import { storedBytes, widened } from '../elements';
import type { TensorRef } from '../pickle/values';

/** PyTorch's own limit. */
const MAX_DIMENSIONS = 64;

/**
 * What is wrong with a tensor's description; undefined when it lies within its storage and no two elements share a place, so that it can
 * never be larger than what is stored.
 */
export function faultOf({ storage, offset, dims, strides }: TensorRef): string | undefined {
  const shape = `[${dims.slice(0, 8).join(', ')}] with strides [${strides.slice(0, 8).join(', ')}]`;
  if (dims.length !== strides.length || dims.length > MAX_DIMENSIONS) return shape;
  if (dims.includes(0)) return undefined;
  // In order of stride, each step must pass over all that the smaller ones reach.
  let reach = 0;
  const steps = dims.map((size, i) => ({ size, stride: strides[i] })).filter(({ size }) => size > 1);
  for (const { size, stride } of steps.sort((a, b) => a.stride - b.stride)) {
    if (stride <= reach) return `${shape}, whose elements overlap`;
    reach += (size - 1) * stride;
  }
  if (storage.first + offset + reach >= storage.count) return `${shape} at ${offset}, beyond the ${storage.count} elements of its storage`;
  return undefined;
}

/** The tensor over its storage's bytes: a view where it is all of them in order, else a copy. Only for descriptions without fault. */
export function denseTensor({ storage, offset, dims, strides }: TensorRef, bytes: Uint8Array): Tensor {
  const width = storedBytes(storage.type);
  const count = elementCount(dims);
  const start = (storage.first + offset) * width;
  if (isRowMajor(dims, strides)) {
    const range = bytes.subarray(start, start + count * width);
    // A small part does not keep the whole storage in memory.
    return widened(storage.type, dims, range.byteLength === bytes.byteLength ? range : range.slice());
  }
  const dense = new Uint8Array(count * width);
  const place = dims.map(() => 0);
  let from = start;
  for (let to = 0; to < dense.length; to += width) {
    for (let b = 0; b < width; b++) dense[to + b] = bytes[from + b];
    for (let d = dims.length - 1; d >= 0; d--) {
      from += strides[d] * width;
      if (++place[d] < dims[d]) break;
      from -= dims[d] * strides[d] * width;
      place[d] = 0;
    }
  }
  return widened(storage.type, dims, dense);
}

function isRowMajor(dims: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let d = dims.length - 1; d >= 0; d--) {
    if (dims[d] !== 1 && strides[d] !== expected) return false;
    expected *= dims[d];
  }
  return true;
}
