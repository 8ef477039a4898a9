/** What a pattern of the blocked layout is. */
import type { Node } from '../../network/graph';
import type { Forms } from './forms';

/** Writes a node in blocks and says so; or false, and nothing is written. */
export type Pattern = (forms: Forms, node: Node) => boolean;

/** Sets the node's only output as a blocked map. */
export function setMap(forms: Forms, node: Node, name: string): true {
  const [output] = node.outputs;
  forms.setBlocked(output, name, { kind: 'map', dims: forms.dims(output) });
  return true;
}

/** Whether a value lies in blocks as a map now. */
export function isMap(forms: Forms, value: string): boolean {
  return forms.order(value)?.kind === 'map';
}
