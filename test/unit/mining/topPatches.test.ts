import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TopPatches } from '../../../src/mining/topPatches';
import type { UnitIndex } from '../../../src/protocol/unit';

const KEEP = 5;
const unit = 0 as UnitIndex;
const patches = fc.array(
  fc.record({ view: fc.integer({ min: 0, max: 4 }), activation: fc.integer({ min: 0, max: 6 }).map((n) => n / 2) }),
  { maxLength: 40 },
);
type Offered = { view: number; activation: number };

function collect(list: readonly Offered[], order: readonly number[], perView: number): TopPatches {
  const top = new TopPatches({ units: 1, keep: KEEP, perView });
  for (const patch of order) top.add(0, patch, list[patch].view, list[patch].activation, patch + 100);
  return top;
}

/** Sort everything, then take from the top while the view has not had its number. */
function byDefinition(list: readonly Offered[], perView: number) {
  const order = [...list.keys()].sort((a, b) => list[b].activation - list[a].activation || a - b);
  const taken = new Map<number, number>();
  const result: { patch: number; view: number; activation: number; cell: number }[] = [];
  for (const patch of order) {
    const { view, activation } = list[patch];
    const had = taken.get(view) ?? 0;
    if (result.length === KEEP || (perView > 0 && had === perView)) continue;
    taken.set(view, had + 1);
    result.push({ patch, view, activation, cell: patch + 100 });
  }
  return result;
}

describe('top patches of a unit', () => {
  for (const perView of [0, 1, 2])
    it(`are the most exciting ones, ${perView === 0 ? 'without limit' : `at most ${perView}`} per view, in whatever order they come`, () => {
      fc.assert(
        fc.property(
          patches.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length }))),
          ([list, order]) => {
            assert.deepEqual(collect(list, order, perView).of(unit), byDefinition(list, perView));
          },
        ),
        { numRuns: 300 },
      );
    });

  it('of parts collected apart merge to exactly those of the whole, even when a view is cut in two', () => {
    fc.assert(
      fc.property(
        patches,
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        fc.integer({ min: 0, max: 2 }),
        (list, side, perView) => {
          const all = [...list.keys()];
          const part = (which: boolean) =>
            collect(
              list,
              all.filter((i) => side[i] === which),
              perView,
            );
          const kept = part(true);
          const viewOf = list.map(({ view }) => view);
          const merged = TopPatches.from(kept.options, kept.state(), viewOf);
          merged.merge(part(false));
          assert.deepEqual(merged.of(unit), byDefinition(list, perView));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('collected under other options are not merged', () => {
    const of = (keep: number) => new TopPatches({ units: 1, keep, perView: 0 });
    assert.throws(() => of(3).merge(of(4)), RangeError);
  });
});
