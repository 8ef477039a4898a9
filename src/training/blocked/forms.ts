/** The values of a graph that is written anew: each as it was, or with its elements in blocks, or both; brought into the other form when asked for. */

import { intoBlocks, outOfBlocks } from '../../network/blocked/nchwc';
import { filterOrder, type Order, orderAxes, sameOrder } from '../../network/blocked/order';
import { GraphBuilder } from '../../network/builder';
import type { Node } from '../../network/graph';
import { elementCount } from '../../network/tensor';
import { namesOf } from '../standard/expand';

interface Form {
  plain?: string;
  blocked?: { name: string; order: Order };
}

/** What the reader of a value takes into the operator that makes it. */
export interface Fused {
  activation?: 'Relu';
  /** A blocked map of the same shape that is added before the activation. */
  sum?: string;
}

/** A blocked map that is not written yet. */
export interface Waiting {
  /** Writes it and gives its name. */
  write(fused: Fused): string;
  takesRelu: boolean;
  takesSum: boolean;
  /** Of a gradient that is made phase by phase: writes the phases, each with what stands at its place in `sums` added. */
  phases?: Phases;
}

export interface Phases {
  strides: readonly [number, number];
  write(sums: readonly (string | undefined)[]): (string | undefined)[];
}

export class Forms {
  readonly builder: GraphBuilder;
  private readonly forms = new Map<string, Form>();
  private readonly readers = new Map<string, Node[]>();
  /** What is written only when somebody asks for it. */
  private readonly waiting = new Map<string, Waiting>();
  private readonly outputs: ReadonlySet<string>;
  private readonly outputsInBlocks = new Set<string>();

  constructor(
    readonly source: GraphBuilder,
    readonly block: number,
  ) {
    this.builder = new GraphBuilder(`${source.graph.name}-blocked`, namesOf(source.graph));
    for (const node of source.graph.nodes)
      for (const input of new Set(node.inputs)) this.readers.set(input, [...(this.readers.get(input) ?? []), node]);
    this.outputs = new Set(source.graph.outputs.map(({ name }) => name));
  }

  /** The shape of a value of the source. */
  dims(value: string): number[] {
    return this.source.dims(value);
  }

  readersOf(value: string): readonly Node[] {
    return this.readers.get(value) ?? [];
  }

  /** The one node that reads a value, if it is one alone and the value is no output. */
  onlyReader(value: string): Node | undefined {
    const nodes = this.readers.get(value) ?? [];
    return nodes.length === 1 && !this.outputs.has(value) ? nodes[0] : undefined;
  }

  setPlain(value: string, name: string): void {
    this.form(value).plain = name;
  }

  setBlocked(value: string, name: string, order: Order): void {
    this.form(value).blocked = { name, order };
  }

  /** Says that a value, plain so far, lies in this order already: an input that is fed so. */
  setOrder(value: string, order: Order): void {
    this.forms.set(value, { blocked: { name: value, order } });
  }

  /** Says that an output comes in blocks. */
  setOutputInBlocks(value: string): void {
    this.outputsInBlocks.add(value);
  }

  /** What a value in blocks is called: as in the source, where that is not the name of an output that comes plain. */
  blockedNames(value: string): readonly string[] | 1 {
    return this.outputs.has(value) && !this.outputsInBlocks.has(value) ? 1 : [value];
  }

  /** Leaves a map unwritten until it is asked for, or its reader takes it over. */
  wait(value: string, waiting: Waiting): void {
    this.waiting.set(value, waiting);
  }

  /** A map that is not written yet, if it is one that only `reader` reads. */
  waitingFor(value: string, reader: Node): Waiting | undefined {
    return this.onlyReader(value) === reader ? this.waiting.get(value) : undefined;
  }

  /** Says that the reader wrote it in its own way. */
  takeOver(value: string): void {
    this.waiting.delete(value);
  }

  /** The order of a value that is in blocks; undefined where it is plain alone. */
  order(value: string): Order | undefined {
    return this.written(value).blocked?.order;
  }

  /** Whether a value can be had as a blocked map without a way round: it is one, or a plain one whose channels make up whole blocks. */
  canBeMap(value: string): boolean {
    const dims = this.dims(value);
    return dims.length === 4 && dims[1] % this.block === 0;
  }

  /** Its name as it was in the source. Throws RangeError for a value that nothing made. */
  plain(value: string): string {
    if (value === '') return '';
    const form = this.written(value);
    if (form.plain === undefined) {
      if (!form.blocked) throw new RangeError(`Nothing made the value ${value}.`);
      form.plain = this.outOf(form.blocked.name, form.blocked.order, this.dims(value));
    }
    return form.plain;
  }

  /** Its name as a blocked map [n, C, h, w]. */
  map(value: string): string {
    return this.blocked(value, { kind: 'map', dims: this.dims(value) });
  }

  /** Its name as a blocked filter; undefined where the filter has no blocks. */
  filter(value: string): { name: string; order: Order } | undefined {
    const order = filterOrder(this.dims(value), this.block);
    return order && { name: this.blocked(value, order), order };
  }

  /** Its name in an order. */
  blocked(value: string, order: Order): string {
    const form = this.written(value);
    if (!form.blocked || !sameOrder(form.blocked.order, order))
      form.blocked = { name: this.into(this.plain(value), order, this.dims(value)), order };
    return form.blocked.name;
  }

  reshape(x: string, dims: readonly number[]): string {
    return this.builder.dims(x).join() === dims.join() ? x : this.builder.op('Reshape', [x, this.builder.int(dims)]);
  }

  private form(value: string): Form {
    const form = this.forms.get(value) ?? {};
    this.forms.set(value, form);
    return form;
  }

  private written(value: string): Form {
    const waiting = this.waiting.get(value);
    this.waiting.delete(value);
    if (waiting) this.setBlocked(value, waiting.write({}), { kind: 'map', dims: this.dims(value) });
    return this.form(value);
  }

  private into(plain: string, order: Order, dims: readonly number[]): string {
    if (order.kind === 'map') return intoBlocks(this.builder, plain);
    const { plain: axes, permutation } = orderAxes(order, this.block);
    const turned = this.builder.op('Transpose', [this.reshape(plain, axes)], { perm: { ints: permutation } });
    return this.reshape(turned, dims);
  }

  private outOf(blocked: string, order: Order, dims: readonly number[]): string {
    if (order.kind === 'map') return outOfBlocks(this.builder, blocked);
    const { plain: axes, permutation } = orderAxes(order, this.block);
    const back = axes.map((_, axis) => permutation.indexOf(axis));
    const seen = this.reshape(
      blocked,
      permutation.map((axis) => axes[axis]),
    );
    const turned = this.builder.op('Transpose', [seen], { perm: { ints: back } });
    if (elementCount(axes) !== elementCount(dims)) throw new RangeError(`${blocked} has no shape [${dims.join(', ')}].`);
    return this.reshape(turned, dims);
  }
}
