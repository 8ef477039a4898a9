/** Writes a graph node by node: fresh names, constants kept once, and every value's shape known as soon as it is made. */
import type { Attribute, ElementType, Graph, Node, Tensor, ValueInfo } from './graph';
import { type Fact, inferNode, inferShapes, type Shape } from './shapes';
import { elementCount, tensorBytes } from './tensor';

/** Opset of every graph written here: the last with ReduceMean's axes as an attribute, understood by every runtime in use. */
export const OPSET = 17;

export interface NodeOptions {
  /** Node name; made from the operator when absent. */
  name?: string;
  /** Names of the outputs, or how many fresh ones. Default 1. */
  outputs?: readonly string[] | number;
  domain?: string;
  /** Shapes of the outputs, for operators whose shapes cannot be inferred here (other domains); type is the first input's. */
  shapes?: readonly Shape[];
}

export class GraphBuilder {
  readonly graph: Graph;
  private readonly facts: Map<string, Fact>;
  private readonly taken = new Set<string>();
  private readonly counters = new Map<string, number>();
  private readonly constants = new Map<string, string>();

  /**
   * An empty graph; or a copy of one to continue, its tensors shared. Names in `reserved` are never taken for fresh ones: those of a graph
   * that is written anew in other operators.
   */
  constructor(
    start: string | Graph,
    private readonly reserved: ReadonlySet<string> = new Set(),
  ) {
    this.graph =
      typeof start === 'string'
        ? { name: start, opset: OPSET, nodes: [], initializers: new Map(), inputs: [], outputs: [], metadata: {} }
        : {
            ...start,
            nodes: [...start.nodes],
            initializers: new Map(start.initializers),
            inputs: [...start.inputs],
            outputs: [...start.outputs],
            metadata: { ...start.metadata },
          };
    this.facts = inferShapes(this.graph);
    for (const name of this.graph.initializers.keys()) this.taken.add(name);
    for (const { name } of this.graph.inputs) this.taken.add(name);
    for (const node of this.graph.nodes) for (const name of [node.name, ...node.outputs]) this.taken.add(name);
  }

  /** A name not used yet, beginning with `stem`. */
  fresh(stem: string): string {
    let count = this.counters.get(stem) ?? 0;
    let name: string;
    do {
      count++;
      name = `${stem}_${count}`;
    } while (this.taken.has(name) || this.reserved.has(name));
    this.counters.set(stem, count);
    this.taken.add(name);
    return name;
  }

  input(name: string, dims: Shape, type: ElementType = 'float32'): string {
    this.claim(name);
    this.graph.inputs.push({ name, type, dims });
    this.facts.set(name, { type, dims });
    return name;
  }

  /** Makes a value an output of the graph, under its own name. */
  output(value: string): string {
    const { type, dims } = this.fact(value);
    const info: ValueInfo = { name: value, type, dims };
    this.graph.outputs.push(info);
    return value;
  }

  /** A named constant tensor, e.g. a parameter. */
  initializer(name: string, tensor: Tensor): string {
    this.claim(name);
    this.graph.initializers.set(name, tensor);
    this.facts.set(name, { type: tensor.type, dims: tensor.dims, value: tensor });
    return name;
  }

  /** A float32 constant, kept once however often it is asked for; a single number is a scalar. */
  float(values: number | readonly number[], dims?: readonly number[]): string {
    const data = Float32Array.from(typeof values === 'number' ? [values] : values);
    return this.constant({ type: 'float32', dims: dims ?? (typeof values === 'number' ? [] : [data.length]), data });
  }

  /** An int64 constant (shapes, axes, indices), kept once; a single number is a scalar. */
  int(values: number | readonly number[], dims?: readonly number[]): string {
    const data = BigInt64Array.from(typeof values === 'number' ? [values] : values, (value) => BigInt(value));
    return this.constant({ type: 'int64', dims: dims ?? (typeof values === 'number' ? [] : [data.length]), data });
  }

  /** Any constant tensor, kept once. */
  constant(tensor: Tensor): string {
    if (tensor.data.length !== elementCount(tensor.dims))
      throw new RangeError(`A tensor [${tensor.dims.join(', ')}] has no ${tensor.data.length} elements.`);
    const key = `${tensor.type}[${tensor.dims.join(',')}]${Buffer.from(tensorBytes(tensor)).toString('latin1')}`;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const name = this.fresh('constant');
    this.graph.initializers.set(name, tensor);
    this.facts.set(name, { type: tensor.type, dims: tensor.dims, value: tensor });
    this.constants.set(key, name);
    return name;
  }

  /** Adds a node with one output and names it. */
  op(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}, options: NodeOptions = {}): string {
    return this.ops(op, inputs, attributes, options)[0];
  }

  /** Adds a node and names its outputs. Throws RangeError when the inputs' shapes do not fit or an input is no value of this graph. */
  ops(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}, options: NodeOptions = {}): string[] {
    const name = options.name ?? this.fresh(op);
    const wanted = options.outputs ?? 1;
    const outputs = typeof wanted === 'number' ? Array.from({ length: wanted }, () => this.fresh(`${op}_out`)) : [...wanted];
    for (const input of inputs)
      if (input !== '' && !this.taken.has(input)) throw new RangeError(`${op} ${name} reads "${input}", which is no value of this graph.`);
    if (typeof wanted !== 'number') for (const output of outputs) if (output !== '') this.claim(output);
    const node: Node = { op, ...(options.domain ? { domain: options.domain } : {}), name, inputs: [...inputs], outputs, attributes };
    this.graph.nodes.push(node);
    const known = options.shapes
      ? options.shapes.map((dims) => ({ type: this.facts.get(inputs[0])?.type ?? ('float32' as const), dims }))
      : inferNode(node, (value) => this.facts.get(value), this.graph.opset);
    outputs.forEach((output, i) => {
      const fact = known[i];
      if (fact) this.facts.set(output, fact);
    });
    return outputs;
  }

  /** What is known of a value. Throws RangeError when its shape is unknown. */
  fact(value: string): Fact {
    const fact = this.facts.get(value);
    if (!fact) throw new RangeError(`The shape of "${value}" is not known in graph ${this.graph.name}.`);
    return fact;
  }

  /** A value's shape, free sizes as names. */
  shape(value: string): Shape {
    return this.fact(value).dims;
  }

  /** A value's shape where all of it is numbers. Throws RangeError when a size is free. */
  dims(value: string): number[] {
    const shape = this.shape(value);
    return shape.map((dim) => {
      if (typeof dim === 'string') throw new RangeError(`"${value}" is [${shape.join(', ')}]: its size ${dim} is free.`);
      return dim;
    });
  }

  /** Whether a value's shape is known. */
  knows(value: string): boolean {
    return this.facts.has(value);
  }

  private claim(name: string): void {
    if (this.taken.has(name)) throw new RangeError(`The name "${name}" is taken in graph ${this.graph.name}.`);
    this.taken.add(name);
  }
}
