/** Gradients that add up. */
import type { GraphBuilder } from '../network/builder';

/** Sum of values of one shape, two at a time: WebGPU has no Sum of more. */
export function sumOf(builder: GraphBuilder, terms: readonly string[]): string {
  return terms.reduce((sum, term) => builder.op('Add', [sum, term]));
}
