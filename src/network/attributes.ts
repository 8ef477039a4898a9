/** Reading a node's attributes with ONNX's defaults, and the window of convolutions and poolings. */
import type { Node } from './graph';

/** The operators that slide a window over an image. */
export interface Window {
  kernel: readonly number[];
  strides: readonly number[];
  dilations: readonly number[];
  /** Padding before each spatial axis, then after each: top, left, bottom, right. */
  pads: readonly number[];
  /** The last window may start inside and end outside (poolings only). */
  ceil: boolean;
}

export function intAttribute(node: Node, name: string, otherwise: number): number {
  const value = node.attributes[name];
  return value && 'int' in value ? value.int : otherwise;
}

export function floatAttribute(node: Node, name: string, otherwise: number): number {
  const value = node.attributes[name];
  return value && 'float' in value ? value.float : otherwise;
}

export function intsAttribute(node: Node, name: string): readonly number[] | undefined {
  const value = node.attributes[name];
  return value && 'ints' in value ? value.ints : undefined;
}

export function stringAttribute(node: Node, name: string, otherwise: string): string {
  const value = node.attributes[name];
  return value && 'string' in value ? value.string : otherwise;
}

/**
 * The window of a Conv, ConvTranspose or pooling node. `weightDims` is the filter's shape, from which a convolution's kernel is known when
 * the node does not say it. Throws RangeError when there is no kernel, or padding depends on the input's size (auto_pad SAME).
 */
export function windowOf(node: Node, weightDims?: readonly (number | string)[]): Window {
  const kernel = intsAttribute(node, 'kernel_shape') ?? weightDims?.slice(2).map(Number);
  if (!kernel || kernel.some((side) => !Number.isInteger(side))) throw new RangeError(`${node.op} ${node.name} names no kernel.`);
  const automatic = stringAttribute(node, 'auto_pad', 'NOTSET');
  const strides = intsAttribute(node, 'strides') ?? kernel.map(() => 1);
  const dilations = intsAttribute(node, 'dilations') ?? kernel.map(() => 1);
  let pads = intsAttribute(node, 'pads') ?? [...kernel, ...kernel].map(() => 0);
  if (automatic === 'SAME_UPPER' || automatic === 'SAME_LOWER') {
    if (strides.some((stride) => stride !== 1))
      throw new RangeError(`${node.op} ${node.name} pads by the size of its input (auto_pad ${automatic} with a stride).`);
    const total = kernel.map((side, i) => dilations[i] * (side - 1));
    const low = total.map((t) => (automatic === 'SAME_UPPER' ? Math.floor(t / 2) : Math.ceil(t / 2)));
    pads = [...low, ...total.map((t, i) => t - low[i])];
  }
  return { kernel, strides, dilations, pads, ceil: intAttribute(node, 'ceil_mode', 0) === 1 };
}
