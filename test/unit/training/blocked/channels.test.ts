/** Means and scales per channel in blocks, against the standard graph. */
import assert from 'node:assert/strict';
import { channelMean, channelMeanProduct, channelScale } from '../../../../src/training/operators';
import { assertNone, block as b, comparedInBlocks, describeBlocked, type Site, sameInBlocks } from './layouts';

/** [n, C, h, w]: sums shorter and longer than one partial sum, of sides that divide into few runs and into none. */
const shapes = (): [number, number, number, number][] => [
  [2, 2 * b, 4, 6],
  [3, b, 1, 1],
  [1, b, 17, 19],
  [2, b, 20, 32],
  [1, b, 1, 257],
];

describeBlocked('in blocks, per channel,', () => {
  for (const dims of shapes()) {
    it(`a mean over [${dims.join(', ')}] is the standard graph's`, async () => {
      const operators = await sameInBlocks((s) => s.output(channelMean(s.builder, s.map('x', dims))));
      assert.equal(operators['nchwc.GlobalAveragePool'], 1);
      assertNone(operators, 'nchwc.ReorderOutput');
    });

    it(`a mean of products over [${dims.join(', ')}] is the standard graph's`, async () => {
      const operators = await sameInBlocks((s) => s.output(channelMeanProduct(s.builder, s.map('a', dims), s.map('b', dims))));
      // Two of the three bring the maps there; of a sum over one value there is nothing to divide.
      assert.equal(operators['nchwc.Conv'], 3);
      assertNone(operators, 'nchwc.ReorderOutput');
    });
  }

  it('a mean keeps its digits on maps whose sides divide into no short rows', async () => {
    for (const [images, height, width] of [
      [8, 67, 67],
      [1, 257, 257],
    ]) {
      const dims = [images, b, height, width];
      const value = (i: number): number => Math.fround(1.5 + Math.sin(0.7 * i));
      const { outputs } = await comparedInBlocks((s) => {
        const x = s.map('x', dims, value);
        s.output(channelMean(s.builder, x));
        s.output(channelMeanProduct(s.builder, x, x));
      });
      const area = height * width;
      const sums = Array.from({ length: b }, () => [0, 0]);
      for (let i = 0; i < images * b * area; i++) {
        const own = sums[Math.floor(i / area) % b];
        own[0] += value(i);
        own[1] += value(i) ** 2;
      }
      Object.values(outputs).forEach((found, kind) => {
        found.forEach((mean, c) => {
          const error = Math.abs((mean * images * area) / sums[c][kind] - 1);
          assert.ok(
            error < 1e-6,
            `${kind === 0 ? 'mean' : 'mean of squares'} of channel ${c} over [${dims.join(', ')}] is off by ${error}`,
          );
        });
      });
    }
  });

  it('a mean of squares is that of a map with itself', async () => {
    await sameInBlocks((s) => {
      const x = s.map('x', [2, b, 5, 3]);
      s.output(channelMeanProduct(s.builder, x, x));
    });
  });

  const dims = (): number[] => [2, 2 * b, 5, 3];
  const offset = (s: Site) => s.value('offset', [2 * b]);
  const addends: Record<string, (s: Site) => string> = {
    'nothing added': () => '',
    'a plain map added': (s) => s.value('addend', dims()),
    'a map in blocks added': (s) => s.map('addend', dims()),
  };
  for (const [added, addend] of Object.entries(addends))
    for (const [shifted, shift] of [
      ['without offset', () => ''],
      ['with offset', offset],
    ] as const)
      it(`a scale ${shifted}, ${added}, is the standard graph's in one pass`, async () => {
        const operators = await sameInBlocks((s) => {
          const [x, factor, other] = [s.map('x', dims()), s.value('factor', [2 * b]), addend(s)];
          s.output(channelScale(s.builder, x, factor, shift(s), other));
        });
        assertNone(operators, 'BatchNormalization', 'Mul', 'Add');
        assert.equal(operators['nchwc.Conv'], added === 'a map in blocks added' ? 3 : 2);
      });

  it('an addend that others read too keeps its values', async () => {
    await sameInBlocks((s) => {
      const [x, addend] = [s.map('x', dims()), s.map('addend', dims())];
      s.output(channelScale(s.builder, x, s.value('factor', [2 * b]), offset(s), addend));
      s.output(channelScale(s.builder, addend, s.value('other', [2 * b])));
      s.output(addend);
    });
  });

  it('the map itself may be the addend', async () => {
    await sameInBlocks((s) => {
      const x = s.map('x', dims());
      s.output(channelScale(s.builder, x, s.value('factor', [2 * b]), '', x));
    });
  });

  it('what is in no blocks stays as it was', async () => {
    const operators = await sameInBlocks((s) => {
      const x = s.value('x', dims());
      s.output(channelMean(s.builder, x));
      s.output(channelMeanProduct(s.builder, x, s.value('y', dims())));
      s.output(channelScale(s.builder, x, s.value('factor', [2 * b]), offset(s)));
    });
    assertNone(operators, 'nchwc.Conv', 'nchwc.GlobalAveragePool', 'nchwc.ReorderInput');
  });
});
