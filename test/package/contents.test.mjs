/** What is in the package that VSIX names, as VS Code unpacks it: no more than it needs to run, all that it needs, and how large it is. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { ensureRuntime, repository } from '../../scripts/vscodeRuntime.mjs';
import { installExtension } from '../../scripts/vscodeServer.mjs';

const MB = 1e6;
const LARGEST = 45 * MB;
const LARGEST_EXTENSION = 300_000;

/** Every file of a package lies in one of these places. */
const PLACES = [
  /^(package\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD-PARTY-LICENCES\.txt|\.vsixmanifest)$/i,
  /^dist\/(webview\/|renderers\/|report\/)?[\w-]+(\.schema)?\.(cjs|js|css|wasm|json)$/,
  // By the one name or the other, as old the VS Code for the Web is.
  /^dist\/web\/extension\.cjs(\.js)?$/,
  /^media\/([\w-]+\/)*[\w-]+\.(svg|png|md|py|ipynb)$/,
  /^types\/deepminer\.d\.ts$/,
  /^node_modules\/deepminer-typescript-plugin\/(index\.js|deepminer\.d\.ts|package\.json)$/,
  /^node_modules\/(onnxruntime-node|onnxruntime-common|sharp|detect-libc|semver|@img\/[\w-]+)\/.+$/,
];

describe('the package', () => {
  let data;
  let folder;
  let files;
  const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
  const list = (filter) => files.filter((file) => filter.test(file));

  before(async () => {
    assert.ok(process.env.VSIX, 'VSIX names the package: npm run package makes it');
    await ensureRuntime();
    data = fs.mkdtempSync(path.join(os.tmpdir(), 'deepminer-package-'));
    folder = installExtension(data, process.env.VSIX);
    files = fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'));
  });
  after(() => data && fs.rmSync(data, { recursive: true, force: true }));

  it(`is smaller than ${LARGEST / MB} MB`, () => {
    const { size } = fs.statSync(process.env.VSIX);
    console.log(`      ${(size / MB).toFixed(1)} MB, ${files.length} files`);
    assert.ok(size < LARGEST, `${size} bytes`);
  });

  it('holds files in known places alone: no sources, tests, maps, settings of tools', () => {
    assert.deepEqual(
      files.filter((file) => !PLACES.some((place) => place.test(file))),
      [],
    );
    assert.deepEqual(
      list(/\.(map|tsx?|mts|cts|cc|h|gyp|vsix)$/).filter((file) => !/deepminer\.d\.ts$/.test(file)),
      [],
    );
    assert.deepEqual(list(/(^|\/)(test|tests|src|__pycache__|\.git\w*)\//), []);
  });

  it('holds the binaries of one platform', () => {
    const engines = new Set(list(/onnxruntime-node\/bin\//).map((file) => file.split('/').slice(3, 6).join('/')));
    assert.deepEqual([...engines], [`napi-v6/${process.platform}/${process.arch}`]);
    const images = new Set(list(/@img\/sharp-/).map((file) => file.split('/')[2].replace(/^sharp-(libvips-)?/, '')));
    assert.deepEqual([...images], [`${process.platform}-${process.arch}`]);
  });

  it('holds every file that its manifest and README name', () => {
    const manifest = JSON.parse(read('package.json'));
    const { contributes } = manifest;
    const named = [
      manifest.main,
      manifest.browser,
      `${manifest.browser}.js`,
      manifest.icon,
      manifest.bin.deepminer,
      ...contributes.notebookRenderer.map((r) => r.entrypoint),
      ...contributes.jsonValidation.map((v) => v.url),
      ...contributes.viewsContainers.activitybar.map((v) => v.icon),
      ...contributes.walkthroughs.flatMap((w) => w.steps.flatMap((s) => Object.values(s.media).filter((m) => /\.\w+$/.test(m)))),
      ...[...read('readme.md').matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, file]) => file),
    ];
    assert.deepEqual(
      named.filter((file) => !files.includes(path.posix.normalize(file))),
      [],
    );
    for (const file of list(/^dist\/.*\.(cjs|js)$/))
      assert.ok(!/sourceMappingURL=/.test(read(file).slice(-300)), `${file} names a map that is not there`);
  });

  it(`has an extension of less than ${LARGEST_EXTENSION / 1000} KB that asks for Node's modules, VS Code and one file beside it`, () => {
    assert.ok(fs.statSync(path.join(folder, 'dist/extension.cjs')).size < LARGEST_EXTENSION);
    const asked = new Set(
      [...read('dist/extension.cjs').matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name.replace(/^node:/, '')),
    );
    assert.deepEqual([...asked].filter((name) => !builtinModules.includes(name)).sort(), ['./jsonRpc.cjs', 'vscode']);
  });

  it('says what it needs and nothing of how it is made', () => {
    const manifest = JSON.parse(read('package.json'));
    const own = JSON.parse(fs.readFileSync(path.join(repository, 'package.json'), 'utf8'));
    for (const field of ['scripts', 'devDependencies', 'private']) assert.equal(manifest[field], undefined, field);
    assert.equal(manifest.engines.vscode, own.engines.vscode);
    assert.match(read('changelog.md'), new RegExp(`## \\[${own.version.replaceAll('.', '\\.')}\\]`));
    // Only relative links to files of the package work where it is shown.
    const links = [...read('readme.md').matchAll(/\]\((?!https?:|#)([^)\s#]+)[^)]*\)/g)].map(([, file]) => file);
    assert.deepEqual(
      links.filter((file) => !files.some((f) => f.toLowerCase() === file.toLowerCase())),
      [],
    );
  });

  it('carries the licence of every package in it, bundled or beside', () => {
    const licences = read('THIRD-PARTY-LICENCES.txt');
    const bundled = JSON.parse(fs.readFileSync(path.join(repository, '.cache/bundled.json'), 'utf8'));
    const beside = list(/^node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/).map((file) => path.posix.dirname(file));
    const names = [...bundled, ...beside]
      .map((place) => /.*node_modules\/(.+)$/.exec(place)[1])
      .filter((n) => n !== 'deepminer-typescript-plugin');
    assert.ok(names.includes('preact') && names.includes('sharp') && names.includes('onnxruntime-node'));
    for (const name of names) {
      const entry = licences.split(/\n-{100}\n/).find((text) => text.trim().startsWith(`${name} `));
      assert.ok(entry && entry.length > 300, `the text of ${name}'s licence`);
    }
    for (const words of ['GNU LESSER GENERAL PUBLIC LICENSE', 'CharLS', 'OpenJPEG']) assert.ok(licences.includes(words), words);
  });
});
