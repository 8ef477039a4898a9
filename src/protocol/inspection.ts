/** What is found in the ONNX file of a foreign classifier. */

export interface NetworkInspection {
  file: string;
  /** Operator set of the file. */
  opset: number;
  /** Side of the patches that the rest is said for, in pixels. */
  size: number;
  /** What was taken for image, last feature map and logits, in sentences. */
  found: string[];
  /** Outputs of its own linear layer, where that one can be kept. */
  ownOutputs?: number;
  units: number;
  /** Trained numbers, without the new linear layer. */
  parameters: number;
  /** How often each operator stands before the last feature map, under its ONNX name. */
  operators: Record<string, number>;
  /** Layers without gradient rule: with one of them the network can be mined and explained, and not trained. */
  untrainable: { op: string; node: string; place: string }[];
  /** In input pixels; or why it cannot be said. */
  receptiveField: { size: number; stride: number; offset: number } | { unknown: string };
}
