/** ONNX's own words as plain values: Graph, Node, Tensor, Attribute. Reading and writing the file is in model.ts. */
import type { AuxiliaryFeature } from './auxiliaryFeature';

export type ElementType = 'float32' | 'int64' | 'int32' | 'bool' | 'float64' | 'uint8';

export interface Tensor {
  dims: readonly number[];
  type: ElementType;
  data: Float32Array | BigInt64Array | Int32Array | Float64Array | Uint8Array;
}

/** ONNX's attribute kinds, each said aloud: a whole number and a float are different attributes in the file. */
export type Attribute =
  | { int: number }
  | { float: number }
  | { string: string }
  | { ints: readonly number[] }
  | { floats: readonly number[] }
  | { strings: readonly string[] }
  | { tensor: Tensor }
  | { graph: Graph };

export interface Node {
  op: string;
  /** '' is ONNX's own domain. */
  domain?: string;
  name: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** Named value with a type; a dim is a number, or a name where it is free. */
export interface ValueInfo {
  name: string;
  type: ElementType;
  dims: readonly (number | string)[];
}

export interface Graph {
  name: string;
  opset: number;
  nodes: Node[];
  initializers: Map<string, Tensor>;
  inputs: ValueInfo[];
  outputs: ValueInfo[];
  /** ONNX metadata_props: classes, input size and such travel with the file. */
  metadata: Record<string, string>;
}

/**
 * A classifier as this project keeps it: one ONNX file, input `image` [N, 3, S, S], outputs `features` [N, C, h, w] (the last feature
 * map) and `logits` [N, K]; it ends in GlobalAveragePool, Flatten, Gemm. Parameters are initializers with torchvision's names.
 */
export interface Classifier {
  graph: Graph;
  architecture: string;
  classes: readonly string[];
  /** Side of the square input in pixels. */
  inputSize: number;
  /** Channels of the last feature map = number of units. */
  units: number;
  /** Names of the linear layer's initializers: weight [K, C] and bias [K]. */
  head: { weight: string; bias: string };
  /** Per-channel normalisation of a grey value in 0..1 replicated to RGB. */
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
  /** Features beside the image, where the network takes any: then the attention block of auxiliary.ts stands behind the linear layer. */
  auxiliary?: readonly AuxiliaryFeature[];
}
