/** What a reader is given: an order of the reader's own, words alone, and the reader's own answers. */
import { deepEqual, equal, notDeepEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { neededRight, studyPower } from '../../../src/study/power';
import { readerState, readingOrder } from '../../../src/study/state';
import { examplePlan, given } from './wing';

describe('what a reader is asked', () => {
  it('is every case once under each condition, words alone first, in the same order whenever the reader comes back', async () => {
    const plan = await examplePlan({ conditions: ['picture', 'words'] });
    fc.assert(
      fc.property(fc.string(), (reader) => {
        const items = readingOrder(plan, reader);
        deepEqual(
          items.map((i) => i.condition),
          [...Array(8).fill('words'), ...Array(8).fill('picture')],
        );
        for (const half of [items.slice(0, 8), items.slice(8)])
          deepEqual(
            half.map((i) => i.case).sort(),
            plan.cases.map((c) => c.id),
          );
        deepEqual(readingOrder(plan, reader), items);
      }),
    );
  });

  it('comes in other orders for other readers, conditions and studies', async () => {
    const plan = await examplePlan({ conditions: ['words', 'picture'] });
    const order = (reader: string, of = plan) => readingOrder(of, reader).map((i) => i.case);
    notDeepEqual(order('ada'), order('bob'));
    notDeepEqual(order('ada').slice(0, 8), order('ada').slice(8));
    notDeepEqual(order('ada'), order('ada', { ...plan, hash: 'f'.repeat(64) }));
    // No place is a case's own: over many readers each comes first about equally often.
    const first = new Map<string, number>();
    for (let i = 0; i < 800; i++) first.set(order(`reader ${i}`)[0], (first.get(order(`reader ${i}`)[0]) ?? 0) + 1);
    // Five standard errors of 100.
    for (const { id } of plan.cases) ok(Math.abs((first.get(id) ?? 0) - 100) < 47, `${id}: ${first.get(id)}`);
  });

  it('holds words without units, and no answer to another plan', async () => {
    const plan = await examplePlan();
    const at = '2031-01-01T00:00:00.000Z';
    const standing = [
      { ...given(plan), at, id: '00000001' },
      { ...given(plan, { study: 'f'.repeat(64) }), at, id: '00000002' },
    ];
    const state = readerState(plan, { reader: 'ada', standing, damage: [] });
    deepEqual(state.answers, [standing[0]]);
    deepEqual(state.problems, ['1 answer is to another plan of this name, and is not used.']);
    ok(!/unit_|benign|B_0|M_0/.test(JSON.stringify({ ...state, answers: [] })));
    deepEqual(
      state.cases.case_001,
      plan.cases[0].units.map((u) => u.words),
    );
  });
});

describe('the power of a study', () => {
  it('needs the fewest right answers whose p is at most 0.05', () => {
    // Tables of the binomial test: 5 of 5 (p 0.031), 9 of 10 (0.011; 8 of 10 has 0.055), 15 of 20 (0.021).
    deepEqual([4, 5, 10, 20, 330].map(neededRight), [null, 5, 9, 15, 181]);
    equal(neededRight(0), null);
  });

  it('grows with the share of right answers, and the published study could have missed a true 55 %', () => {
    const { rows, accuracies } = studyPower(40, 20, 40);
    deepEqual(
      rows.map((r) => r.n),
      [20, 40, 50, 100, 200, 330, 500, 1000],
    );
    for (const { power } of rows)
      deepEqual(
        power,
        power.toSorted((a, b) => a - b),
      );
    const published = rows.find((r) => r.n === 330)!.power[accuracies.indexOf(0.55)];
    ok(published > 0.5 && published < 0.6, String(published));
  });
});
