import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findPeer } from '../../../bench/peer';
import { takeTurns, takeTurnsApart } from '../../../bench/turns';

/** A contestant that claims `milliseconds` a step, writes its name down at each round, and fails at round `until`. */
function contestant(label: string, file: string, milliseconds: number, until = 1000) {
  const script = `
    const { appendFileSync } = require('node:fs');
    let asked = 0;
    console.log(JSON.stringify({ engine: 'engine of ${label}' }));
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const question = JSON.parse(line);
      if (!question.steps) return console.log(JSON.stringify({ peakBytes: 3 * 2 ** 20 }));
      if (asked++ === ${until}) { console.error('out of chalk'); process.exit(3); }
      appendFileSync(${JSON.stringify(file)}, '${label}' + question.steps + ' ');
      console.log(JSON.stringify({ milliseconds: ${milliseconds} + (asked === 3 ? 5000 : 0) }));
    });`;
  return { label, command: process.execPath, args: ['-e', script] };
}

describe('contestants of a benchmark', () => {
  let dir: string;
  let file: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'turns-'));
    file = path.join(dir, 'rounds');
    await appendFile(file, '');
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('take turns, as many steps each, and one slow round does not count', async () => {
    const outcomes = await takeTurns([contestant('a', file, 100), contestant('b', file, 200)], 5, () => undefined);
    // A first step of each shows how long steps are; a turn takes 400 ms of the slower one.
    assert.equal(await readFile(file, 'utf8'), `a1 b1 ${'a2 b2 '.repeat(5)}`);
    assert.equal(outcomes.get('a')!.milliseconds, 100);
    assert.equal(outcomes.get('b')!.milliseconds, 200);
    assert.equal(outcomes.get('b')!.engine, 'engine of b');
    assert.equal(outcomes.get('a')!.peakMegabytes, 3);
  });

  it('that fail are named with their last words, and the others go on', async () => {
    const lines: string[] = [];
    const outcomes = await takeTurns([contestant('a', file, 500, 3), contestant('b', file, 500)], 4, (line) => lines.push(line));
    assert.deepEqual([...outcomes.keys()], ['b']);
    assert.equal(outcomes.get('b')!.rounds.length, 4);
    assert.match(lines.join('\n'), /a could not be measured: ended with code 3\nout of chalk/);
  });

  it('have a process for every turn where they do not fit into memory together', async () => {
    const lines: string[] = [];
    // Of one process the first step would do, and the second fail.
    const outcomes = await takeTurnsApart([contestant('a', file, 100, 1), contestant('b', file, 200, 0)], 2, (line) => lines.push(line));
    assert.equal(await readFile(file, 'utf8'), 'a1 a1 ');
    assert.deepEqual([...outcomes.keys()], ['a']);
    assert.deepEqual(outcomes.get('a')!.rounds, [100, 100]);
    assert.equal(outcomes.get('a')!.peakMegabytes, 3);
    assert.match(lines.join(), /b could not be measured/);
  });

  it('that cannot even be started are named too', async () => {
    const lines: string[] = [];
    const missing = { label: 'none', command: path.join(dir, 'none'), args: [] };
    assert.equal((await takeTurns([missing], 2, (line) => lines.push(line))).size, 0);
    assert.match(lines.join(), /none could not be measured: .*ENOENT/);
  });

  it('refuse a Python that was named and has no torch, instead of taking another', async () => {
    await assert.rejects(
      findPeer(process.execPath, () => undefined),
      { name: 'ProblemError', message: /imports torch/ },
    );
  });
});
