/** What writing in a cell is helped by: which string is asked for, names kept for a while, the code of a dropped image. */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { ComputeMethodsClient } from '../../../src/host/computeClient';
import { explainCalls } from '../../../src/host/notebook/explainCalls';
import { KeptNames } from '../../../src/host/notebook/projectNames';
import { stringArgument } from '../../../src/host/notebook/stringArguments';

describe('strings in a cell', () => {
  it('name views, runs and units where a call asks for them', () => {
    assert.deepEqual(stringArgument("const e = await deepminer.explain('A_0"), { names: 'view', typed: 3 });
    assert.deepEqual(stringArgument('deepminer.similar("'), { names: 'view', typed: 0 });
    assert.deepEqual(stringArgument('a();\ndeepminer.evaluate("run'), { names: 'run', typed: 3 });
    assert.deepEqual(stringArgument("deepminer.explain('x', { run: '"), { names: 'run', typed: 0 });
    assert.deepEqual(stringArgument("deepminer.unit('unit_0"), { names: 'unit', typed: 6 });
  });

  it('are left alone elsewhere', () => {
    for (const text of [
      "console.log('",
      "deepminer.explain('x')",
      'deepminer.explain(',
      "deepminer.views('",
      "deepminer.explain('x'); f({ run: '",
    ])
      assert.equal(stringArgument(text), undefined, text);
  });
});

describe('names of a project', () => {
  it('are asked for once in a while, and again when runs have changed', async () => {
    let asked = 0;
    const listRuns = async () => [{ run: `run-${++asked}`, status: 'finished' }];
    const kept = new KeptNames({ listRuns } as unknown as ComputeMethodsClient, () => undefined);
    assert.deepEqual(await kept.of('/p', 'run'), [{ name: 'run-1', about: 'finished' }]);
    assert.deepEqual(await kept.of('/p', 'run'), [{ name: 'run-1', about: 'finished' }]);
    kept.forget();
    assert.deepEqual(await kept.of('/p', 'run'), [{ name: 'run-2', about: 'finished' }]);
  });

  it('are none, and the log says why, where the project cannot be read', async () => {
    const said: string[] = [];
    const listViews = async () => {
      throw new Error('no such project');
    };
    const kept = new KeptNames({ listViews } as unknown as ComputeMethodsClient, (message) => void said.push(message));
    assert.deepEqual(await kept.of('/p', 'view'), []);
    assert.match(said[0], /no such project/);
  });
});

describe('images dropped into a cell', () => {
  it('are explained one after the other, named from the project where they lie inside', () => {
    assert.equal(explainCalls(['/p/cases/a/x.LJPEG'], '/p', path.posix), 'await deepminer.explain("cases/a/x.LJPEG")');
    assert.equal(
      explainCalls(['/p/a.png', '/q/b "1".jpg'], '/p', path.posix),
      'await display(await deepminer.explain("a.png"));\nawait deepminer.explain("/q/b \\"1\\".jpg")',
    );
    assert.equal(explainCalls(['C:\\p\\cases\\a.tif'], 'C:\\p', path.win32), 'await deepminer.explain("cases/a.tif")');
    assert.equal(explainCalls(['/p/1-1.dcm'], '/p', path.posix), 'await deepminer.explain("1-1.dcm")');
    assert.equal(explainCalls(['D:\\b.png'], 'C:\\p', path.win32), 'await deepminer.explain("D:/b.png")');
  });

  it('are left to VS Code with any other file among them', () => {
    assert.equal(explainCalls(['/p/a.png', '/p/notes.txt'], '/p', path.posix), undefined);
    assert.equal(explainCalls([], '/p', path.posix), undefined);
  });
});
