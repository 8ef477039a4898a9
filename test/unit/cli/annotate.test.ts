/** deepminer annotate: what it says of a unit that is written otherwise. */
import assert from 'node:assert/strict';
import { runCommand } from '../../../src/cli/run';

/** What a command prints to standard error, and its exit code. */
async function refused(...argv: string[]): Promise<{ said: string; code: typeof process.exitCode }> {
  const write = process.stderr.write;
  let said = '';
  process.stderr.write = ((text: string) => {
    said += text;
    return true;
  }) as typeof write;
  try {
    await runCommand(['node', 'deepminer', ...argv]);
    return { said, code: process.exitCode };
  } finally {
    process.stderr.write = write;
    process.exitCode = undefined;
  }
}

describe('an answer from a terminal', () => {
  it('is refused with words where the unit is none', async () => {
    const { said, code } = await refused('annotate', '--expert', 'me', '--unit', '14', '--description', 'edges');
    assert.equal(code, 2);
    assert.match(said, /unit_0001.*"14"/);
  });
});
