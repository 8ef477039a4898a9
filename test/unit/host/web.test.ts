/** The extension in a browser: it takes nothing of Node along, and has every command, each of which works or says where it does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { basename, dirname, isAbsolute, join, relative } from '../../../src/host/web/path';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { commands: { command: string }[] } };

describe('the extension in a browser', () => {
  let text: string;
  before(async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: ['src/host/web/extension.ts'],
      bundle: true,
      platform: 'browser',
      format: 'cjs',
      external: ['vscode'],
      alias: { 'node:path': './src/host/web/path.ts' },
      write: false,
      metafile: true,
    });
    text = outputFiles[0].text;
    const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map((i) => i.path));
    assert.deepEqual([...new Set(outside)], ['vscode']);
  });

  it('registers every command of the manifest, without Node; what computes says where it can', async () => {
    const commands = new Map<string, () => unknown>();
    const warnings: string[] = [];
    const nothing = { dispose: () => undefined };
    const views: string[] = [];
    class EventEmitter {
      event = () => nothing;
      fire = () => undefined;
      dispose = () => undefined;
    }
    const vscode = {
      EventEmitter,
      ViewColumn: { Active: -1 },
      TreeItemCollapsibleState: {},
      Disposable: { from: () => nothing },
      window: {
        createOutputChannel: () => ({ ...nothing, show: () => undefined }),
        registerTreeDataProvider: (id: string) => {
          views.push(id);
          return nothing;
        },
        createTreeView: (id: string) => {
          views.push(id);
          return nothing;
        },
        registerWebviewPanelSerializer: () => nothing,
        showWarningMessage: async (words: string) => void warnings.push(words),
      },
      notebooks: { createRendererMessaging: () => ({ onDidReceiveMessage: () => nothing }) },
      workspace: {
        createFileSystemWatcher: () => ({ ...nothing, onDidCreate: () => nothing, onDidChange: () => nothing, onDidDelete: () => nothing }),
        onDidGrantWorkspaceTrust: () => nothing,
        onDidChangeWorkspaceFolders: () => nothing,
      },
      commands: {
        registerCommand: (id: string, command: () => unknown) => {
          commands.set(id, command);
          return nothing;
        },
      },
    };
    const module = { exports: {} as { activate(context: object): void } };
    // A worker's globals, and no others.
    runInNewContext(text, {
      module,
      exports: module.exports,
      TextDecoder,
      TextEncoder,
      setTimeout,
      clearTimeout,
      crypto,
      require: (name: string) => (name === 'vscode' ? vscode : assert.fail(name)),
    });
    module.exports.activate({ subscriptions: [], extension: { packageJSON: manifest } });
    assert.ok(commands.delete('deepminer.showDataCheck'));
    assert.deepEqual([...commands.keys()].sort(), manifest.contributes.commands.map((c) => c.command).sort());
    assert.deepEqual(views, ['deepminer.runs', 'deepminer.units']);
    await commands.get('deepminer.train')?.();
    assert.match(warnings.join(), /needs a workspace on a machine.*Remote-SSH, WSL, a dev container or code-server/);
  });

  it('puts paths together as Node does', () => {
    for (const parts of [['/p', 'runs', 'run 1'], ['/p/', '../q', './ä#%'], ['a', 'b/../c'], ['/'], ['/p', '', 'x']])
      assert.equal(join(...parts), path.posix.join(...parts));
    for (const file of ['/p/runs/x.json', '/p', 'a/b']) {
      assert.equal(basename(file), path.posix.basename(file));
      assert.equal(isAbsolute(file), path.posix.isAbsolute(file));
    }
    assert.equal(dirname('/p/runs/x.json'), '/p/runs');
    for (const [from, to] of [
      ['/p', '/p/a/b'],
      ['/p', '/p'],
      ['/', '/a'],
      ['/p/a', '/p/b/c'],
      ['/p', '/pa'],
      ['/p/ä #%', '/'],
    ])
      assert.equal(relative(from, to), path.posix.relative(from, to), `${from} ${to}`);
  });
});
