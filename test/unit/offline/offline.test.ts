/** Nothing leaves the machine: the method runs to its end where every way out is written down and shut. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HOOK = path.resolve('test/unit/offline/noNetwork.cjs');
/** What people run, where it is built. */
const DEEPMINER = existsSync('dist/cli.cjs') ? [path.resolve('dist/cli.cjs')] : ['--import', 'tsx', path.resolve('src/cli/main.ts')];

describe('without a way out of the machine', function () {
  this.timeout(180_000);
  let dir: string;
  let log: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-offline-'));
    log = path.join(dir, 'network.log');
  });
  beforeEach(() => writeFile(log, ''));
  after(() => rm(dir, { recursive: true, force: true }));

  const environment = () => ({ ...process.env, NETWORK_LOG: log, DEEPMINER_DEVICE: 'cpu', XDG_CACHE_HOME: path.join(dir, 'cache') });
  const node = (...args: string[]) => run(process.execPath, ['--require', HOOK, ...args], { env: environment(), maxBuffer: 2 ** 26 });
  const noted = (kind: 'network' | 'program'): string[] =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`${kind} `))
      .map((line) => line.slice(kind.length + 1));

  it('every way out is seen and shut: the test can fail', async () => {
    const tries = [
      `fetch('http://example.org/')`,
      `fetch('https://192.0.2.1/')`,
      `new Promise((_, no) => require('node:https').get('https://example.org/').on('error', no))`,
      `new Promise((_, no) => require('node:net').connect(443, '192.0.2.1').on('error', no))`,
      `require('node:dns').promises.resolve('example.org')`,
      `new Promise((_, no) => { try { require('node:dgram').createSocket('udp4').send('x', 9, '192.0.2.1') } catch (e) { no(e) } })`,
      // Threads are no way round it.
      `new Promise((_, no) => new (require('node:worker_threads').Worker)("fetch('http://example.org/')", { eval: true }).on('error', no))`,
    ];
    for (const attempt of tries) {
      await writeFile(log, '');
      const { stdout } = await node(
        '--eval',
        `(${attempt}).then(() => console.log('out'), () => console.log('shut')).finally(() => process.exit())`,
      );
      assert.equal(stdout.trim(), 'shut', attempt);
      assert.equal(noted('network').length >= 1, true, attempt);
    }
  });

  it('weights that the person asks for are all that the network is asked for', async () => {
    // It would try again for a minute.
    const args = ['--require', HOOK, ...DEEPMINER, '--quiet', 'weights', 'fetch', 'resnet18'];
    await assert.rejects(run(process.execPath, args, { env: environment(), timeout: 8000 }));
    assert.deepEqual([...new Set(noted('network'))], ['lookup download.pytorch.org']);
  });

  it('a sample is written, checked, trained on, evaluated, mined, named and explained; no other program is started', async () => {
    const project = path.join(dir, 'project');
    const deepminer = (...args: string[]) => node(...DEEPMINER, '--quiet', ...args);
    await deepminer('sample', project, '--cases', '6');
    const settings = path.join(project, 'deepminer.json');
    const config = JSON.parse(readFileSync(settings, 'utf8')) as { training: object };
    await writeFile(settings, JSON.stringify({ ...config, training: { ...config.training, epochs: 1, decay: null } }));
    const at = ['--project', project];
    for (const step of [['train'], ['evaluate'], ['mine'], ['annotate', '--reference']]) await deepminer(...step, ...at);
    const views = (await readdir(path.join(project, 'cases'), { recursive: true })).filter((file) => file.endsWith('.LJPEG'));
    await deepminer('explain', path.join(project, 'cases', views[0]), ...at);
    const made = await readdir(path.join(project, 'runs', 'run-001', 'explanations'));
    assert.equal(made.length, 1);
    assert.deepEqual(noted('network'), []);
    assert.deepEqual(
      // The loader by which tests run TypeScript has one of its own.
      noted('program').filter((file) => file !== process.execPath && !file.includes('@esbuild')),
      [],
    );
  });
});

describe('the bundles', () => {
  const bundles = async (): Promise<[file: string, text: string][]> => {
    const files = await readdir('dist', { recursive: true });
    return files.filter((file) => /\.(c?js|css)$/.test(file)).map((file) => [file, readFileSync(path.join('dist', file), 'utf8')]);
  };
  before(function () {
    // npm test builds first.
    if (!existsSync('dist/extension.cjs')) this.skip();
  });

  it('name no address that could be fetched but that of published weights', async () => {
    /** Names of formats and namespaces, an address by which a URL is taken apart, and our own server. */
    const names = /^https?:\/\/(www\.w3\.org|json-schema\.org|foo\.com|127\.0\.0\.1|localhost)(?=[/:"'`$#]|$)/;
    const found: string[] = [];
    for (const [file, text] of await bundles())
      for (const [address] of text.matchAll(/\b(?:https?|wss?):\/\/[\w.-]+\.[\w-]+[^\s"'`)\\]*/g))
        if (!names.test(address)) found.push(`${file} ${address}`);
    const weights = /^(cli|compute)\.cjs https:\/\/download\.pytorch\.org\/models\/?$/;
    assert.deepEqual(
      found.filter((line) => !weights.test(line)),
      [],
    );
    assert.ok(found.some((line) => weights.test(line)));
  });

  it('of the extension host, the pages and the renderers ask nothing of any server but the one that a page came from', async () => {
    for (const [file, text] of await bundles()) {
      // What runs in processes of ours holds the decoders' own loaders, which find their files on the disk: see the test above.
      if (!/^extension\.cjs$|^(webview|renderers|report|web)\//.test(file.replaceAll('\\', '/'))) continue;
      // In a terminal's survey, the page came from a server on this machine, which it answers to.
      const asked = text.replaceAll('fetch("/message",', '');
      assert.doesNotMatch(
        asked,
        /\bfetch\(|XMLHttpRequest|\bWebSocket\b|sendBeacon|EventSource|importScripts|require\("(node:)?(https?|http2|tls|dgram|dns)"\)/,
        file,
      );
      assert.doesNotMatch(asked, /\beval\(|new Function\(/, file);
      assert.doesNotMatch(asked, /@import\s+(url\()?["']?(https?:)?\/\/|url\(["']?(https?:)?\/\//, file);
    }
  });
});
