/** Poolings in blocks against the standard graph, equal values included: of those the first takes the gradient. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Attribute } from '../../../../src/network/graph';
import { maxPoolGradient } from '../../../../src/training/operators';
import {
  assertNone,
  assertSome,
  block as b,
  comparedInBlocks,
  describeBlocked,
  type Filter,
  type Operators,
  type Site,
  sameInBlocks,
  slidingOf,
  windowAttributes,
} from './layouts';

interface Pooling extends Filter {
  /** Height and width. */
  sides: readonly [number, number];
  images?: number;
  ceil?: boolean;
  /** Values of x by index; default: random, positive and negative. */
  of?: (index: number) => number;
}

/** The pooling of a map, by name of the value. */
function pooled(s: Site, pooling: Pooling): { x: string; y: string } {
  const { sides, images = 2, ceil, of } = pooling;
  const attributes: Record<string, Attribute> = ceil ? { ceil_mode: { int: 1 } } : {};
  const x = s.map('x', [images, 2 * b, ...sides], of);
  return { x, y: s.op('MaxPool', [x], windowAttributes(pooling, attributes)) };
}

const forward = (pooling: Pooling): Promise<Operators> =>
  sameInBlocks((s) => {
    s.output(pooled(s, pooling).y);
  }, 0);

const gradient = (pooling: Pooling): Promise<Operators> =>
  sameInBlocks((s) => {
    const { x, y } = pooled(s, pooling);
    s.output(maxPoolGradient(s.builder, x, y, s.value('dy', s.builder.dims(y)), slidingOf(pooling).window));
  });

const three = { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] } as const;
const poolings: Record<string, Pooling> = {
  'of 3 x 3 with stride 2': { ...three, sides: [8, 6] },
  'of 2 x 2 with stride 2': { kernel: [2, 2], strides: [2, 2], sides: [6, 4] },
  'of 3 x 3 with stride 1': { kernel: [3, 3], pads: [1, 1, 1, 1], sides: [5, 4] },
  'of 3 x 3 with stride 1 without padding': { kernel: [3, 3], sides: [5, 6] },
  'of 3 x 3 with stride 2 whose last windows end outside': { kernel: [3, 3], strides: [2, 2], sides: [8, 6], ceil: true },
  'of 3 x 3 with stride 2 whose last windows would end outside': { kernel: [3, 3], strides: [2, 2], sides: [8, 6] },
  'of 3 x 3 with stride 3': { kernel: [3, 3], strides: [3, 3], sides: [6, 9] },
  'of 1 x 1 with stride 2, where most cells are in no window': { kernel: [1, 1], strides: [2, 2], sides: [4, 6] },
  'of 2 x 3 with strides of its own for rows and columns': { kernel: [2, 3], strides: [2, 1], pads: [0, 1, 0, 1], sides: [4, 5] },
  'with uneven padding': { kernel: [3, 3], strides: [2, 2], pads: [0, 1, 1, 0], sides: [6, 6] },
};

describeBlocked('a maximum pooling in blocks takes the same values', () => {
  const all: Record<string, Pooling> = {
    ...poolings,
    'of 3 x 3 with stride 2 on odd sides': { ...three, sides: [7, 5] },
    'of 2 x 2 with stride 2 on odd sides, whose last windows end outside': { kernel: [2, 2], strides: [2, 2], sides: [7, 5], ceil: true },
    'of values that are all negative, beside padding': { ...three, sides: [6, 6], of: (i) => -1 - (i % 7) },
  };
  for (const [name, pooling] of Object.entries(all))
    it(name, async () => {
      const operators = await forward(pooling);
      assert.equal(operators['nchwc.MaxPool'], 1);
      assertNone(operators, 'MaxPool');
      assert.equal(operators['nchwc.ReorderOutput'], 1);
    });

  it('with dilation, where it stays as it was', async () => {
    const operators = await forward({ kernel: [2, 2], dilations: [2, 2], sides: [5, 5] });
    assert.equal(operators['MaxPool'], 1);
  });

  it('of a map that is in no blocks, where it stays as it was', async () => {
    const operators = await sameInBlocks((s) => {
      s.output(s.op('MaxPool', [s.value('x', [1, b, 4, 4])], windowAttributes(three)));
    }, 0);
    assert.deepEqual(operators, { MaxPool: 1 });
  });
});

describeBlocked("a maximum pooling's gradient in blocks is the standard graph's", () => {
  const values: Record<string, ((index: number) => number) | undefined> = {
    'of values that differ': undefined,
    'of a constant map': () => 0.5,
    'of a map of zeros': () => 0,
    'of a constant map below zero': () => -0.25,
    'of rectified values, half of them 0': (i) => Math.max(0, Math.sin(1.3 * i)),
    'of few values, many of them equal': (i) => ((i * 7919) % 101) % 3,
    'of values as small as a float can be': (i) => ((i * 7919) % 101) * 1e-20,
  };
  for (const [name, pooling] of Object.entries(poolings))
    for (const [kind, of] of Object.entries(values))
      it(`${name}, ${kind}`, async () => {
        const operators = await gradient({ ...pooling, of });
        assertSome(operators, 'nchwc.MaxPool', 'nchwc.Conv');
        assertNone(operators, 'MaxPool', 'Equal', 'Cast');
      });

  const plain: Record<string, Pooling> = {
    'on sides that the stride does not divide': { ...three, sides: [7, 6] },
    'with dilation': { kernel: [2, 2], dilations: [2, 2], sides: [6, 6] },
  };
  for (const [name, pooling] of Object.entries(plain))
    it(`${name}, where it stays as it was`, async () => {
      assertSome(await gradient(pooling), 'Equal');
    });
});

describeBlocked('a maximum pooling in blocks, whatever its window', () => {
  const axis = fc.integer({ min: 1, max: 4 }).chain((kernel) =>
    fc.record({
      kernel: fc.constant(kernel),
      stride: fc.integer({ min: 1, max: 3 }),
      // No more than half of the kernel, as PyTorch demands.
      pads: fc.tuple(fc.integer({ min: 0, max: Math.floor(kernel / 2) }), fc.integer({ min: 0, max: Math.floor(kernel / 2) })),
      windows: fc.integer({ min: 2, max: 4 }),
    }),
  );
  const cases = fc.record({ rows: axis, columns: axis, levels: fc.integer({ min: 1, max: 5 }), images: fc.integer({ min: 1, max: 3 }) });

  it('takes the same values and hands the same gradient back, equal values or not', async () => {
    const compared = fc.asyncProperty(cases, async ({ rows, columns, levels, images }) => {
      const pooling: Pooling = {
        kernel: [rows.kernel, columns.kernel],
        strides: [rows.stride, columns.stride],
        pads: [rows.pads[0], columns.pads[0], rows.pads[1], columns.pads[1]],
        sides: [Math.max(rows.kernel, rows.windows * rows.stride), Math.max(columns.kernel, columns.windows * columns.stride)],
        images,
        of: (i) => (((i * 7919) % 1009) % levels) - 1,
      };
      await forward(pooling);
      await gradient(pooling);
    });
    await fc.assert(compared, { seed: 5, numRuns: 40 });
  });
});

describeBlocked('the gradient of a pooling with equal largest values', () => {
  it('goes to the first of each window, row by row, and none of it is lost', async () => {
    const rows = [
      [0, 0, 1, 1],
      [1, 1, 1, 1],
    ];
    const window = { kernel: [2, 2], strides: [2, 2] } as const;
    const { outputs } = await comparedInBlocks((s) => {
      const { x, y } = pooled(s, { ...window, sides: [2, 4], images: 1, of: (i) => rows[Math.floor(i / 4) % 2][i % 4] });
      const dy = s.value('dy', [1, 2 * b, 1, 2], (i) => 1 + (i % 2));
      s.output(maxPoolGradient(s.builder, x, y, dy, slidingOf(window).window));
    }, 0);
    const [gradient] = Object.values(outputs);
    const expected = [0, 0, 2, 0, 1, 0, 0, 0];
    assert.deepEqual([...gradient], Array.from({ length: 2 * b }, () => expected).flat());
  });

  it('is not lost into the padding of a map of zeros', async () => {
    const window = { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] } as const;
    const { outputs } = await comparedInBlocks((s) => {
      const { x, y } = pooled(s, { ...window, sides: [4, 4], images: 1, of: () => 0 });
      s.output(
        maxPoolGradient(
          s.builder,
          x,
          y,
          s.value('dy', [1, 2 * b, 2, 2], () => 1),
          slidingOf(window).window,
        ),
      );
    }, 0);
    const [gradient] = Object.values(outputs);
    // Windows begin at rows and columns -1 and 1; cell 0, which the padding stands before, is the first inside of the first ones.
    const expected = [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    assert.deepEqual([...gradient], Array.from({ length: 2 * b }, () => expected).flat());
  });
});

describeBlocked('a mean over whole maps in blocks', () => {
  it("is the standard graph's, and a plain value", async () => {
    const operators = await sameInBlocks((s) => {
      s.output(s.op('GlobalAveragePool', [s.map('x', [3, 2 * b, 5, 3])]));
    });
    assert.equal(operators['nchwc.GlobalAveragePool'], 1);
    assertNone(operators, 'GlobalAveragePool', 'nchwc.ReorderOutput');
  });

  it("has the standard graph's gradient", async () => {
    const operators = await sameInBlocks((s) => {
      const share = s.value('share', [3, 2 * b, 1, 1]);
      const spread = s.op('Expand', [share, s.builder.int([3, 2 * b, 5, 3])]);
      s.output(s.op('Mul', [spread, s.map('x', [3, 2 * b, 5, 3])]));
    });
    assert.equal(operators['nchwc.ReorderInput'], 1); // of x
    assert.equal(operators['nchwc.ReorderOutput'], 1);
  });
});
