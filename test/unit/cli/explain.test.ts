/** deepminer explain: one view or many, never both; a report says in a terminal what it holds and what failed. */
import assert from 'node:assert/strict';
import { explainAllText } from '../../../src/cli/explain';
import { interruption } from '../../../src/cli/interruption';
import { buildProgram } from '../../../src/cli/program';
import type { ExplainAllResult } from '../../../src/protocol/explanationReport';

const share = { count: 3, of: 4, share: 0.75, low: 0.25, high: 1 };
const result: ExplainAllResult = {
  dir: '/p/report',
  index: '/p/report/index.html',
  run: 'run-001',
  part: 'test',
  views: 12,
  kept: 5,
  seconds: 61,
  failed: [{ viewId: 'C_0002.LEFT_CC', reason: 'C_0002.LEFT_CC.LJPEG: found half a file; expected a whole one. Copy it again.' }],
  agreement: {
    units: 9,
    draws: 1000,
    seed: 1,
    rows: [
      {
        group: 'decision',
        name: 'malignant, false positive',
        views: 4,
        cases: 2,
        unitsFit: { ...share, chance: 0.4 },
        unitsHit: { count: 0, of: 0 },
        viewsFit: { ...share, chance: 0.9 },
        viewsHit: share,
      },
    ],
  },
};

describe('deepminer explain', () => {
  const wrong = async (...argv: string[]) => {
    const program = buildProgram(interruption(new AbortController().signal));
    for (const each of [program, ...program.commands]) each.configureOutput({ writeErr: () => undefined });
    await assert.rejects(
      program.parseAsync(['node', 'deepminer', 'explain', ...argv]),
      (e: { exitCode?: number; code?: string }) => e.exitCode !== 0 && /^(deepminer\.usage|commander\.invalidArgument)$/.test(e.code ?? ''),
      argv.join(' '),
    );
  };

  it('takes one view or a part, and the options that go with it', async () => {
    await wrong();
    await wrong('view', '--all', 'test');
    await wrong('--all', 'some');
    await wrong('--all', 'test', '--png', 'a.png');
    await wrong('view', '--html', 'out');
    await wrong('view', '--limit', '3');
    await wrong('--all', 'test', '--limit', '0');
  });

  it('tells of a report: how many views, how many were kept, which failed and why, and the agreement beside chance', () => {
    const text = explainAllText(result);
    assert.match(text, /^run-001: 12 views of the test part explained in 1 min 1 s \(5 kept from before\)$/m);
    assert.match(text, /^1 could not be explained:\n {2}C_0002\.LEFT_CC: C_0002\.LEFT_CC\.LJPEG: found half a file/m);
    assert.match(text, /^decided malignant, false positive +4 +3 of 4, 75 % \[25, 100\] +40 % +– +3 of 4/m);
    assert.match(text, /\/p\/report\/index\.html$/);
  });
});
