/** The notebook kernel in a real extension host: cells run, names last, errors carry lines, a killed process is survived. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { oddFolder, removeOddFolder } from '../vscode/oddFolder.mjs';
import { cellText, extension, freshNotebook, runCell, until } from './workbench';

describe('the notebook kernel', () => {
  it('is chosen by a new notebook, whose cells are TypeScript', async () => {
    const file = (await vscode.commands.executeCommand('deepminer.newNotebook', {
      project: vscode.workspace.workspaceFolders![0].uri.fsPath,
    })) as string;
    const document = vscode.workspace.notebookDocuments.find((d) => d.uri.fsPath === file)!;
    assert.equal(document.notebookType, 'jupyter-notebook');
    const code = document.getCells().filter((c) => c.kind === vscode.NotebookCellKind.Code);
    assert.ok(code.length >= 3);
    assert.deepEqual([...new Set(code.map((c) => c.document.languageId))], ['typescript']);
  });

  it('runs TypeScript, streams what it prints, shows the last value and keeps names for the next cell', async () => {
    const notebook = await freshNotebook([
      'interface P { x: number }\nconst p: P = { x: 20 };\nconsole.log("one");\nawait new Promise((r) => setTimeout(r, 20));\nconsole.log("two");\np.x + 1',
      'p.x * 2',
    ]);
    const first = await runCell(notebook, 0);
    assert.equal(first.executionSummary?.success, true);
    assert.match(cellText(first, 'application/vnd.code.notebook.stdout'), /^one\ntwo\n$/);
    assert.equal(cellText(first, 'text/plain'), '21');
    assert.equal(cellText(await runCell(notebook, 1), 'text/plain'), '40');
    assert.equal(notebook.cellAt(1).executionSummary?.executionOrder, 2);
  });

  it('shows an error with the line of the cell', async () => {
    const notebook = await freshNotebook(['const a: number = 1;\n\nnull.x;', 'let b = ;']);
    const failed = await runCell(notebook, 0);
    assert.equal(failed.executionSummary?.success, false);
    const error = JSON.parse(cellText(failed, 'application/vnd.code.notebook.error')) as { name: string; message: string; stack: string };
    assert.equal(error.name, 'TypeError');
    assert.match(error.message, /\(line 3\)$/);
    assert.match(error.stack, /at cell 1:3/);
    assert.match(cellText(await runCell(notebook, 1), 'application/vnd.code.notebook.error'), /SyntaxError[\s\S]*line 1/);
  });

  it('breaks off a loop that never awaits, and keeps the variables', async () => {
    const notebook = await freshNotebook(['const kept = 5;', 'while (true) {}', 'kept']);
    // With its process there already, the next cell runs at once.
    await runCell(notebook, 0);
    const running = runCell(notebook, 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await vscode.commands.executeCommand('notebook.cell.cancelExecution', { ranges: [{ start: 1, end: 2 }], document: notebook.uri });
    assert.match(cellText(await running, 'application/vnd.code.notebook.error'), /Interrupted/);
    assert.equal(cellText(await runCell(notebook, 2), 'text/plain'), '5');
  });

  it('outlives a rejected promise that a cell forgot', async () => {
    const notebook = await freshNotebook([
      'const here = 3;\nvoid Promise.reject(new Error("forgotten"));\nawait new Promise((r) => setTimeout(r, 50));',
      'here',
    ]);
    assert.equal((await runCell(notebook, 0)).executionSummary?.success, true);
    assert.equal(cellText(await runCell(notebook, 1), 'text/plain'), '3');
  });

  it('says what is lost when its process is killed, and starts a new one with the next cell', async () => {
    const notebook = await freshNotebook(['const lost = 1;\nawait new Promise(() => {});', 'typeof lost']);
    const running = runCell(notebook, 0);
    process.kill(await until('the kernel to start', () => extension().kernelPid(notebook)), 'SIGKILL');
    assert.match(
      cellText(await running, 'application/vnd.code.notebook.error'),
      /signal SIGKILL.*variables are gone: run its cells again from the top/,
    );
    assert.equal(cellText(await runCell(notebook, 1), 'text/plain'), "'undefined'");
    assert.equal(notebook.cellAt(1).executionSummary?.executionOrder, 1, 'a new process counts from 1 again');
  });

  it('shows rich values by the explanation’s own type, with picture and text beside it', async () => {
    const mime = 'application/vnd.deepminer.explanation+json';
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const notebook = await freshNotebook([
      `({ [Symbol.for('deepminer.display')]: () => ({ '${mime}': '{"version":1}', 'image/png': '${pixel}', 'text/plain': 'words' }) })`,
    ]);
    const [output] = (await runCell(notebook, 0)).outputs;
    assert.deepEqual(output.items.map((i) => i.mime).sort(), [mime, 'image/png', 'text/plain'].sort());
    const png = output.items.find((i) => i.mime === 'image/png')!.data;
    assert.equal(Buffer.from(png).subarray(1, 4).toString(), 'PNG');
  });

  it('adds to an output what takes longer, once the rest is shown', async () => {
    const notebook = await freshNotebook([
      `({ [Symbol.for('deepminer.display')]: () => ({ 'text/plain': 'words' }),
          [Symbol.for('deepminer.display.later')]: async () => ({ 'text/html': '<b>slow</b>' }) })`,
    ]);
    const { outputs } = await runCell(notebook, 0);
    assert.deepEqual(
      outputs.map((o) => o.items.map((i) => i.mime)),
      [['text/plain', 'text/html']],
    );
  });

  it('forgets all names when it is restarted', async () => {
    const notebook = await freshNotebook(['const gone = 1;', 'typeof gone']);
    await runCell(notebook, 0);
    await vscode.commands.executeCommand('deepminer.restartKernel');
    assert.equal(cellText(await runCell(notebook, 1), 'text/plain'), "'undefined'");
  });

  it('shows lists of flat objects as tables, and several values of one cell', async () => {
    const notebook = await freshNotebook(['await display([{ a: 1 }]);\nconsole.table([{ b: 2 }]);\n[{ c: 3 }]']);
    const html = cellText(await runCell(notebook, 0), 'text/html');
    assert.deepEqual(html.match(/>[abc]<\/th>/g), ['>a</th>', '>b</th>', '>c</th>']);
  });
});

describe('a long call in a cell', () => {
  let project: string;
  before(() => {
    project = oddFolder('deepminer-call-');
  });
  after(() => removeOddFolder(project));

  const bars = (cell: vscode.NotebookCell): string[] =>
    cell.outputs.flatMap((o) => o.items.map((i) => Buffer.from(i.data).toString()).filter((text) => text.includes('<progress')));

  it('shows how far it is in one output, which goes when the call ends or is interrupted; names are kept', async () => {
    const code = 'const kept = 7;\nconsole.log("before");\nawait deepminer.sample({ cases: 400 });\nconsole.log("never");';
    const notebook = await freshNotebook(
      [code, 'console.log("one");\nawait deepminer.sample({ cases: 6 });\nconsole.log("two");\nkept'],
      project,
    );
    const running = runCell(notebook, 0);
    const [bar] = await until('the bar', () => (bars(notebook.cellAt(0)).length > 0 ? bars(notebook.cellAt(0)) : undefined));
    assert.match(bar, /sample.*%/);
    await until('it to go on', () => {
      const now = bars(notebook.cellAt(0));
      assert.ok(now.length <= 1, 'one output, replaced in place');
      return now.length === 1 && now[0] !== bar;
    });
    await vscode.commands.executeCommand('notebook.cell.cancelExecution', { ranges: [{ start: 0, end: 1 }], document: notebook.uri });
    const interrupted = await running;
    assert.deepEqual(bars(interrupted), []);
    assert.match(cellText(interrupted, 'application/vnd.code.notebook.error'), /Interrupted/);
    assert.equal(cellText(interrupted, 'application/vnd.code.notebook.stdout'), 'before\n');

    let seen = 0;
    const watch = setInterval(() => {
      seen = Math.max(seen, bars(notebook.cellAt(1)).length);
    }, 20);
    const done = await runCell(notebook, 1);
    clearInterval(watch);
    assert.equal(seen, 1, 'a bar was shown while the call ran');
    assert.deepEqual(bars(done), []);
    assert.equal(cellText(done, 'application/vnd.code.notebook.stdout'), 'one\ntwo\n');
    assert.equal(cellText(done, 'text/plain'), '7');
  });

  it('leaves nothing of it in a file that is saved meanwhile', async () => {
    const file = path.join(project, 'saved.ipynb');
    const source = 'console.log("said");\nawait deepminer.sample({ cases: 400 });';
    const cell = { id: 'a', cell_type: 'code', metadata: {}, source: [source], execution_count: null, outputs: [] };
    const metadata = {
      kernelspec: { name: 'deepminer', display_name: 'DeepMiner', language: 'typescript' },
      language_info: { name: 'typescript' },
      deepminer: { project: 'other' },
    };
    fs.mkdirSync(path.join(project, 'other'));
    fs.writeFileSync(file, JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }));
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(file));
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('notebook.selectKernel', { id: 'deepminer', extension: 'deepminer.deepminer-vscode' });
    const running = runCell(notebook, 0);
    await until('the bar', () => bars(notebook.cellAt(0)).length);
    assert.equal(await notebook.save(), true);
    const saved = fs.readFileSync(file, 'utf8');
    assert.match(saved, /said/);
    assert.doesNotMatch(saved, /<progress|deepminerPassing/);
    await until('the bar to come back', () => bars(notebook.cellAt(0)).length);
    await vscode.commands.executeCommand('notebook.cell.cancelExecution', { ranges: [{ start: 0, end: 1 }], document: notebook.uri });
    assert.deepEqual(bars(await running), []);
  });

  it('is helped by the project’s own names while it is written', async () => {
    const notebook = await freshNotebook(["await deepminer.explain('"], project);
    const { uri } = notebook.cellAt(0).document;
    const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      new vscode.Position(0, 25),
    );
    const labels = offered.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.equal(labels.filter((label) => /LEFT|RIGHT/.test(label)).length, 24, labels.slice(0, 5).join());
  });

  it('stands in the walkthrough notebook, of which a copy is opened and none written over', async () => {
    const open = () => vscode.commands.executeCommand<string>('deepminer.openWalkthroughNotebook', { project, silent: true });
    const file = await open();
    assert.equal(file, path.join(project, 'walkthrough.ipynb'));
    const notebook = vscode.workspace.notebookDocuments.find((d) => d.uri.fsPath === file)!;
    assert.equal(notebook.notebookType, 'jupyter-notebook');
    assert.ok(notebook.getCells().some((c) => c.document.getText().includes('deepminer.faithfulness')));
    const written = fs.readFileSync(file, 'utf8').replace('from coarse labels', 'my own words');
    fs.writeFileSync(file, written);
    assert.equal(await open(), file);
    assert.equal(fs.readFileSync(file, 'utf8'), written);
  });
});
