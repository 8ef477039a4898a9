/** A small graph in the training's own operators, run as the standard graph and in blocks, with the same random values. */
import assert from 'node:assert/strict';
import { fromOrder, toOrder } from '../../../../src/network/blocked/order';
import { GraphBuilder } from '../../../../src/network/builder';
import type { Attribute, Graph } from '../../../../src/network/graph';
import { type FloatValue, openSession, type Value } from '../../../../src/network/session';
import { elementCount } from '../../../../src/network/tensor';
import { hashSeed, seededRandom } from '../../../../src/statistics/random';
import { checkBlocks } from '../../../../src/training/blocked/check';
import { blockedOperators } from '../../../../src/training/blocked/lower';
import type { Sliding } from '../../../../src/training/operators';
import { standardOperators } from '../../../../src/training/standard/expand';

/** Largest difference of the two, against the largest value of a tensor: some thousand values are added, each rounded to 6e-8. */
export const TOLERANCE = 1e-5;

const checked = await checkBlocks();

/** Channels of a block here; 0 where the layout is not used. */
export const block = 'block' in checked ? checked.block : 0;

/** What the check says where the engine has no blocks on this processor; whatever else it says is a fault of the layout. */
const NO_BLOCKS = /reorders channels in another way|ReorderInput/;

/** A suite that runs where this processor's engine has the blocked layout, and says why where it does not. */
export function describeBlocked(title: string, suite: () => void): void {
  if ('block' in checked) return void describe(title, suite);
  const { refusal } = checked;
  describe(title, () => {
    it(`is not tested here: ${refusal}`, function () {
      if (!NO_BLOCKS.test(refusal)) assert.fail(`The check refuses: ${refusal}.`);
      this.skip();
    });
  });
}

export class Site {
  readonly builder = new GraphBuilder('layer');
  readonly feeds: Record<string, Value> = {};
  /** Of `name`, what is fed and comes in its order too. */
  readonly followers = new Map<string, readonly string[]>();

  /** An input in [-1, 1), or with the values given. */
  value(name: string, dims: readonly number[], of?: (index: number) => number): string {
    const random = seededRandom(hashSeed(name));
    this.feeds[name] = { dims, data: Float32Array.from({ length: elementCount(dims) }, (_, i) => (of ? of(i) : 2 * random() - 1)) };
    return this.builder.input(name, dims);
  }

  /** Such an input that lies in blocks where it is read: a convolution by channel with filters of 1 brings it there as it is. */
  map(name: string, dims: readonly number[], of?: (index: number) => number): string {
    return this.inBlocks(this.value(name, dims, of));
  }

  inBlocks(x: string): string {
    const channels = this.builder.dims(x)[1];
    const filter = [channels, 1, 1, 1];
    const ones = this.builder.constant({ type: 'float32', dims: filter, data: new Float32Array(channels).fill(1) });
    return this.builder.op('Conv', [x, ones], { group: { int: channels } });
  }

  op(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.builder.op(op, inputs, attributes);
  }

  /** An output that is read from outside. */
  output(value: string): void {
    this.builder.output(value);
  }
}

/** How often each operator stands in a graph; those of the blocked layout begin with `nchwc.`. */
export type Operators = Readonly<Record<string, number>>;

export function operatorsOf({ nodes }: Graph): Operators {
  const counts: Record<string, number> = {};
  for (const { op, domain } of nodes) {
    const name = domain ? `${domain.split('.').at(-1)}.${op}` : op;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Runs what `write` writes in both layouts and compares every output; gives the blocked graph's operators. */
export async function sameInBlocks(write: (site: Site) => void, tolerance = TOLERANCE): Promise<Operators> {
  return (await comparedInBlocks(write, tolerance)).operators;
}

/** The same, with the outputs of the blocked graph too, in plain order. */
export async function comparedInBlocks(
  write: (site: Site) => void,
  tolerance = TOLERANCE,
): Promise<{ operators: Operators; outputs: Record<string, Float32Array> }> {
  const site = new Site();
  write(site);
  const { graph, orders } = blockedOperators(site.builder, block, site.followers);
  const turned = (values: Readonly<Record<string, Value>>, turn: typeof toOrder): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const order = orders.get(name);
        return [name, order ? { ...value, data: turn(value.data as Float32Array, order, block) } : value];
      }),
    );
  const expected = await outputsOf(standardOperators(site.builder), site.feeds);
  const found = turned(await outputsOf(graph, turned(site.feeds, toOrder)), fromOrder);
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [name, { data }] of Object.entries(expected)) {
    const difference = largestDifference(found[name].data as Float32Array, data);
    assert.ok(difference <= tolerance, `${name} differs by ${difference} of its largest value`);
  }
  const outputs = Object.fromEntries(Object.entries(found).map(([name, { data }]) => [name, data as Float32Array]));
  return { operators: operatorsOf(graph), outputs };
}

/** Against the largest value expected. */
export function largestDifference(found: Float32Array, expected: Float32Array): number {
  assert.equal(found.length, expected.length);
  const scale = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const most = expected.reduce((worst, v, i) => Math.max(worst, Math.abs(v - found[i])), 0);
  return most === 0 ? 0 : most / scale;
}

/** No node of these operators is left. */
export function assertNone(operators: Operators, ...names: readonly string[]): void {
  for (const name of names) assert.equal(operators[name] ?? 0, 0, `${name} stands in the blocked graph: ${JSON.stringify(operators)}`);
}

/** Every of these operators stands there. */
export function assertSome(operators: Operators, ...names: readonly string[]): void {
  for (const name of names) assert.ok((operators[name] ?? 0) > 0, `the blocked graph has no ${name}: ${JSON.stringify(operators)}`);
}

export interface Filter {
  kernel: readonly [number, number];
  strides?: readonly [number, number];
  /** Top, left, bottom, right. */
  pads?: readonly [number, number, number, number];
  dilations?: readonly [number, number];
  group?: number;
}

export function slidingOf({ kernel, strides = [1, 1], pads = [0, 0, 0, 0], dilations = [1, 1], group = 1 }: Filter): Sliding {
  return { window: { kernel, strides, pads, dilations, ceil: false }, group };
}

export function windowAttributes(filter: Filter, rest: Record<string, Attribute> = {}): Record<string, Attribute> {
  const { window } = slidingOf(filter);
  return {
    kernel_shape: { ints: window.kernel },
    strides: { ints: window.strides },
    pads: { ints: window.pads },
    ...(filter.dilations && { dilations: { ints: window.dilations } }),
    ...(filter.group && { group: { int: filter.group } }),
    ...rest,
  };
}

/** Height and width of what a window makes of a map. */
export function sizeAfter(filter: Filter, sides: readonly number[]): number[] {
  const { kernel, strides, pads, dilations } = slidingOf(filter).window;
  return sides.map((side, i) => Math.floor((side + pads[i] + pads[i + 2] - dilations[i] * (kernel[i] - 1) - 1) / strides[i]) + 1);
}

async function outputsOf(graph: Graph, feeds: Readonly<Record<string, Value>>): Promise<Record<string, FloatValue>> {
  const session = await openSession(graph, { device: 'cpu', threads: 1 });
  const outputs = await session.run(feeds);
  await session.release();
  return outputs;
}
