/** What a gradient rule is: a layer written in its training form, and how a gradient goes back through it. */
import type { GraphBuilder } from '../../network/builder';
import type { Node } from '../../network/graph';

/** A layer of the classifier at the moment it is written into the training graph. */
export interface Site {
  builder: GraphBuilder;
  /** The classifier's node; its name and outputs are already those in the training graph, its inputs are not. */
  node: Node;
  /** The node's inputs as they are called in the training graph. */
  inputs: readonly string[];
  /**
   * For a convolution without bias that only a batch norm reads: minus that batch norm's running mean [channels], which the convolution
   * adds for nothing. For that batch norm: the same value, already in its input.
   */
  shift?: string;
  /** Says that a running statistic, named as in the classifier, has this value [channels] after the step. */
  keep(statistic: string, next: string): void;
}

/**
 * From the loss' gradient by the layer's output to its gradients by the layer's inputs, in their order and of their shapes; undefined where
 * not `wanted` or where none exists (shapes, running statistics).
 */
export type Backward = (gradient: string, wanted: readonly boolean[]) => readonly (string | undefined)[];

/** Writes the layer, its output under the node's own output name, and gives the way back. */
export type GradientRule = (site: Site) => Backward;

/** The node as the classifier has it. */
export function writeUnchanged({ builder, node, inputs }: Pick<Site, 'builder' | 'node' | 'inputs'>): string {
  return builder.ops(node.op, inputs, node.attributes, { name: node.name, outputs: node.outputs, domain: node.domain })[0];
}
