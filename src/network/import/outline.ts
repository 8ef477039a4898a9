/** What a foreign network looks like from afar: its image input, its logits, and the values that everything passes through. */
import type { Graph, Node, ValueInfo } from '../graph';
import { commonValues } from '../paths';
import { type Fact, inferShapes, type Shape } from '../shapes';
import { refusal } from './problem';

export interface Outline {
  graph: Graph;
  image: ValueInfo;
  /** Shapes with the network's own fixed sizes, free sides bound to the wanted ones. */
  facts: ReadonlyMap<string, Fact>;
  /** The value taken for the logits. */
  output: string;
  otherOutputs: readonly string[];
  /** The layers between image and output, in order. */
  nodes: readonly Node[];
  /** Values that every way from the image to the output passes, from front to back. */
  passes: readonly string[];
}

/**
 * @param side binds the image's free sides, in pixels
 * @param chosen value or node that makes the logits; absent: the output with most layers before it
 */
export function outlineOf(graph: Graph, side: number, chosen: string | undefined, file?: string): Outline {
  const image = imageInput(graph, file);
  const bound = image.dims.map((dim, i) => (i > 1 && typeof dim === 'string' ? side : dim));
  const facts = boundFacts(graph, image, bound, file);
  const reached = reachedFrom(graph, image.name);
  const { output, others } = logitsOf(graph, facts, reached, chosen, file);
  const nodes = waysTo(graph, output, reached);
  return { graph, image, facts, output, otherOutputs: others, nodes, passes: commonValues(nodes, image.name, output) };
}

function boundFacts(graph: Graph, image: ValueInfo, dims: Shape, file?: string): Map<string, Fact> {
  try {
    return inferShapes({ ...graph, inputs: graph.inputs.map((input) => (input === image ? { ...image, dims } : input)) });
  } catch (error) {
    if (!(error instanceof RangeError) || image.dims.slice(2).every((dim) => typeof dim === 'number')) throw error;
    throw refusal(file, {
      what: 'size',
      found: `images of ${dims[2]} pixels, which do not pass (${error.message})`,
      expected: 'images large enough for all its layers',
      remedy: 'Set patches.size to a larger number of pixels.',
    });
  }
}

/** The one input, an image. Throws ProblemError when it is another. */
export function imageInput(graph: Graph, file?: string): ValueInfo {
  const images = graph.inputs.filter((input) => input.dims.length === 4);
  const [image] = images;
  const list = graph.inputs.map((input) => `${input.name} ${input.type} [${input.dims.join(', ')}]`).join(', ') || 'no input';
  const refused = (found: string, remedy: string) =>
    refusal(file, { what: 'input', found, expected: 'one float32 input [images, 3 or 1 channels, height, width]', remedy });
  if (images.length !== 1 || graph.inputs.length !== 1)
    throw refused(list, 'Export the network so that it takes one image and nothing else.');
  const [, channels, height, width] = image.dims;
  if (width === 3 && channels !== 3) throw refused(list, 'Export the network with its channels before height and width (NCHW).');
  if (image.type !== 'float32' || (typeof channels === 'number' && channels !== 3 && channels !== 1))
    throw refused(list, 'Export a network for grey or RGB images in float32 (or float16).');
  if (typeof height === 'number' && typeof width === 'number' && height !== width)
    throw refused(list, 'Export the network with free or equal sides: patches are square.');
  return image;
}

/** All values that depend on what is in the image, not on its size alone. */
function reachedFrom(graph: Graph, image: string): Set<string> {
  const reached = new Set([image]);
  for (const node of graph.nodes)
    if (node.op !== 'Shape' && node.inputs.some((name) => reached.has(name))) for (const name of node.outputs) reached.add(name);
  return reached;
}

function logitsOf(
  graph: Graph,
  facts: ReadonlyMap<string, Fact>,
  reached: ReadonlySet<string>,
  chosen: string | undefined,
  file?: string,
): { output: string; others: string[] } {
  if (chosen !== undefined) {
    const node = graph.nodes.find(({ name }) => name === chosen);
    const output = reached.has(chosen) ? chosen : node?.outputs[0];
    if (output === undefined || !reached.has(output))
      throw refusal(file, {
        what: 'head',
        found: `no layer or value ${chosen} that depends on the image`,
        expected: `one of the outputs ${graph.outputs.map(({ name }) => name).join(', ')}, or the last linear layer`,
        remedy: 'Correct network.head, or leave it out.',
      });
    return { output, others: graph.outputs.map(({ name }) => name).filter((name) => name !== output) };
  }
  const candidates = graph.outputs
    .filter(({ name }) => reached.has(name) && (facts.get(name)?.dims.length ?? 2) === 2)
    .map(({ name }) => ({ name, depth: waysTo(graph, name, reached).length }))
    .sort((a, b) => b.depth - a.depth);
  const list = graph.outputs.map(({ name, dims }) => `${name} [${(facts.get(name)?.dims ?? dims).join(', ')}]`).join(', ') || 'none';
  if (candidates.length === 0)
    throw refusal(file, {
      what: 'output',
      found: `the outputs ${list}`,
      expected: 'an output [images, classes] that depends on the image',
      remedy: 'Export a classifier, or name the value of its logits in network.head.',
    });
  if (candidates.length > 1 && candidates[0].depth === candidates[1].depth)
    throw refusal(file, {
      what: 'output',
      found: `several outputs of equal depth: ${list}`,
      expected: 'one output of logits',
      remedy: `Name the right one in network.head, e.g. "${candidates[0].name}".`,
    });
  const output = candidates[0].name;
  return { output, others: graph.outputs.map(({ name }) => name).filter((name) => name !== output) };
}

/** The layers on the ways from the image to a value, in order. */
function waysTo(graph: Graph, value: string, reached: ReadonlySet<string>): Node[] {
  const needed = new Set([value]);
  const ways: Node[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (node.op === 'Shape' || !node.outputs.some((name) => needed.has(name) && reached.has(name))) continue;
    for (const name of node.inputs) needed.add(name);
    ways.push(node);
  }
  return ways.reverse();
}

/** Height and width of a map [images, channels, height, width]; undefined for other shapes. */
export function sidesOf(dims: Shape | undefined): readonly [number | string, number | string] | undefined {
  return dims?.length === 4 ? [dims[2], dims[3]] : undefined;
}
