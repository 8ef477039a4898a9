/** Values that blocks only pass through: joined, cut, repeated, computed one by one, read in both forms, read from outside. */
import assert from 'node:assert/strict';
import type { Attribute } from '../../../../src/network/graph';
import { channelMean, convInputGradient, convWeightGradient } from '../../../../src/training/operators';
import { assertNone, assertSome, block as b, describeBlocked, type Site, sameInBlocks, slidingOf, windowAttributes } from './layouts';

const along = (axis: number): Record<string, Attribute> => ({ axis: { int: axis } });
const cut = (s: Site, x: string, start: number, end: number, axis = 1, step?: number): string =>
  s.op('Slice', [x, ...[[start], [end], [axis], ...(step === undefined ? [] : [[step]])].map((values) => s.builder.int(values))]);

describeBlocked('in blocks, maps are', () => {
  it('joined along their channels where these are whole blocks', async () => {
    const operators = await sameInBlocks((s) =>
      s.output(s.op('Concat', [s.map('a', [2, b, 3, 4]), s.map('b', [2, 2 * b, 3, 4])], along(1))),
    );
    assert.equal(operators['nchwc.ReorderOutput'], 1);
  });

  it('joined with a plain one', async () => {
    const operators = await sameInBlocks((s) => s.output(s.op('Concat', [s.value('a', [2, b, 3, 4]), s.map('b', [2, b, 3, 4])], along(1))));
    assert.equal(operators['nchwc.ReorderInput'], 2);
    assert.equal(operators['nchwc.ReorderOutput'], 1);
  });

  it('joined plain where a part is no whole block, or along another axis', async () => {
    const parts = await sameInBlocks((s) =>
      s.output(s.op('Concat', [s.map('a', [2, b, 3, 4]), s.value('b', [2, b / 2, 3, 4]), s.value('c', [2, b / 2, 3, 4])], along(1))),
    );
    assert.equal(parts['nchwc.ReorderInput'], 1); // of a
    for (const axis of [0, 2, 3, -1])
      await sameInBlocks((s) => s.output(s.op('Concat', [s.map('a', [2, b, 3, 4]), s.map('b', [2, b, 3, 4])], along(axis))));
  });

  it('cut into whole blocks', async () => {
    for (const [start, end, step] of [
      [0, b, undefined],
      [b, 3 * b, 1],
      [2 * b, 1000, undefined],
      [b, -b, undefined],
    ]) {
      const operators = await sameInBlocks((s) => s.output(cut(s, s.map('x', [2, 4 * b, 3, 2]), start!, end!, 1, step)));
      assert.equal(operators['nchwc.ReorderOutput'], 1);
      await sameInBlocks((s) => {
        const piece = cut(s, s.map('x', [2, 4 * b, 3, 2]), start!, end!, 1, step);
        s.output(channelMean(s.builder, piece));
      });
    }
  });

  it('cut plain inside a block, from behind, in steps, or along another axis', async () => {
    for (const [start, end, axis, step] of [
      [1, b + 1, 1, 1],
      [0, b / 2, 1, 1],
      [-b, 1000, 1, 1],
      [0, 2 * b, 1, 2],
      [0, 2, 2, 1],
      [1, 2, 0, 1],
      [3 * b - 1, b - 1, 1, -1],
    ])
      await sameInBlocks((s) => {
        const piece = cut(s, s.map('x', [2, 4 * b, 3, 2]), start, end, axis, step);
        s.output(s.op('Neg', [piece]));
      });
  });

  it('repeated from one value a channel', async () => {
    const operators = await sameInBlocks((s) => {
      const spread = s.op('Expand', [s.value('x', [2, 2 * b, 1, 1]), s.builder.int([2, 2 * b, 3, 5])]);
      s.output(spread);
      s.output(channelMean(s.builder, spread));
    });
    assertSome(operators, 'nchwc.GlobalAveragePool');
  });

  it('repeated plain over images, or with channels that make no whole block', async () => {
    for (const [from, to] of [
      [
        [1, b, 1, 1],
        [2, b, 3, 3],
      ],
      [
        [2, b + 1, 1, 1],
        [2, b + 1, 3, 3],
      ],
      [
        [2, 1, 1, 1],
        [2, b, 2, 2],
      ],
      [
        [2, b, 1, 3],
        [2, b, 2, 3],
      ],
    ])
      await sameInBlocks((s) => s.output(s.op('Expand', [s.value('x', from), s.builder.int(to)])));
  });
});

describeBlocked('in blocks, element by element,', () => {
  const dims = (): number[] => [2, 2 * b, 3, 4];
  const single: Record<string, (s: Site, x: string) => string> = {
    'a change of sign': (s, x) => s.op('Neg', [x]),
    'a sigmoid': (s, x) => s.op('Sigmoid', [x]),
    'a hyperbolic tangent': (s, x) => s.op('Tanh', [x]),
    'a leaky rectifier': (s, x) => s.op('LeakyRelu', [x], { alpha: { float: 0.1 } }),
    'a hard sigmoid': (s, x) => s.op('HardSigmoid', [x], { alpha: { float: 0.25 } }),
    'a hard swish': (s, x) => s.op('HardSwish', [x]),
    'a value kept between bounds': (s, x) => s.op('Clip', [x, s.builder.float(-0.5), s.builder.float(0.25)]),
    'a value kept below a bound': (s, x) => s.op('Clip', [x, '', s.builder.float(0.25)]),
    'an exponential of a magnitude': (s, x) => s.op('Exp', [s.op('Abs', [x])]),
    'a product with a number': (s, x) => s.op('Mul', [x, s.builder.float(3)]),
    'a difference from a number': (s, x) => s.op('Sub', [s.builder.float([1]), x]),
    'a comparison with itself': (s, x) => s.op('Cast', [s.op('Equal', [x, s.op('Relu', [x])])], { to: { int: 1 } }),
    'an identity': (s, x) => s.op('Identity', [x]),
    'a quotient of two maps': (s, x) => s.op('Div', [x, s.op('Add', [s.op('Abs', [s.map('y', dims())]), s.builder.float(1)])]),
    'a product with a plain map': (s, x) => s.op('Mul', [s.value('y', dims()), x]),
  };
  for (const [name, write] of Object.entries(single))
    it(`${name} is that of the standard graph, and stays there`, async () => {
      const operators = await sameInBlocks((s) => s.output(write(s, s.map('x', dims()))));
      assert.equal(operators['nchwc.ReorderOutput'], 1);
    });

  it('a product with a value a channel, which has no blocks, is made plain', async () => {
    const operators = await sameInBlocks((s) => s.output(s.op('Mul', [s.map('x', dims()), s.value('gate', [2, 2 * b, 1, 1])])));
    assert.equal(operators['nchwc.ReorderOutput'], 1);
  });
});

describeBlocked('a value is brought out of blocks once, however many read it plain', () => {
  const dims = (): number[] => [2, b, 3, 4];

  it('and goes on in blocks for the others', async () => {
    const operators = await sameInBlocks((s) => {
      const x = s.map('x', dims());
      s.output(s.op('ReduceSum', [x, s.builder.int([0])]));
      s.output(s.op('ReduceSum', [x, s.builder.int([3])]));
      s.output(channelMean(s.builder, x));
      s.output(s.op('Neg', [x]));
    });
    assert.equal(operators['nchwc.ReorderInput'], 1);
    assert.equal(operators['nchwc.ReorderOutput'], 2); // x, and its negative for the outside
  });

  it('and so is one that was brought into them', async () => {
    const operators = await sameInBlocks((s) => {
      const x = s.value('x', dims());
      const w = s.value('w', [b, b, 1, 1]);
      s.output(s.op('Conv', [x, w]));
      s.output(s.op('Conv', [x, w], windowAttributes({ kernel: [1, 1], strides: [2, 2] })));
      s.output(s.op('ReduceSum', [x, s.builder.int([0])]));
    });
    assert.equal(operators['nchwc.ReorderInput'], 1);
    assert.equal(operators['Transpose'], 1); // of the filter
  });
});

describeBlocked('an output of the graph', () => {
  it('comes plain under its own name where it is computed in blocks, and is read inside', async () => {
    await sameInBlocks((s) => {
      const rectified = s.op('Relu', [s.map('x', [2, b, 3, 4])]);
      s.output(rectified);
      s.output(channelMean(s.builder, rectified));
    });
  });

  it('may be a gradient by a filter, under another name', async () => {
    await sameInBlocks((s) => {
      const [x, dy] = [s.value('x', [2, b, 3, 4]), s.value('dy', [2, b, 3, 4])];
      const gradient = convWeightGradient(s.builder, x, dy, [b, b, 1, 1], slidingOf({ kernel: [1, 1] }));
      s.output(s.builder.op('Identity', [gradient], {}, { outputs: ['gradient'] }));
    });
  });
});

describeBlocked('a filter that is fed and comes as one axis', () => {
  const kernel = { kernel: [3, 3], pads: [1, 1, 1, 1] } as const;
  /** A step of a filter [O, I, 3, 3] that a convolution of x reads: next = filter - 0.1 gradient. */
  const step = (s: Site, filter: readonly number[], x: string, group = 1): void => {
    const count = filter.reduce((a, c) => a * c, 1);
    const flat = s.value('filter', [count]);
    s.followers.set('filter', ['filter/next']);
    const w = s.op('Reshape', [flat, s.builder.int(filter)]);
    const y = s.op('Conv', [x, w], windowAttributes({ ...kernel, group }));
    const dw = convWeightGradient(s.builder, x, y, filter, slidingOf({ ...kernel, group }));
    const gradient = s.op('Reshape', [dw, s.builder.int([count])]);
    const next = s.op('Mul', [gradient, s.builder.float([0.1])]);
    s.output(s.builder.op('Sub', [flat, next], {}, { outputs: ['filter/next'] }));
  };

  it('stays in blocks from one step to the next: nothing is transposed but the gradient', async () => {
    const operators = await sameInBlocks((s) => step(s, [2 * b, b, 3, 3], s.value('x', [2, b, 4, 5])));
    assertNone(operators, 'Conv', 'MatMul', 'Identity');
    const narrow = await sameInBlocks((s) => step(s, [b, 3, 3, 3], s.value('x', [2, 3, 4, 5])));
    assertNone(narrow, 'Conv', 'MatMul', 'Identity');
  });

  it('stays in blocks where its gradient is made plain', async () => {
    await sameInBlocks((s) => step(s, [b, 1, 3, 3], s.value('x', [2, b, 4, 5]), b));
    await sameInBlocks((s) => step(s, [2 * b, b, 3, 3], s.value('x', [2, 2 * b, 4, 5]), 2));
  });

  it('stays plain where a convolution reads it that does not run in blocks, whatever its gradient does', async () => {
    await sameInBlocks((s) => {
      const x = s.value('x', [2, b, 4, 5]);
      step(s, [2 * b, b, 3, 3], x);
      // The same filter in groups that are parts of a block.
      const w = s.builder.graph.nodes.find(({ op }) => op === 'Reshape')!.outputs[0];
      s.output(s.op('Conv', [s.value('wide', [1, 4 * b, 4, 5]), w], windowAttributes({ ...kernel, group: 4 })));
    });
  });

  it('is read on the way back as on the way there', async () => {
    const operators = await sameInBlocks((s) => {
      const filter = [b, 2 * b, 3, 3];
      const w = s.op('Reshape', [s.value('filter', [18 * b * b]), s.builder.int(filter)]);
      s.followers.set('filter', []);
      s.output(s.op('Conv', [s.value('x', [1, 2 * b, 4, 4]), w], windowAttributes(kernel)));
      s.output(convInputGradient(s.builder, s.value('dy', [1, b, 4, 4]), w, [1, 2 * b, 4, 4], slidingOf(kernel)));
    });
    assertNone(operators, 'Conv', 'Transpose');
  });
});
