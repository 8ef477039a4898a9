/** Which answers stand, however merges have mixed and doubled the lines of their logs. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkAnswer } from '../../../src/annotation/answer';
import { standingAnswers } from '../../../src/annotation/standing';
import { decodeLine, encodeLine, type Logged } from '../../../src/log/line';
import type { Answer } from '../../../src/protocol/annotation';
import { given } from './given';

/** One answer of a history: to which unit, on which machine, after seeing which share of the standing answers. */
interface Turn {
  unit: number;
  machine: number;
  sees: boolean;
  /** What the clock of the machine says: it may go back. */
  minute: number;
}

const turns = fc.array(fc.record({ unit: fc.nat(2), machine: fc.nat(2), sees: fc.boolean(), minute: fc.nat(59) }), {
  minLength: 1,
  maxLength: 14,
});

const at = (minute: number) => `2031-05-02T09:${String(minute).padStart(2, '0')}:00.000Z`;

/** The line of an answer, written and read as a log does. */
function line(sequence: number, answer: Omit<Answer, 'at'> & { at?: string }): Logged<Answer> {
  const written = encodeLine({ sequence, answer: { at: at(0), ...answer } }).line;
  const read = decodeLine(written.slice(0, -1), true, checkAnswer);
  assert.ok(read.kind === 'answer');
  return read.logged;
}

/** Logs of three machines that begin apart; a machine that `sees` has merged the others' lines first, and its answer replaces what stands. */
function history(all: readonly Turn[]): Logged<Answer>[] {
  const logs: Logged<Answer>[][] = [[], [], []];
  for (const [number, { unit, machine, sees, minute }] of all.entries()) {
    if (sees) logs[machine] = [...new Set(logs.flat())];
    const log = logs[machine];
    const standing = standingAnswers(log).flat();
    const about = given(unit, `words ${number}`);
    const replaces = standing.filter((a) => a.unit === about.unit).map((a) => a.id!);
    const sequence = Math.max(0, ...log.map((entry) => entry.sequence)) + 1;
    log.push(line(sequence, { ...about, at: at(minute), replaces }));
  }
  return [...new Set(logs.flat())];
}

const ids = (lines: readonly Logged<Answer>[]) => standingAnswers(lines).map((standing) => standing.map((a) => a.id));

describe('the standing answers', () => {
  it('are the same however the lines are mixed and doubled', () => {
    fc.assert(
      fc.property(turns, fc.infiniteStream(fc.nat(1 << 20)), (all, chances) => {
        const lines = history(all);
        const chance = () => chances.next().value as number;
        const doubled = [...lines, ...lines.filter(() => chance() % 2 === 0)];
        const mixed = doubled.map((entry) => ({ entry, key: chance() })).sort((a, b) => a.key - b.key);
        assert.deepEqual(ids(mixed.map(({ entry }) => entry)), ids(lines));
      }),
    );
  });

  it('are exactly those that no other has taken the place of: none is dropped, and every unit answered has one', () => {
    fc.assert(
      fc.property(turns, (all) => {
        const lines = history(all);
        const replaced = new Set(lines.flatMap(({ answer }) => answer.replaces ?? []));
        const expected = lines.filter(({ answer }) => !replaced.has(answer.id!)).map(({ answer }) => answer.id);
        assert.deepEqual(ids(lines).flat().sort(), expected.sort());
        assert.deepEqual(new Set(standingAnswers(lines).map(([{ unit }]) => unit)), new Set(lines.map(({ answer }) => answer.unit)));
      }),
    );
  });

  it('end in one where every answer has seen the one before, whatever the clocks said', () => {
    fc.assert(
      fc.property(turns, (all) => {
        const chain = history(all.map((turn) => ({ ...turn, unit: 0, sees: true })));
        const standing = standingAnswers(chain);
        assert.deepEqual(
          standing.map((s) => s.map((a) => a.phenomena[0].description)),
          [[`words ${all.length - 1}`]],
        );
      }),
    );
  });

  it('of older logs are the latest, and both where two machines took the same number', () => {
    const older = [line(1, given(3, 'first')), line(2, given(3, 'second')), line(3, given(3, 'mine')), line(3, given(3, 'yours'))];
    assert.deepEqual(
      standingAnswers(older.slice(0, 3))[0].map((a) => a.phenomena[0].description),
      ['mine'],
    );
    assert.equal(standingAnswers(older)[0].length, 2);
    assert.deepEqual(ids(older), ids(older.toReversed()));
  });

  it('of several people who decide are those that nobody replaced who saw them', () => {
    const first = line(1, given(3, 'edge', { expert: 'owner', replaces: [] }));
    const unseen = line(1, given(3, 'rim', { expert: 'deputy', replaces: [] }));
    assert.equal(standingAnswers([first, unseen]).length, 2);
    const revised = line(2, given(3, 'edge of a mass', { expert: 'deputy', replaces: [first.answer.id!, unseen.answer.id!] }));
    assert.deepEqual(
      standingAnswers([first, unseen, revised])
        .flat()
        .map((a) => a.phenomena[0].description),
      ['edge of a mass'],
    );
  });
});
