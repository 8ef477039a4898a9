/** Which licences may be shipped, and what the list of them says. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundledPackages, licenceList, readPackage, refusal } from '../../scripts/licences.mjs';

describe('licences of what is shipped', () => {
  it('are those that MIT code may be shipped with; the LGPL for a library in files of its own alone', () => {
    const refused = (name, licence) => refusal({ name, licence }) !== undefined;
    assert.equal(refused('any', 'MIT'), false);
    assert.equal(refused('any', '(GPL-3.0-only OR MIT)'), false);
    assert.equal(refused('@img/sharp-win32-x64', 'Apache-2.0 AND LGPL-3.0-or-later'), false);
    assert.equal(refused('any', 'Apache-2.0 AND LGPL-3.0-or-later'), true);
    assert.equal(refused('any', 'GPL-3.0-only'), true);
    assert.equal(refused('any', 'none given'), true);
    assert.match(refusal({ name: 'any', licence: 'UNLICENSED' }), /any: licence "UNLICENSED" found, expected one of/);
  });

  it('are asked of the packages whose files are in a bundle, also of one inside another', () => {
    const inputs = (...files) => ({ inputs: Object.fromEntries(files.map((file) => [file, {}])) });
    const found = bundledPackages([
      inputs('src/extension.ts', 'node_modules/zod/v4/index.js', 'once:vscode'),
      inputs('node_modules/zod/index.js', 'node_modules/a/node_modules/@b/c/lib/d.js'),
    ]);
    assert.deepEqual(found, ['node_modules/a/node_modules/@b/c', 'node_modules/zod']);
  });

  it('are listed once a package with their texts; a package without a text stops the list', () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'deepminer-licences-'));
    try {
      const make = (name, text) => {
        const folder = path.join(dir, name);
        fs.mkdirSync(folder);
        fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', license: 'ISC' }));
        if (text) fs.writeFileSync(path.join(folder, 'LICENSE.md'), text);
        return readPackage(folder);
      };
      const told = make('told', 'the text of told');
      const list = licenceList([told, told], ['closing words']);
      assert.equal(list.split('the text of told').length, 2);
      assert.match(list, /told 1\.2\.3 +ISC/);
      assert.ok(list.trimEnd().endsWith('closing words'));
      assert.throws(() => licenceList([make('silent')]), /silent: no text of its licence found/);
    } finally {
      fs.rmSync(dir, { recursive: true });
    }
  });
});
