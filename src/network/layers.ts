/** The layers of a classifier whose channels can be mined: its convolutional feature maps, each with a name that people know it by. */
import { ProblemError } from '../protocol/problem';
import type { Classifier, Graph } from './graph';
import { mapsOf } from './layerMaps';
import { namesOf } from './layerNames';
import { type ReceptiveField, receptiveField } from './receptiveField';
import { inferShapes } from './shapes';

export interface Layer {
  /** For people and files, unique in its network: `conv1`, `layer3`, `layer4.1`, `layer4.1.conv2`; an imported network's own names. */
  name: string;
  /** Other names that findLayer takes for it, e.g. `layer4` is `layer4.1` and `features` too, where `layer4.1` is its last block. */
  aliases: readonly string[];
  /** The map's value in the classifier's graph, [N, channels, height, width]. */
  value: string;
  /** Its units. */
  channels: number;
  /** Size of a patch's map in cells. */
  height: number;
  width: number;
  /** What a cell sees; undefined where that is no square window: behind a look at the whole image, or a filter longer than wide. */
  field?: ReceptiveField;
  /** Whether other ways lead past it, as they do inside a block. */
  inner: boolean;
  /** Whether it is the last feature map, which pooling and linear layer follow. */
  last: boolean;
}

/**
 * Every layer that can be mined, from the image on; the last feature map is the last of them. A layer is a convolution's map as the next one
 * sees it: behind batch norm, residual sum and nonlinearity (Bau et al. 2017, section 2, probe units so). Maps that branches join channel by
 * channel are layers too, where every way passes them.
 */
export function layersOf(c: Classifier): Layer[] {
  const { graph } = c;
  const maps = mapsOf(graph);
  const names = namesOf(graph, maps);
  const facts = inferShapes(graph);
  return maps.flatMap(({ value, inner }, i) => {
    const dims = facts.get(value)?.dims ?? [];
    const [, channels, height, width] = dims;
    const last = value === 'features';
    // The last map's channels are known from the classifier itself; no other can be mined without knowing them.
    if (typeof channels !== 'number' || typeof height !== 'number' || typeof width !== 'number') return [];
    const field = fieldOf(graph, value);
    return [{ ...names[i], value, channels, height, width, ...(field && { field }), inner, last }];
  });
}

/**
 * The layer of this name, other name or graph value; without a name the last feature map.
 * Throws ProblemError that lists the layers there are.
 */
export function findLayer(c: Classifier, name?: string): Layer {
  const layers = layersOf(c);
  const found =
    name === undefined
      ? layers.find(({ last }) => last)
      : (layers.find((layer) => layer.name === name) ??
        layers.find((layer) => layer.aliases.includes(name)) ??
        layers.find((layer) => layer.value === name));
  if (found) return found;
  throw new ProblemError({
    code: 'network.layer.unknown',
    found: name === undefined ? 'a last feature map of unknown size' : `no layer ${name} in this ${c.architecture} network`,
    expected: `one of its layers: ${listed(layers)}`,
    remedy: 'Name one of them, or none for the last feature map.',
  });
}

/** Names in a message: all of a small network's, of a deep one's those that every way passes. */
function listed(layers: readonly Layer[]): string {
  const names = (of: readonly Layer[]) => of.map(({ name }) => name).join(', ');
  const inside = layers.filter(({ inner }) => inner);
  if (layers.length <= MOST_LISTED || inside.length === 0) return names(layers);
  const outside = layers.filter(({ inner }) => !inner);
  return `${names(outside)}; and ${inside.length} inside blocks, from ${inside[0].name} to ${inside[inside.length - 1].name}`;
}

const MOST_LISTED = 30;

function fieldOf(graph: Graph, value: string): ReceptiveField | undefined {
  try {
    return receptiveField(graph, value);
  } catch (error) {
    // Said once more, as a problem, to whoever needs the field.
    if (error instanceof ProblemError && error.problem.code === 'network.receptiveField') return undefined;
    throw error;
  }
}
