/** Convolutions and both their gradients in blocks, against the standard graph. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { convInputGradient, convWeightGradient } from '../../../../src/training/operators';
import {
  assertNone,
  assertSome,
  block as b,
  describeBlocked,
  type Filter,
  type Operators,
  sameInBlocks,
  sizeAfter,
  slidingOf,
  windowAttributes,
} from './layouts';

interface Layer extends Filter {
  /** [n, C, h, w] */
  x: readonly [number, number, number, number];
  outputs: number;
}

const filterDims = ({ x, outputs, kernel, group = 1 }: Layer): number[] => [outputs, x[1] / group, ...kernel];
const outDims = (layer: Layer): number[] => [layer.x[0], layer.outputs, ...sizeAfter(layer, layer.x.slice(2))];

const forward = (layer: Layer, bias = false): Promise<Operators> =>
  sameInBlocks((s) => {
    const inputs = [s.value('x', layer.x), s.value('w', filterDims(layer)), ...(bias ? [s.value('bias', [layer.outputs])] : [])];
    s.output(s.op('Conv', inputs, windowAttributes(layer)));
  });

const byInput = (layer: Layer): Promise<Operators> =>
  sameInBlocks((s) => {
    const [dy, w] = [s.value('dy', outDims(layer)), s.value('w', filterDims(layer))];
    s.output(convInputGradient(s.builder, dy, w, layer.x, slidingOf(layer)));
  });

const byFilter = (layer: Layer): Promise<Operators> =>
  sameInBlocks((s) => {
    const [x, dy] = [s.value('x', layer.x), s.value('dy', outDims(layer))];
    s.output(convWeightGradient(s.builder, x, dy, filterDims(layer), slidingOf(layer)));
  });

/** Of each property. */
const RUNS = 40;

const same = { kernel: [3, 3], pads: [1, 1, 1, 1] } as const;

describeBlocked('a convolution in blocks computes what it does in the standard graph', () => {
  const whole: Record<string, Layer> = {
    'of 3 x 3': { ...same, x: [2, 2 * b, 5, 6], outputs: b },
    'of 1 x 1': { kernel: [1, 1], x: [3, b, 4, 3], outputs: 3 * b },
    'of 1 x 1 with stride 2': { kernel: [1, 1], strides: [2, 2], x: [2, b, 5, 6], outputs: 2 * b },
    'with strides of its own for rows and columns': { kernel: [3, 3], strides: [2, 3], pads: [1, 1, 1, 1], x: [1, b, 7, 8], outputs: b },
    'with uneven padding': { kernel: [3, 2], pads: [2, 0, 1, 1], x: [1, b, 5, 4], outputs: b },
    'with dilation': { kernel: [3, 3], pads: [2, 2, 2, 2], dilations: [2, 2], x: [1, b, 6, 7], outputs: b },
    'of a row': { kernel: [1, 7], pads: [0, 3, 0, 3], x: [1, b, 4, 9], outputs: b },
    'by channel': { ...same, strides: [2, 2], x: [2, 2 * b, 6, 5], outputs: 2 * b, group: 2 * b },
    'in groups of whole blocks': { ...same, x: [2, 2 * b, 4, 5], outputs: 4 * b, group: 2 },
    'in groups of one block each, with stride': { ...same, strides: [2, 2], x: [2, 2 * b, 4, 5], outputs: 2 * b, group: 2 },
  };
  for (const [name, layer] of Object.entries(whole))
    for (const bias of [false, true])
      it(bias ? `${name}, with bias` : name, async () => {
        const operators = await forward(layer, bias);
        assert.deepEqual(
          [operators['nchwc.Conv'], operators['nchwc.ReorderInput'], operators['nchwc.ReorderOutput']],
          [1, 1, 1],
          JSON.stringify(operators),
        );
        assertNone(operators, 'Conv');
      });

  const narrow: Record<string, Layer> = {
    'of a plain image, 7 x 7 with stride 2': { kernel: [7, 7], strides: [2, 2], pads: [3, 3, 3, 3], x: [2, 3, 13, 11], outputs: 2 * b },
    'of a plain image of one channel': { ...same, x: [2, 1, 5, 6], outputs: b },
    'of a plain map of one channel less than a block': { ...same, x: [1, b - 1, 5, 4], outputs: b },
  };
  for (const [name, layer] of Object.entries(narrow))
    it(name, async () => {
      const operators = await forward(layer, true);
      assert.equal(operators['nchwc.Conv'], 1);
      assertNone(operators, 'Conv', 'nchwc.ReorderInput');
    });

  const plain: Record<string, Layer> = {
    'whose outputs are no whole blocks': { ...same, x: [1, b, 4, 4], outputs: b + 1 },
    'whose inputs are more than a block, but no whole ones': { ...same, x: [1, b + 1, 4, 4], outputs: b },
    'whose groups are parts of a block': { ...same, x: [1, 2 * b, 4, 4], outputs: 2 * b, group: b },
    'whose groups have whole blocks of inputs, but parts of one as outputs': { ...same, x: [1, 2 * b, 4, 4], outputs: b, group: 2 },
    'of two outputs a channel': { ...same, x: [1, b, 4, 4], outputs: 2 * b, group: b },
  };
  for (const [name, layer] of Object.entries(plain))
    it(`${name}, where it stays as it was`, async () => {
      const operators = await forward(layer);
      assert.equal(operators['Conv'], 1);
      assertNone(operators, 'nchwc.Conv');
    });
});

describeBlocked("a convolution's gradient by its input, in blocks, is the standard graph's", () => {
  const cases: Record<string, Layer> = {
    'of 3 x 3': { ...same, x: [2, 2 * b, 5, 6], outputs: b },
    'of 3 x 3 without padding': { kernel: [3, 3], x: [2, b, 5, 6], outputs: 2 * b },
    'of 1 x 1': { kernel: [1, 1], x: [2, b, 3, 4], outputs: 2 * b },
    'of 3 x 3 with stride 2 on an even map': { ...same, strides: [2, 2], x: [2, b, 6, 8], outputs: 2 * b },
    'of 3 x 3 with stride 3': { kernel: [3, 3], strides: [3, 3], x: [1, b, 6, 9], outputs: b },
    'of 5 x 5 with stride 3': { kernel: [5, 5], strides: [3, 3], pads: [2, 2, 2, 2], x: [1, b, 6, 9], outputs: b },
    'of 2 x 2 with stride 3, whose last rows no window reaches': { kernel: [2, 2], strides: [3, 3], x: [1, b, 6, 6], outputs: b },
    'of 1 x 1 with stride 2, where phases are empty': { kernel: [1, 1], strides: [2, 2], x: [2, 2 * b, 4, 6], outputs: b },
    'with a stride along rows alone': { kernel: [3, 1], strides: [2, 1], pads: [1, 0, 1, 0], x: [1, b, 6, 5], outputs: b },
    'of a row of 7': { kernel: [1, 7], pads: [0, 3, 0, 3], x: [1, b, 4, 8], outputs: b },
    'of a column of 7': { kernel: [7, 1], pads: [3, 0, 3, 0], x: [1, b, 8, 4], outputs: b },
    'of 5 x 5 with stride 2': { kernel: [5, 5], strides: [2, 2], pads: [2, 2, 2, 2], x: [1, b, 8, 6], outputs: b },
    'with uneven padding': { kernel: [3, 4], pads: [2, 0, 1, 3], x: [1, b, 5, 6], outputs: b },
    'with uneven padding and stride 2': { kernel: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1], x: [1, b, 6, 6], outputs: b },
    'with dilation': { kernel: [3, 3], pads: [2, 2, 2, 2], dilations: [2, 2], x: [1, b, 6, 7], outputs: b },
    'with dilation 3 and stride 2': { kernel: [3, 3], strides: [2, 2], pads: [3, 3, 3, 3], dilations: [3, 3], x: [1, b, 8, 8], outputs: b },
    'by channel': { ...same, x: [2, 2 * b, 5, 4], outputs: 2 * b, group: 2 * b },
    'by channel with stride 2': { ...same, strides: [2, 2], x: [2, b, 6, 4], outputs: b, group: b },
  };
  for (const [name, layer] of Object.entries(cases))
    it(name, async () => {
      const operators = await byInput(layer);
      assertSome(operators, 'nchwc.Conv');
      assertNone(operators, 'Conv', 'ConvTranspose');
    });

  const plain: Record<string, Layer> = {
    'with stride 2 on an odd map': { ...same, strides: [2, 2], x: [2, b, 7, 5], outputs: b },
    'with stride 3 and a phase that only padding moves': { ...same, strides: [3, 3], x: [1, b, 6, 9], outputs: b },
    'with more padding than the filter reaches': { kernel: [2, 2], pads: [2, 2, 2, 2], x: [1, b, 4, 4], outputs: b },
    'in groups': { ...same, x: [1, 2 * b, 4, 4], outputs: 2 * b, group: 2 },
    'of an image of few channels': { ...same, x: [1, 3, 4, 4], outputs: b },
    'of no whole blocks': { ...same, x: [1, b, 4, 4], outputs: b + 2 },
  };
  for (const [name, layer] of Object.entries(plain))
    it(`${name}, where it stays as it was`, async () => {
      const operators = await byInput(layer);
      assert.equal((operators['Conv'] ?? 0) + (operators['ConvTranspose'] ?? 0), 1);
      assertNone(operators, 'nchwc.Conv');
    });
});

describeBlocked("a convolution's gradient by its filter, in blocks, is the standard graph's", () => {
  const cases: Record<string, Layer> = {
    'of 1 x 1': { kernel: [1, 1], x: [2, b, 4, 4], outputs: 2 * b },
    'of 1 x 1 with more inputs than outputs': { kernel: [1, 1], x: [2, 3 * b, 4, 4], outputs: b },
    'of 1 x 1 over positions that make no whole block': { kernel: [1, 1], x: [1, b, 3, 5], outputs: b },
    'of 1 x 1 over a single position of one image': { kernel: [1, 1], x: [1, b, 1, 1], outputs: 2 * b },
    'of 1 x 1 on large maps, an image at a time': { kernel: [1, 1], x: [3, b, 7, 9], outputs: b },
    'of 1 x 1 on large maps, an image at a time, with more inputs than outputs': { kernel: [1, 1], x: [3, 2 * b, 7, 9], outputs: b },
    'of 1 x 1 on small maps, all of 7 images together': { kernel: [1, 1], x: [7, 4 * b, 1, 2], outputs: 4 * b },
    'of 1 x 1 on small maps, all of 5 images together, with more inputs than outputs': {
      kernel: [1, 1],
      x: [5, 6 * b, 1, 3],
      outputs: 2 * b,
    },
    'of 1 x 1 with padding': { kernel: [1, 1], pads: [1, 1, 1, 1], x: [2, b, 3, 4], outputs: b },
    'of 1 x 1 with stride 2': { kernel: [1, 1], strides: [2, 2], x: [2, b, 5, 6], outputs: 2 * b },
    'of 3 x 3': { ...same, x: [3, b, 5, 6], outputs: 2 * b },
    'of 3 x 3 with more inputs than outputs': { ...same, x: [2, 3 * b, 4, 5], outputs: b },
    'of 3 x 3 on small maps': { ...same, x: [3, 2 * b, 2, 2], outputs: 2 * b },
    'of 3 x 3 without padding': { kernel: [3, 3], x: [1, b, 5, 6], outputs: b },
    'of 3 x 3 with stride 2 on an odd map': { ...same, strides: [2, 2], x: [2, b, 7, 5], outputs: b },
    'of 3 x 3 with stride 2 on an even map': { ...same, strides: [2, 2], x: [2, b, 6, 4], outputs: 2 * b },
    'of a row of 7': { kernel: [1, 7], pads: [0, 3, 0, 3], x: [2, b, 3, 8], outputs: b },
    'of a column of 7': { kernel: [7, 1], pads: [3, 0, 3, 0], x: [2, b, 8, 3], outputs: b },
    'with uneven padding': { kernel: [3, 2], pads: [2, 0, 0, 3], x: [2, b, 4, 5], outputs: b },
    'with more padding than the filter reaches': { kernel: [2, 2], pads: [3, 2, 2, 3], x: [1, b, 4, 3], outputs: b },
    'with dilation': { kernel: [3, 3], pads: [2, 2, 2, 2], dilations: [2, 2], x: [2, b, 5, 6], outputs: b },
    'with dilation and stride': { kernel: [3, 3], strides: [2, 2], pads: [2, 2, 2, 2], dilations: [2, 2], x: [1, b, 7, 6], outputs: b },
    'of a first layer': { ...same, x: [2, 3, 5, 6], outputs: b },
    'of a first layer of 7 x 7 with stride 2 on odd sides': {
      kernel: [7, 7],
      strides: [2, 2],
      pads: [3, 3, 3, 3],
      x: [3, 3, 13, 15],
      outputs: 2 * b,
    },
    'of a first layer with rows and columns that no window reaches': { kernel: [3, 3], strides: [3, 3], x: [2, 3, 8, 11], outputs: b },
    'of a first layer over one image': { ...same, x: [1, 3, 9, 4], outputs: b },
    'of a first layer over 7 images, 11 rows': { ...same, x: [7, 3, 11, 4], outputs: b },
    'of a first layer over 18 images in parts and bands': { ...same, x: [18, 3, 12, 3], outputs: b },
    'of a first layer of one channel with uneven padding': { kernel: [3, 2], pads: [0, 1, 2, 0], x: [2, 1, 5, 4], outputs: b },
    'of a first layer of one channel less than a block': { ...same, x: [2, b - 1, 4, 4], outputs: b },
  };
  for (const [name, layer] of Object.entries(cases))
    it(name, async () => {
      const operators = await byFilter(layer);
      assertSome(operators, 'nchwc.Conv');
      assertNone(operators, 'MatMul');
    });

  const plain: Record<string, Layer> = {
    'of more places than memory is spent on, with stride 2': {
      kernel: [5, 5],
      strides: [2, 2],
      pads: [2, 2, 2, 2],
      x: [1, b, 7, 7],
      outputs: b,
    },
    'by channel': { ...same, x: [2, b, 4, 5], outputs: b, group: b },
    'in groups': { ...same, x: [1, 2 * b, 4, 4], outputs: 2 * b, group: 2 },
    'of a dilated first layer': { kernel: [3, 3], pads: [2, 2, 2, 2], dilations: [2, 2], x: [1, 3, 6, 6], outputs: b },
    'of no whole blocks': { ...same, x: [1, b, 4, 4], outputs: b + 2 },
  };
  for (const [name, layer] of Object.entries(plain))
    it(`${name}, where it stays as it was`, async () => {
      const operators = await byFilter(layer);
      assertSome(operators, 'MatMul');
      assertNone(operators, 'nchwc.Conv');
    });
});

describeBlocked('whatever its window and its maps', () => {
  /** Usual padding is no more than the filter reaches, on sides that the stride divides; else whatever there is. */
  const axis = (usual: boolean) =>
    fc
      .record({ kernel: fc.integer({ min: 1, max: 4 }), stride: fc.integer({ min: 1, max: 3 }), dilation: fc.integer({ min: 1, max: 2 }) })
      .chain((window) => {
        const reach = window.dilation * (window.kernel - 1);
        const pad = fc.integer({ min: 0, max: usual ? Math.min(3, Math.floor(reach / 2)) : 3 });
        const size = usual
          ? fc.integer({ min: Math.ceil((reach + 1) / window.stride), max: 9 }).map((windows) => windows * window.stride)
          : fc.integer({ min: reach + 1, max: 9 });
        return fc.record({ window: fc.constant(window), pads: fc.tuple(pad, pad), size });
      });
  const layers = fc
    .boolean()
    .chain((usual) =>
      fc.record({
        rows: axis(usual),
        columns: axis(usual),
        images: fc.integer({ min: 1, max: 5 }),
        inputs: fc.constantFrom(3, b, 2 * b, 3 * b),
        outputs: fc.constantFrom(b, 2 * b, 3 * b),
        byChannel: fc.boolean(),
      }),
    )
    .map(({ rows, columns, images, inputs, outputs, byChannel }): Layer => {
      const channels = byChannel ? outputs : inputs;
      return {
        kernel: [rows.window.kernel, columns.window.kernel],
        strides: [rows.window.stride, columns.window.stride],
        dilations: [rows.window.dilation, columns.window.dilation],
        pads: [rows.pads[0], columns.pads[0], rows.pads[1], columns.pads[1]],
        x: [images, channels, rows.size, columns.size],
        outputs,
        ...(byChannel && { group: outputs }),
      };
    });
  const always = (title: string, run: (layer: Layer) => Promise<Operators>): void => {
    it(title, async () => {
      let inBlocks = 0;
      const compared = fc.asyncProperty(layers, async (layer) => {
        if ((await run(layer))['nchwc.Conv']) inBlocks++;
      });
      await fc.assert(compared, { seed: 11, numRuns: RUNS });
      assert.ok(inBlocks >= RUNS / 5, `only ${inBlocks} of ${RUNS} ran in blocks`);
    });
  };
  always('a convolution is the same in blocks', (layer) => forward(layer, true));
  always('a gradient by the input is the same in blocks', byInput);
  always('a gradient by the filter is the same in blocks', byFilter);
});
