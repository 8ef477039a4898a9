/** A training graph in blocks: which parts of its state follow which parameter's order. */
import { momentumName, nextName, type TrainingGraph } from '../graph';
import { type BlockedGraph, blockedOperators } from './lower';

/** Parameters and momenta that are filters lie in blocks, before and after the step. */
export function blockedTraining({ source, parameters }: TrainingGraph, block: number): BlockedGraph {
  const followers = parameters.map(({ name }) => [name, [momentumName(name), nextName(name), nextName(momentumName(name))]] as const);
  return blockedOperators(source, block, new Map(followers));
}
