/**
 * A blocked map cut into bands of rows, which lie one after the other like the maps of so many images. A pointwise convolution then goes through
 * a band with all its channels while they are in the processor's cache; over a whole map it fetches them anew for every block of its outputs.
 */
import type { GraphBuilder } from '../builder';
import type { Shape } from '../shapes';

/** Rows of a band where the map's height is a multiple, else one: two rows of a map do best on 112 x 168, 56 x 84 and their transposes. */
const ROWS = 2;

/** The sizes of one map, computed when the graph runs, and what is done by them. */
export class BandOrder {
  private readonly batch: string;
  private readonly height: string;
  private readonly width: string;
  private readonly rows: string;
  /** Bands of one image. */
  private readonly bands: string;
  /** Elements of one block of channels in a band, as a tensor [1]. */
  private readonly line: string;
  private readonly places = new Map<string, string>();

  /** @param map a plain map [N, C, H, W]; every map that is turned later has its N, H and W. */
  constructor(
    private readonly builder: GraphBuilder,
    map: string,
    private readonly block: number,
  ) {
    const shape = builder.op('Shape', [map]);
    [this.batch, this.height, this.width] = [0, 2, 3].map((axis) => builder.op('Gather', [shape, builder.int(axis)]));
    // ROWS, or 1 where the height is no multiple.
    const whole = builder.op('Equal', [builder.op('Mod', [this.height, builder.int(ROWS)]), builder.int(0)]);
    this.rows = builder.op('Where', [whole, builder.int(ROWS), builder.int(1)]);
    this.bands = builder.op('Div', [this.height, this.rows]);
    const pixels = builder.op('Mul', [this.rows, this.width]);
    this.line = this.vector(builder.op('Mul', [pixels, builder.int(block)]));
  }

  /** The blocked map [N, C, H, W] as bands [N x bands, C, rows, W], blocked too. */
  toBands(x: string): string {
    const [, channels] = this.builder.shape(x);
    const turned = this.turn(x, Number(channels) / this.block, 'in');
    const dims = [this.builder.op('Mul', [this.batch, this.bands]), channels, this.rows, this.width];
    return this.shaped(turned, dims, ['bands', channels, 'rows', 'W']);
  }

  /** toBands undone; `shape` is the map's. */
  fromBands(x: string, shape: Shape): string {
    const turned = this.turn(x, Number(shape[1]) / this.block, 'out');
    return this.shaped(turned, [this.batch, shape[1], this.height, this.width], shape);
  }

  /** Lines [N, first, second] in the order [N, second, first]: blocks of channels and bands change places, many lines at a time. */
  private turn(x: string, blocks: number, way: 'in' | 'out'): string {
    const lines = this.builder.op('Reshape', [x, this.builder.op('Concat', [this.builder.int([-1]), this.line], { axis: { int: 0 } })]);
    // A transposition would do the same on one core.
    return this.builder.op('Gather', [lines, this.placesOf(blocks, way)], { axis: { int: 0 } });
  }

  /** For each line where it comes from: [N x blocks x bands]. */
  private placesOf(blocks: number, way: 'in' | 'out'): string {
    const key = `${blocks} ${way}`;
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const { builder } = this;
    const range = (limit: string, axis: number) => {
      const counted = builder.op('Range', [builder.int(0), limit, builder.int(1)]);
      return builder.op('Reshape', [counted, builder.int([0, 1, 2].map((i) => (i === axis ? -1 : 1)))]);
    };
    const perImage = builder.op('Mul', [this.bands, builder.int(blocks)]);
    const [count, step] = [builder.int(blocks), this.bands];
    const [outer, inner] = way === 'in' ? [step, count] : [count, step];
    // Into bands: line (image, band, block) lies at (image x blocks + block) x bands + band.
    const image = builder.op('Mul', [range(this.batch, 0), perImage]);
    const within = builder.op('Add', [range(outer, 1), builder.op('Mul', [range(inner, 2), outer])]);
    const places = builder.op('Reshape', [builder.op('Add', [image, within]), builder.int([-1])]);
    this.places.set(key, places);
    return places;
  }

  private shaped(x: string, dims: readonly (string | number)[], shape: Shape): string {
    const { builder } = this;
    const parts = dims.map((dim) => (typeof dim === 'number' ? builder.int([dim]) : this.vector(dim)));
    const size = builder.op('Concat', parts, { axis: { int: 0 } });
    return builder.op('Reshape', [x, size], {}, { shapes: [shape] });
  }

  private vector(scalar: string): string {
    return this.builder.op('Reshape', [scalar, this.builder.int([1])]);
  }
}
