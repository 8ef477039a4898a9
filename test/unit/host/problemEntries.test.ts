/** Problems as the Problems panel is given them: at their file and line, bounded, with what was left out told. */
import assert from 'node:assert/strict';
import { MOST_IN_ALL, MOST_PER_FILE, problemEntries } from '../../../src/host/problemEntries';
import type { CheckedProblem } from '../../../src/protocol/dataCheck';

const CONFIG = '/p/deepminer.json';
const problem = (file: string | undefined, line?: number): CheckedProblem => ({
  severity: 'error',
  code: 'x.y',
  kind: 'annotations',
  file,
  line,
  found: 'a',
  expected: 'b',
  remedy: 'Do c.',
  views: [],
});

describe('entries of the Problems panel', () => {
  it('stand at their file and line; those of the whole data set at deepminer.json, with the folder', () => {
    const entries = problemEntries(
      { root: '/p/data', problems: [problem('/p/data/a.csv', 12), problem('/p/data'), problem(undefined)] },
      CONFIG,
    );
    assert.deepEqual(entries.get('/p/data/a.csv'), [{ severity: 'error', code: 'x.y', line: 11, message: 'Found a; expected b. Do c.' }]);
    assert.deepEqual(
      entries.get(CONFIG)!.map((e) => e.message),
      ['/p/data: Found a; expected b. Do c.', 'Found a; expected b. Do c.'],
    );
  });

  it('are bounded in a file and in all, and the last says how many more there are', () => {
    const many = Array.from({ length: MOST_PER_FILE + 7 }, (_, i) => problem('/p/data/a.csv', i + 1));
    const one = problemEntries({ root: '/p/data', problems: many }, CONFIG).get('/p/data/a.csv')!;
    assert.equal(one.length, MOST_PER_FILE + 1);
    assert.match(one.at(-1)!.message, /^7 more problems of this file/);
    const files = Array.from({ length: MOST_IN_ALL + 3 }, (_, i) => problem(`/p/data/${i}.png`));
    const all = problemEntries({ root: '/p/data', problems: files }, CONFIG);
    assert.equal([...all.values()].flat().length, MOST_IN_ALL + 1);
    assert.match(all.get(CONFIG)!.at(-1)!.message, /^3 more problems of the data set/);
  });
});
