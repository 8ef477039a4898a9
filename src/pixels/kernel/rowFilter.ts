/** Rows of an image weighed and resized, four pixels an instruction. */

import type { Axis } from '../axis';
import type { GreyRows } from '../rows';
import { bufferOf, type Kernel, Kernels, roundedUp } from './kernels';
import { ROWS_MODULE } from './rowsModule';

/** Addresses in bytes; rows.wat says what each does. */
interface RowKernel extends Kernel {
  weigh(
    ring: number,
    stride: number,
    count: number,
    first: number,
    taps: number,
    weights: number,
    sum: number,
    from: number,
    to: number,
  ): void;
  narrow(row: number, starts: number, weights: number, vectors: number, result: number, outputs: number): void;
}

/** Columns that are weighed together. */
const TOGETHER = 16;
const FLOAT = 4;

const kernels = new Kernels<RowKernel>(ROWS_MODULE);

/**
 * Resizes rows of an image: `down` between its rows, `across` within them. Its memory goes to the next one when `use` returns, so that nothing it gave
 * out may be kept.
 */
export function withRowFilter<T>(rows: GreyRows, down: Axis, across: Axis, use: (filter: RowFilter) => T): T {
  return kernels.use((kernel) => use(new RowFilter(kernel, rows, down, across)));
}

export class RowFilter {
  /** The last rows that were read, down.taps of them. */
  readonly #ring: Float32Array[];
  /** First row of the image that was not read. */
  #next = 0;
  readonly #stride: number;
  readonly #vectors: number;
  /** A resized row, and zeros up to a multiple of four. */
  readonly #result: Float32Array;
  readonly #at: Record<'ring' | 'sum' | 'down' | 'starts' | 'across' | 'result', number>;

  constructor(
    private readonly kernel: RowKernel,
    private readonly rows: GreyRows,
    private readonly down: Axis,
    across: Axis,
  ) {
    const outputs = roundedUp(across.starts.length, 4);
    this.#vectors = Math.ceil(across.taps / 4);
    const taps = 4 * this.#vectors;
    const columns = roundedUp(rows.width, TOGETHER);
    this.#stride = columns * FLOAT;
    // What is read beyond a row's end has no weight, but must be a number: there lie zeros or rows, never addresses.
    const memory = new Layout();
    this.#at = {
      ring: memory.take(down.taps * columns),
      sum: memory.take(columns + taps),
      down: memory.take(down.weights.length),
      across: memory.take(outputs * taps),
      starts: memory.take(outputs),
      result: memory.take(outputs),
    };
    const buffer = bufferOf(kernel, memory.bytes);
    new Uint8Array(buffer, 0, memory.bytes).fill(0);
    this.#ring = Array.from({ length: down.taps }, (_, i) => new Float32Array(buffer, this.#at.ring + i * this.#stride, rows.width));
    this.#result = new Float32Array(buffer, this.#at.result, across.starts.length);
    new Float32Array(buffer, this.#at.down, down.weights.length).set(down.weights);
    new Int32Array(buffer, this.#at.starts, across.starts.length).set(across.starts);
    const padded = new Float32Array(buffer, this.#at.across, outputs * taps);
    for (let i = 0; i < across.starts.length; i++) padded.set(across.weights.subarray(i * across.taps, (i + 1) * across.taps), i * taps);
  }

  /**
   * Weighs the rows of the image from `first` on by the weights of output `output` of the axis down, for left <= x < right. Rows are read at most once:
   * `first` must not be smaller than in the call before.
   */
  weigh(first: number, output: number, left: number, right: number): void {
    const { taps } = this.down;
    for (const end = first + taps; this.#next < end; this.#next++)
      if (this.#next >= first) this.rows.read(this.#next, this.#ring[this.#next % taps]);
    const { ring, sum, down } = this.#at;
    const [from, to] = [left - (left % TOGETHER), roundedUp(right, TOGETHER)];
    const weights = down + output * taps * FLOAT;
    this.kernel.weigh(ring, this.#stride, taps, first % taps, taps, weights, sum, from * FLOAT, to * FLOAT);
  }

  /** Resizes the part of the weighed row that begins at `offset` across, into `result`. */
  narrow(offset: number, result: Float32Array): void {
    const { sum, starts, across, result: made } = this.#at;
    this.kernel.narrow(sum + offset * FLOAT, starts, across, this.#vectors, made, roundedUp(result.length, 4));
    result.set(this.#result);
  }
}

/** Places in the kernel's memory, one after the other. */
class Layout {
  bytes = 0;

  /** Where so many numbers of 32 bits lie. */
  take(numbers: number): number {
    const at = this.bytes;
    this.bytes += roundedUp(numbers * FLOAT, 4 * FLOAT);
    return at;
  }
}
