/** The order of elements in blocks: what an engine keeps between steps comes back from it as it was. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { intoBlocks, outOfBlocks } from '../../../../src/network/blocked/nchwc';
import { filterOrder, fromOrder, type Order, toOrder } from '../../../../src/network/blocked/order';
import { GraphBuilder } from '../../../../src/network/builder';
import { openSession } from '../../../../src/network/session';
import { describeBlocked, block as measured } from '../../training/blocked/layouts';

const places = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i);
const countOf = ({ dims }: Order): number => dims.reduce((a, c) => a * c, 1);

describe('the order of elements in blocks', () => {
  for (const block of [8, 16]) {
    const blocks = fc.integer({ min: 1, max: 3 }).map((count) => count * block);
    const side = fc.integer({ min: 1, max: 3 });
    const orders: fc.Arbitrary<Order> = fc.oneof(
      fc.tuple(side, blocks, side, side).map((dims): Order => ({ kind: 'map', dims })),
      fc.tuple(blocks, blocks, side, side).map((dims): Order => ({ kind: 'filter', dims })),
      fc.tuple(blocks, fc.integer({ min: 1, max: block - 1 }), side, side).map((dims): Order => ({ kind: 'narrow', dims })),
    );

    it(`of ${block} is taken back to the bit, both ways`, () => {
      fc.assert(
        fc.property(orders, (order) => {
          const values = places(countOf(order));
          assert.deepEqual(fromOrder(toOrder(values, order, block), order, block), values);
          assert.deepEqual(toOrder(fromOrder(values, order, block), order, block), values);
        }),
        { seed: 3, numRuns: 50 },
      );
    });

    it(`of ${block} has the channels of a block innermost`, () => {
      const map = toOrder(places(2 * block * 6), { kind: 'map', dims: [1, 2 * block, 2, 3] }, block);
      // Element (channel c, position p) of the plain map is 6 c + p.
      assert.deepEqual(
        [...map.slice(0, block)],
        Array.from({ length: block }, (_, c) => 6 * c),
      );
      assert.deepEqual([map[block], map[6 * block]], [1, 6 * block]);
    });

    it(`of ${block} has a filter's outputs innermost, then its inputs, then its places`, () => {
      const [inputs, area] = [2 * block, 2];
      const filter = toOrder(places(block * inputs * area), { kind: 'filter', dims: [block, inputs, 1, area] }, block);
      const at = (o: number, i: number, place: number) => (o * inputs + i) * area + place;
      assert.deepEqual(
        [filter[1], filter[block], filter[block * block], filter[block * block * area]],
        [at(1, 0, 0), at(0, 1, 0), at(0, 0, 1), at(0, block, 0)],
      );
      const narrow = toOrder(places(block * 3 * area), { kind: 'narrow', dims: [block, 3, 1, area] }, block);
      assert.deepEqual([narrow[1], narrow[block], narrow[block * area]], [3 * area, 1, area]);
    });

    it(`of ${block} exists for filters whose outputs and inputs are whole blocks, or fewer inputs than one`, () => {
      const kind = (outputs: number, inputs: number) => filterOrder([outputs, inputs, 3, 3], block)?.kind;
      assert.deepEqual([kind(block, block), kind(3 * block, 2 * block)], ['filter', 'filter']);
      assert.deepEqual([kind(block, 1), kind(block, 3), kind(2 * block, block - 1)], ['narrow', 'narrow', 'narrow']);
      assert.deepEqual([kind(block + 1, block), kind(block, block + 1), kind(block / 2, 3)], [undefined, undefined, undefined]);
      assert.equal(filterOrder([block, block], block), undefined);
    });
  }
});

describeBlocked("the engine's own reordering", () => {
  it('is that of maps here, into blocks and out of them', async () => {
    const dims = [2, 3 * measured, 2, 5];
    const builder = new GraphBuilder('reorder');
    const [plain, blocked] = [builder.input('plain', dims), builder.input('blocked', dims)];
    builder.output(builder.op('Reshape', [intoBlocks(builder, plain), builder.int([-1])], {}, { outputs: ['into'] }));
    builder.output(builder.op('Reshape', [outOfBlocks(builder, blocked), builder.int([-1])], {}, { outputs: ['out'] }));
    const session = await openSession(builder.graph, { device: 'cpu', threads: 1 });
    const data = places(dims.reduce((a, c) => a * c, 1));
    const outputs = await session.run({ plain: { dims, data }, blocked: { dims, data } });
    await session.release();
    assert.deepEqual(outputs['into'].data, toOrder(data, { kind: 'map', dims }, measured));
    assert.deepEqual(outputs['out'].data, fromOrder(data, { kind: 'map', dims }, measured));
  });
});
