/**
 * What people call a layer: the module of the network's source that ends in it (`layer3`, `Mixed_5b`), else the convolution that makes it
 * (`conv1`, `layer4.1.conv2`). Modules are read from the names of parameters (`layer4.1.conv2.weight`) and of nodes
 * (`layer4.1.add`, or as PyTorch exports them `/layer4/layer4.1/Add`).
 */
import type { Graph, Node } from './graph';
import type { LayerMap } from './layerMaps';
import { ancestors } from './paths';

export interface LayerName {
  name: string;
  aliases: readonly string[];
}

/** One for each map, in their order; no two layers share a name, nor an alias. */
export function namesOf(graph: Graph, maps: readonly LayerMap[]): LayerName[] {
  const modules = modulesEndingIn(graph);
  const candidates = maps.map((map) => candidatesFor(map, modules.get(map.value) ?? [], graph));
  const taken = new Set<string>();
  const names = candidates.map((wanted) => {
    const name = wanted.find((candidate) => !taken.has(candidate)) ?? numbered(wanted[0], taken);
    taken.add(name);
    return name;
  });
  const claims = new Map<string, number>();
  for (const wanted of candidates) for (const other of wanted) claims.set(other, (claims.get(other) ?? 0) + 1);
  return names.map((name, i) => ({
    name,
    aliases: candidates[i].filter((other) => !taken.has(other) && claims.get(other) === 1),
  }));
}

/** The names a map may have, the best first, none twice. */
function candidatesFor({ value, origins, joined }: LayerMap, modules: readonly Module[], graph: Graph): string[] {
  const own = modules.filter(({ whole }) => !whole).map(({ name }) => name);
  const wrapping = modules.filter(({ whole }) => whole).map(({ name }) => name);
  const last = value === 'features' ? ['features'] : [];
  const made = originName(origins, graph);
  // A sum is another map than the convolution's before it, whose name it takes only where it has no other.
  const names = [...own, ...(made !== '' && (!joined || own.length === 0) ? [made] : []), ...last, ...wrapping];
  return names.length > 0 ? [...new Set(names)] : [value];
}

/** Of several convolutions that are added up, the module they have in common; of a joining of branches, the module it stands in. */
function originName(origins: readonly Node[], graph: Graph): string {
  const [first] = origins;
  if (!first) return '';
  const paths = origins.map((node) => pathOf(node, graph));
  const [path] = paths;
  if (first.op === 'Concat') return path.length > 1 ? path.slice(0, -1).join('.') : first.name;
  const differing = path.findIndex((part, i) => paths.some((other) => other[i] !== part));
  return path.slice(0, differing > 0 ? differing : path.length).join('.');
}

interface Module {
  name: string;
  /** Whether it holds every convolution: it names the network rather than a layer. */
  whole: boolean;
}

/** By value, the modules of which it is all that the rest of the network reads, the outermost first; those without a convolution left out. */
function modulesEndingIn(graph: Graph): Map<string, Module[]> {
  const nodes = ancestors(graph.nodes, 'features');
  const paths = new Map(nodes.map((node) => [node, pathOf(node, graph)] as const));
  const insides = new Map<string, Set<Node>>();
  for (const node of nodes)
    for (const module of modulesOf(paths.get(node)!)) insides.set(module, (insides.get(module) ?? new Set()).add(node));
  const readers = new Map<string, Node[]>();
  for (const node of nodes) for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node]);
  const convolutions = nodes.filter(({ op }) => op === 'Conv').length;
  const ends = new Map<string, Module[]>();
  for (const [name, inside] of insides) {
    const held = [...inside].filter(({ op }) => op === 'Conv').length;
    const read = new Set(
      [...inside]
        .flatMap(({ outputs }) => outputs)
        .filter((value) => value === 'features' || readers.get(value)?.some((node) => !inside.has(node))),
    );
    const [value] = read;
    if (held === 0 || read.size !== 1) continue;
    ends.set(
      value,
      [...(ends.get(value) ?? []), { name, whole: held === convolutions }].sort((a, b) => a.name.length - b.name.length),
    );
  }
  return ends;
}

/** `layer4`, `layer4.1` and so on for a node `layer4.1.conv2`. */
function modulesOf(path: readonly string[]): string[] {
  return path.slice(1).map((_, i) => path.slice(0, i + 1).join('.'));
}

/** Where a node stands in the network's source, from the outermost module to the node itself. */
function pathOf(node: Node, graph: Graph): string[] {
  const weight = node.inputs.slice(1).find((name) => name.endsWith('.weight') && graph.initializers.has(name));
  if (weight !== undefined) return weight.slice(0, -'.weight'.length).split('.');
  const parts = node.name.split('/').filter((part) => part !== '');
  // PyTorch repeats the list that a module is an element of: /layer4/layer4.1/conv2/Conv.
  const own = parts.filter((part, i) => !parts[i + 1]?.startsWith(`${part}.`));
  const isOperator = own.length > 1 && new RegExp(`^${node.op}(_\\d+)?$`).test(own[own.length - 1]);
  return (node.op === 'Conv' && isOperator ? own.slice(0, -1) : own).join('.').split('.');
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  let count = 2;
  while (taken.has(`${name}#${count}`)) count++;
  return `${name}#${count}`;
}
