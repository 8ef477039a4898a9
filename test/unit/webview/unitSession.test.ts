/** Facts of the unit page's course: what it asks for, where it goes, what it keeps when answers change. */
import { deepEqual, equal } from 'node:assert/strict';
import { type UnitId, unitId, unitIndex } from '../../../src/protocol/unit';
import type { UnitPageState, UnitPageToHost } from '../../../src/protocol/unitPage';
import type { UnitDetail } from '../../../src/protocol/units';
import { keepsakeOf, openSession, placeOf, type Session, step, type UnitPageEvent } from '../../../webview/unit/session';

const [first, second, third] = [3, 9, 27].map((i) => unitId(unitIndex(i)));

function state(change: Partial<UnitPageState> = {}): UnitPageState {
  const units = [first, second, third].map((unit, i) => ({ unit, className: 'benign', rank: i + 1 }));
  return { project: '/p', run: 'run-001', mining: 'm', network: 'n', units, base: 'b', notice: '', ...change };
}

const detail = (unit: UnitId, change: Partial<UnitDetail> = {}) =>
  ({
    unit: { unit, ranks: [], maxActivation: 1, maskThreshold: 0.2, patches: [] },
    views: {},
    classes: [],
    annotations: [],
    unrecognized: [],
    ...change,
  }) satisfies UnitDetail;

function play(events: UnitPageEvent[], from: Session = openSession()): { session: Session; posted: UnitPageToHost[] } {
  let session = from;
  const posted: UnitPageToHost[] = [];
  for (const event of events) {
    const result = step(session, event);
    session = result.session;
    posted.push(...result.post);
  }
  return { session, posted };
}

const units = (unit: UnitId, change: Partial<UnitPageState> = {}): UnitPageEvent => ({
  type: 'message',
  message: { type: 'units', state: state(change), unit },
});

describe('the unit page', () => {
  it('opens at the unit it is given, asks for it, and keeps the place', () => {
    const { session, posted } = play([units(second)]);
    deepEqual(posted, [{ type: 'unit', unit: second }]);
    equal(placeOf(session), 1);
    deepEqual(keepsakeOf(session), { project: '/p', run: 'run-001', unit: second });
  });

  it('goes to neighbours in survey order, and stays at the ends', () => {
    const { session, posted } = play([units(second), { type: 'move', by: 1 }, { type: 'move', by: 1 }]);
    equal(session.unit, third);
    deepEqual(posted.slice(1), [{ type: 'unit', unit: third }]);
    equal(play([units(first), { type: 'move', by: -1 }]).session.unit, first);
  });

  it('follows a unit chosen elsewhere, and passes over one it does not have', () => {
    const other = unitId(unitIndex(99));
    const { session } = play([units(first), { type: 'message', message: { type: 'open', unit: third } }, { type: 'open', unit: other }]);
    equal(session.unit, third);
  });

  it('keeps its place and what it shows while news of the same result arrives', () => {
    const shown = play([
      units(first),
      { type: 'message', message: { type: 'unit', detail: detail(first) } },
      { type: 'move', by: 1 },
    ]).session;
    const { session, posted } = play([units(first)], shown);
    equal(session.unit, second);
    deepEqual(Object.keys(session.details), [first]);
    deepEqual(posted, [{ type: 'unit', unit: second }]);
  });

  it('forgets another result: nothing of it is shown as of the new one', () => {
    const shown = play([units(first), { type: 'message', message: { type: 'unit', detail: detail(first) } }]).session;
    const { session } = play([units(third, { mining: 'newer' })], shown);
    deepEqual([session.unit, session.details], [third, {}]);
  });

  it('says why a unit could not be read, and asks again when told to', () => {
    const failed = play([units(first), { type: 'message', message: { type: 'unitFailed', unit: first, message: 'gone' } }]).session;
    equal(failed.unreadable[first], 'gone');
    const { session, posted } = play([{ type: 'retry' }], failed);
    deepEqual([session.unreadable, posted], [{}, [{ type: 'unit', unit: first }]]);
  });

  it('hands annotating and copying to the host, of the unit that is shown', () => {
    const { posted } = play([units(second), { type: 'annotate' }, { type: 'copy' }]);
    deepEqual(posted.slice(1), [
      { type: 'annotate', unit: second },
      { type: 'copy', unit: second },
    ]);
    deepEqual(play([{ type: 'annotate' }, { type: 'move', by: 1 }, { type: 'retry' }]).posted, []);
  });
});
