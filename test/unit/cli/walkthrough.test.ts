/** The walkthrough notebook: every cell of it runs, on a sample small enough for a test. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { walkthrough } from '../../../src/cli/demoNotebook';
import { walkthroughFile } from '../../../src/cli/walkthroughFile';
import type { MethodContext } from '../../../src/compute/method';
import { methods } from '../../../src/compute/methods';
import { quietTask } from '../../../src/protocol/task';

interface Cell {
  cell_type: string;
  source: string[];
  execution_count?: number | null;
  outputs?: { output_type: string; data?: Record<string, unknown> }[];
}

describe('the walkthrough notebook', function () {
  this.timeout(120_000);
  let project: string;
  const context: MethodContext = { ...quietTask(), cellOutput: () => undefined };
  const environment = process.env.DEEPMINER_DEVICE;

  before(async () => {
    process.env.DEEPMINER_DEVICE = 'cpu';
    project = await mkdtemp(path.join(os.tmpdir(), 'deepminer-walkthrough-'));
  });
  after(async () => {
    if (environment === undefined) delete process.env.DEEPMINER_DEVICE;
    else process.env.DEEPMINER_DEVICE = environment;
    await rm(project, { recursive: true, force: true });
  });

  it('ships without outputs, as its cells stand: run "npm run build" after changing them', async () => {
    const file = await readFile('media/walkthrough.ipynb', 'utf8');
    assert.equal(file, walkthroughFile());
    const { cells } = JSON.parse(file) as { cells: Cell[] };
    assert.ok(cells.every((cell) => cell.cell_type === 'markdown' || (cell.outputs!.length === 0 && cell.execution_count === null)));
  });

  it('writes the sample where there is no project, and leaves one that is there', async () => {
    const cell = { session: 'sample', cell: '1', project, language: 'typescript' } as const;
    const code = 'const { cases } = await deepminer.sample({ cases: 8, seed: 1 });\ncases';
    for (let times = 0; times < 2; times++) {
      const result = await methods.runCell({ ...cell, code }, context);
      assert.ok(result.ok, JSON.stringify(result));
      assert.equal(result.items!['text/plain'], '8');
    }
  });

  it('runs from its first cell to its last, each showing what it tells of', async () => {
    const settings = path.join(project, 'deepminer.json');
    const config = JSON.parse(await readFile(settings, 'utf8')) as { patches: object; training: object };
    Object.assign(config.patches, { size: 32, normalPerView: 2 });
    Object.assign(config.training, { epochs: 1, batch: 8, decay: null });
    await writeFile(settings, JSON.stringify(config));

    const { cells } = JSON.parse(await walkthrough(project, context)) as { cells: Cell[] };
    const shown = (source: RegExp): string[] => {
      const cell = cells.find((c) => c.cell_type === 'code' && source.test(c.source.join('')));
      return cell!.outputs!.flatMap(({ data }) => Object.keys(data ?? {}));
    };
    assert.ok(shown(/deepminer\.train/).includes('text/html'));
    assert.ok(shown(/deepminer\.evaluate/).includes('application/vnd.deepminer.evaluation+json'));
    assert.ok(shown(/annotateByReference/).includes('text/html'));
    assert.ok(shown(/faithfulness/).includes('image/svg+xml'));
  });
});
