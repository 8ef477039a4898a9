/** That an installed package is what the other tests met, and that it brings all it needs. Skipped where the working tree is tested. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { oddFolder, removeOddFolder } from '../vscode/oddFolder.mjs';
import { EXTENSION_ID, extension } from './workbench';

describe('the installed package', () => {
  let folder: string;
  before(async function () {
    if (!process.env.DEEPMINER_INSTALLED) this.skip();
    const installed = vscode.extensions.getExtension(EXTENSION_ID)!;
    await installed.activate();
    folder = installed.extensionPath;
  });

  it('lies in a folder of VS Code, not in the source tree by a link, and holds nothing but the package', () => {
    assert.equal(fs.realpathSync(folder), folder);
    assert.match(path.basename(folder), /^deepminer\.deepminer-vscode-\d+\.\d+\.\d+/);
    for (const name of ['src', 'test', 'node_modules/typescript']) assert.ok(!fs.existsSync(path.join(folder, name)), name);
    assert.ok(fs.existsSync(path.join(folder, 'THIRD-PARTY-LICENCES.txt')));
  });

  it('can reach no node_modules but its own', function () {
    // On a desktop the tests' VS Code keeps its extensions inside the repository.
    if (folder.includes('.vscode-test')) return this.skip();
    assert.equal(process.env.NODE_PATH ?? '', '');
    for (let above = path.dirname(folder); above !== path.dirname(above); above = path.dirname(above))
      assert.ok(!fs.existsSync(path.join(above, 'node_modules')), above);
  });

  it('computes from its own folder, with the image library that it brought', async function () {
    if (process.platform !== 'linux') return this.skip();
    const dir = oddFolder('deepminer-installed-');
    const project = path.join(dir, 'sample');
    try {
      await vscode.commands.executeCommand('deepminer.createSample', { dir: project, cases: 4, seed: 1, silent: true });
      await vscode.commands.executeCommand('deepminer.checkDataset', { project, silent: true });
      const pid = extension().computePid()!;
      assert.ok(fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path.join(folder, 'dist/compute.cjs')));
      const maps = fs.readFileSync(`/proc/${pid}/maps`, 'utf8');
      const loaded = [...new Set(maps.match(/\/\S*(?:onnxruntime|sharp|libvips)\S*/g))];
      assert.ok(loaded.length > 0, 'a native library is loaded');
      assert.deepEqual(
        loaded.filter((file) => !file.startsWith(folder + path.sep)),
        [],
      );
    } finally {
      removeOddFolder(dir);
    }
  });
});
