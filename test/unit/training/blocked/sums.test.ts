/** Sums and rectifiers that go into the operator before them, and gradients that add up phase by phase, against the standard graph. */
import assert from 'node:assert/strict';
import { channelScale, convInputGradient } from '../../../../src/training/operators';
import { assertNone, assertSome, block as b, describeBlocked, type Filter, type Site, sameInBlocks, sizeAfter, slidingOf } from './layouts';

const dims = (): number[] => [2, 2 * b, 4, 6];
/** A scaled map: what waits to take a sum or a rectifier. */
const scaled = (s: Site, name: string): string => channelScale(s.builder, s.map(name, dims()), s.value(`${name}/factor`, [2 * b]));
/** The gradient by a map of `dims` of a convolution with this filter. */
const gradient = (s: Site, name: string, filter: Filter): string => {
  const [n, channels, ...sides] = dims();
  const [dy, w] = [s.value(`${name}/dy`, [n, b, ...sizeAfter(filter, sides)]), s.value(`${name}/w`, [b, channels, ...filter.kernel])];
  return convInputGradient(s.builder, dy, w, dims(), slidingOf(filter));
};
const three: Filter = { kernel: [3, 3], pads: [1, 1, 1, 1] };
const halved: Filter = { ...three, strides: [2, 2] };
const point: Filter = { kernel: [1, 1], strides: [2, 2] };

describeBlocked('a sum in blocks is that of the standard graph', () => {
  it('where one term is scaled: both in one pass, with the rectifier after it', async () => {
    const operators = await sameInBlocks((s) => s.output(s.op('Relu', [s.op('Add', [scaled(s, 'a'), s.map('b', dims())])])));
    assertNone(operators, 'Add', 'Relu');
    assert.equal(operators['nchwc.Conv'], 3);
  });

  it('where the second term is scaled', async () => {
    const operators = await sameInBlocks((s) => s.output(s.op('Relu', [s.op('Add', [s.map('b', dims()), scaled(s, 'a')])])));
    assertNone(operators, 'Add', 'Relu');
  });

  it('where both terms are scaled', async () => {
    const operators = await sameInBlocks((s) => s.output(s.op('Relu', [s.op('Add', [scaled(s, 'a'), scaled(s, 'b')])])));
    assertNone(operators, 'Add', 'Relu');
    assert.equal(operators['nchwc.Conv'], 4);
  });

  it('where a scale takes only the rectifier', async () => {
    const operators = await sameInBlocks((s) => s.output(s.op('Relu', [scaled(s, 'a')])));
    assertNone(operators, 'Relu');
  });

  it('where the other term is read after it too, which keeps its values', async () => {
    for (const rectified of [false, true]) {
      const operators = await sameInBlocks((s) => {
        const other = s.map('b', dims());
        const sum = s.op('Add', [scaled(s, 'a'), other]);
        s.output(rectified ? s.op('Relu', [sum]) : sum);
        s.output(s.op('Neg', [other]));
      });
      assertNone(operators, 'Add', 'Relu');
    }
  });

  it('where the other term is an output', async () => {
    await sameInBlocks((s) => {
      const other = s.op('Relu', [s.map('b', dims())]);
      s.output(other);
      s.output(s.op('Add', [scaled(s, 'a'), other]));
    });
  });

  it('where the other term is what the network is fed, or a constant', async () => {
    const operators = await sameInBlocks((s) => {
      const fed = s.value('b', dims());
      s.output(s.op('Add', [scaled(s, 'a'), fed]));
      const count = 2 * 2 * b * 4 * 6;
      const constant = s.builder.float(
        Array.from({ length: count }, (_, i) => (i % 13) / 13),
        dims(),
      );
      s.output(s.op('Add', [scaled(s, 'c'), constant]));
      s.output(s.op('Neg', [constant]));
      s.output(s.op('Neg', [fed]));
    });
    assertNone(operators, 'Add');
  });

  it('where the scaled term itself is an output, or read twice', async () => {
    await sameInBlocks((s) => {
      const [term, twice] = [scaled(s, 'a'), scaled(s, 'b')];
      s.output(term);
      s.output(s.op('Add', [term, s.map('c', dims())]));
      s.output(s.op('Add', [twice, s.map('d', dims())]));
      s.output(s.op('Relu', [twice]));
    });
  });

  it('where the sum is an output before it is rectified', async () => {
    await sameInBlocks((s) => {
      const sum = s.op('Add', [scaled(s, 'a'), s.map('b', dims())]);
      s.output(sum);
      s.output(s.op('Relu', [sum]));
    });
  });

  it('where a term is added to itself', async () => {
    await sameInBlocks((s) => {
      const term = scaled(s, 'a');
      s.output(s.op('Add', [term, term]));
    });
  });

  it('where three scaled terms are added', async () => {
    await sameInBlocks((s) => s.output(s.op('Relu', [s.op('Add', [s.op('Add', [scaled(s, 'a'), scaled(s, 'b')]), scaled(s, 'c')])])));
  });

  it('where a term is repeated along height and width', async () => {
    await sameInBlocks((s) => s.output(s.op('Add', [scaled(s, 'a'), s.value('b', [2 * b, 1, 1])])));
  });

  it('where its channels make no whole blocks', async () => {
    await sameInBlocks((s) => {
      const [x, y] = [s.value('x', [1, b + 1, 2, 2]), s.value('y', [1, b + 1, 2, 2])];
      s.output(s.op('Relu', [s.op('Add', [channelScale(s.builder, x, s.value('f', [b + 1])), y])]));
    });
  });
});

describeBlocked('gradients of one map in blocks add up as in the standard graph', () => {
  it('where one is made by a single convolution: it takes the other', async () => {
    const operators = await sameInBlocks((s) => s.output(s.op('Add', [gradient(s, 'a', three), s.map('b', dims())])));
    assertNone(operators, 'Add', 'Conv', 'ConvTranspose');
  });

  it('where both are made by single convolutions', async () => {
    const operators = await sameInBlocks((s) => s.output(s.op('Add', [gradient(s, 'a', three), gradient(s, 'b', three)])));
    assertNone(operators, 'Add');
  });

  it('where one is rectified, which its convolution does not do, added to or not', async () => {
    for (const added of [false, true]) {
      const operators = await sameInBlocks((s) => {
        const own = gradient(s, 'a', three);
        s.output(s.op('Relu', [added ? s.op('Add', [own, s.map('b', dims())]) : own]));
      });
      assert.equal(operators['Relu'], 1);
    }
  });

  it('where one of them is read by others too', async () => {
    for (const first of [true, false])
      await sameInBlocks((s) => {
        const [own, other] = [gradient(s, 'a', three), s.map('b', dims())];
        s.output(s.op('Add', first ? [own, other] : [other, own]));
        s.output(s.op('Neg', [other]));
      });
  });

  it('where both are made phase by phase: the phases are added, not the maps', async () => {
    const operators = await sameInBlocks((s) => s.output(s.op('Add', [gradient(s, 'a', halved), gradient(s, 'b', halved)])));
    assertNone(operators, 'Add', 'ConvTranspose');
  });

  it('where one has phases that no place of its filter reaches, in either order', async () => {
    for (const [first, second] of [
      [point, halved],
      [halved, point],
      [point, point],
    ]) {
      const operators = await sameInBlocks((s) => s.output(s.op('Add', [gradient(s, 'a', first), gradient(s, 'b', second)])));
      assertNone(operators, 'Add', 'ConvTranspose');
    }
  });

  it('where their phases are others', async () => {
    const operators = await sameInBlocks((s) =>
      s.output(s.op('Add', [gradient(s, 'a', halved), gradient(s, 'b', { ...three, strides: [2, 1] })])),
    );
    assertSome(operators, 'Add');
    assertNone(operators, 'ConvTranspose');
  });

  it('where one is made phase by phase and the other is not', async () => {
    for (const turned of [true, false]) {
      const operators = await sameInBlocks((s) => {
        const terms = [gradient(s, 'a', halved), gradient(s, 'b', three)];
        s.output(s.op('Add', turned ? terms.reverse() : terms));
      });
      assertNone(operators, 'Add', 'ConvTranspose');
    }
  });

  it('where they are three', async () => {
    await sameInBlocks((s) =>
      s.output(s.op('Add', [s.op('Add', [gradient(s, 'a', halved), gradient(s, 'b', point)]), gradient(s, 'c', halved)])),
    );
  });

  it('where one that is made phase by phase is also read alone, or is an output', async () => {
    await sameInBlocks((s) => {
      const [a, c] = [gradient(s, 'a', halved), gradient(s, 'c', halved)];
      s.output(s.op('Add', [a, gradient(s, 'b', halved)]));
      s.output(s.op('Neg', [a]));
      s.output(c);
      s.output(s.op('Add', [c, gradient(s, 'd', point)]));
    });
  });
});
