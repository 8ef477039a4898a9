/** Weights and images from a formula that test/golden/resnet_forward.py repeats exactly, so that no weights need to be stored. */
import { loadWeights, parameterNames } from '../../../src/network/classifier';
import type { Classifier, Tensor } from '../../../src/network/graph';
import { elementCount, floatTensor } from '../../../src/network/tensor';

/** FNV-1a, 32 bits. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** `count` numbers in [-0.5, 0.5), multiples of 2^-24: murmur3's finaliser over the name's hash + i * golden ratio, modulo 2^32. */
export function numbers(name: string, count: number): Float64Array {
  const seed = hashName(name);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let h = (Math.imul(i, 0x9e3779b1) + seed) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    values[i] = (h >>> 8) / 2 ** 24 - 0.5;
  }
  return values;
}

/** Weights of about He's size; batch norms away from the identity, so that every parameter matters. */
export function formulaTensor(name: string, dims: readonly number[]): Tensor {
  const values = numbers(name, elementCount(dims));
  let scale = 1;
  let shift = 0;
  if (name.endsWith('running_var')) shift = 1;
  else if (dims.length === 1 && name.endsWith('.weight')) [scale, shift] = [0.5, 1];
  else if (dims.length === 4) scale = Math.sqrt(24 / (dims[0] * dims[2] * dims[3]));
  else if (name === 'fc.weight') scale = 0.1;
  return floatTensor(
    dims,
    Float32Array.from(values, (value) => shift + scale * value),
  );
}

export function withFormulaWeights(c: Classifier): Classifier {
  const tensors = parameterNames(c.graph).map((name) => [name, formulaTensor(name, c.graph.initializers.get(name)!.dims)] as const);
  return loadWeights(c, new Map(tensors));
}
