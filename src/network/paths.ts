/** Ways through a graph: what a value depends on, and what every way from one value to another passes. */
import type { Node } from './graph';

/** The nodes that a value depends on, in graph order. */
export function ancestors(nodes: readonly Node[], value: string): Node[] {
  const needed = new Set([value]);
  const found: Node[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    for (const name of node.inputs) needed.add(name);
    found.push(node);
  }
  return found.reverse();
}

/** The values that are alone at some moment: made, still to be read, and nothing else is; from the image to the output, both included. */
export function commonValues(nodes: readonly Node[], image: string, output: string): string[] {
  const left = new Map<string, number>();
  for (const name of nodes.flatMap((node) => [...new Set(node.inputs)])) left.set(name, (left.get(name) ?? 0) + 1);
  left.set(output, (left.get(output) ?? 0) + 1);
  const open = new Set([image]);
  const alone: string[] = [];
  for (const node of nodes) {
    for (const name of new Set(node.inputs)) {
      if (!open.has(name)) continue;
      left.set(name, left.get(name)! - 1);
      if (left.get(name) === 0) open.delete(name);
    }
    for (const name of node.outputs) if ((left.get(name) ?? 0) > 0) open.add(name);
    if (open.size === 1) alone.push([...open][0]);
  }
  return [...new Set(alone)];
}
