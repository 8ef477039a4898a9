/**
 * The whole method by its commands where every name is odd: project, data set and view files with blanks, brackets, signs of addresses and shells,
 * letters composed and decomposed; and every link of what it writes leads to a file, from the disk and from a server.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, copyFile, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { runCommand } from '../../../src/cli/run';
import type { ExplainResult, RunSummary, ViewListing } from '../../../src/protocol/compute';
import type { Evaluation } from '../../../src/protocol/evaluation';
import type { ExplainAllResult } from '../../../src/protocol/explanationReport';
import type { ExportedTable } from '../../../src/protocol/units';
import { oddFolder, removeOddFolder } from '../../vscode/oddFolder.mjs';
import { writePicture } from '../dataset/pictures';

const cli = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** What stands in `href` and `src` of a page, or between the brackets of a Markdown picture, as an address. */
const linksOf = (text: string): string[] =>
  [...text.matchAll(/(?:href|src)="([^"]*)"|!\[[^\]]*\]\(([^)]*)\)/g)]
    .map(([, attribute, markdown]) => (attribute ?? markdown).replaceAll('&amp;', '&'))
    .filter((link) => link !== '' && !/^(data:|#)/.test(link));

describe('the commands where every name is odd', function () {
  this.timeout(240_000);
  let outer: string;
  let project: string;
  let view: string;
  const environment = process.env.DEEPMINER_DEVICE;

  async function deepminer<T>(...argv: string[]): Promise<T> {
    const write = process.stdout.write;
    let printed = '';
    process.stdout.write = ((text: string) => {
      printed += text;
      return true;
    }) as typeof write;
    try {
      await runCommand(['node', 'deepminer', ...argv, '--json', '--quiet']);
    } finally {
      process.stdout.write = write;
    }
    assert.equal(process.exitCode, undefined, printed);
    return JSON.parse(printed) as T;
  }
  const here = <T>(...argv: string[]) => deepminer<T>(...argv, '--project', project);

  before(async () => {
    process.env.DEEPMINER_DEVICE = 'cpu';
    outer = oddFolder('deepminer-odd-');
    project = path.join(outer, 'Projekt "Brüste" \\ 1; $(id) `x` <y>'.normalize('NFD'));
    if (process.platform === 'win32') project = path.join(outer, 'Projekt Brüste'.normalize('NFD'));
    await deepminer('sample', project, '--cases', '10');
    const data = path.join(outer, 'Daten [alle] #2 für 50%25'.normalize('NFC'));
    await rename(path.join(project, 'cases'), data);
    const settings = path.join(project, 'deepminer.json');
    const config = JSON.parse(await readFile(settings, 'utf8')) as Record<'dataset' | 'patches' | 'training' | 'mining', object>;
    Object.assign(config.dataset, { root: path.relative(project, data).split(path.sep).join('/') });
    Object.assign(config.patches, { size: 32, normalPerView: 2 });
    Object.assign(config.training, { epochs: 1, batch: 8, decay: null });
    await writeFile(settings, JSON.stringify(config));
    view = path.join(outer, "Aufnahme [L] #1 & 100%20 (it's) ü 乳.v2.png");
    await writePicture(view, 96, 128, (x, y) => (x < 60 && y > 10 ? 90 + ((x * y) % 97) : 8));
  });
  after(() => {
    if (environment === undefined) delete process.env.DEEPMINER_DEVICE;
    else process.env.DEEPMINER_DEVICE = environment;
    removeOddFolder(outer);
  });

  it('check, train, evaluate, mine and name', async () => {
    const { errors } = await here<{ errors: number }>('check');
    assert.equal(errors, 0);
    assert.equal((await here<RunSummary>('train', '--run', 'Lauf 1 ü')).status, 'finished');
    assert.ok((await here<Evaluation>('evaluate')).patches);
    await here('mine');
    await here('annotate', '--reference');
  });

  it('explain an image whose name is as odd, into a file that is there', async () => {
    const { explanation, file } = await here<ExplainResult>('explain', view);
    assert.equal(explanation.viewId, path.basename(view, '.png'));
    assert.equal(JSON.parse(await readFile(file, 'utf8')).viewId, explanation.viewId);
  });

  it('explain an image whose name leaves no room for an ending, or has what Windows refuses', async function () {
    if (process.platform === 'win32') this.skip();
    for (const name of [`${'ö'.repeat(125)}.png`, 'a: "b" <c>? 100*.png', 'aux.png']) {
      const odd = path.join(outer, name);
      await copyFile(view, odd);
      const { explanation, file } = await here<ExplainResult>('explain', odd, '--class', 'malignant');
      assert.equal(explanation.viewId, name.slice(0, -4));
      assert.match(path.basename(file), /^[^<>:"/\\|?*]{1,190}\.json$/);
      assert.doesNotMatch(path.basename(file), /^aux\./);
      await access(file);
    }
  });

  it('explain all into a report whose links all lead to files, from the disk and from a server', async () => {
    const out = path.join(outer, 'Bericht [1] #3 100%20 ü & more');
    const { dir, views } = await here<ExplainAllResult>('explain', '--all', 'test', '--html', out);
    assert.equal(dir, out);
    const { pages, links } = await followed(out);
    assert.ok(pages > views && links.size > 3 * views && views > 0, `${links.size} links of ${pages} pages`);
  });

  it('write the table of units with pictures that its Markdown finds', async () => {
    const out = path.join(outer, 'Tabelle (1) #4 %41');
    const { files } = await here<ExportedTable>('units', '--out', out);
    assert.deepEqual(Object.keys(files).sort(), ['html', 'md', 'svg']);
    assert.ok((await followed(out)).links.size > 0);
  });

  it('serve the survey with the pictures of what was mined', async () => {
    const child = spawn(process.execPath, [
      '--import',
      loader,
      cli,
      'survey',
      'serve',
      '--project',
      project,
      '--port',
      '0',
      '--expert',
      'Dr. Ö',
    ]);
    try {
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += String(chunk);
      });
      child.stderr.on('data', (chunk: Buffer) => {
        said += String(chunk);
      });
      const address = (): string | undefined => /http:\S+(?=\n)/.exec(said)?.[0];
      for (const end = Date.now() + 60_000; !address() && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 50));
      assert.ok(address(), said);
      const entered = await fetch(address()!, { redirect: 'manual' });
      const cookie = entered.headers.get('set-cookie')!.split(';')[0];
      const run = path.join(project, 'runs', 'Lauf 1 ü', 'mining');
      const [thumbnail] = await readdir(path.join(run, (await readdir(run))[0], 'thumbnails'));
      const picture = await fetch(new URL(`/mining/thumbnails/${thumbnail}`, address()), { headers: { cookie } });
      assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/jpeg']);
    } finally {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
    }
  });

  it('list the views as a shell calls it, with no more quoting than any name needs', async () => {
    const argv = ['--import', loader, cli, 'views', '--part', 'test', '--project', project, '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, argv);
    const views = JSON.parse(stdout) as ViewListing[];
    assert.ok(views.length > 0);
    for (const { file } of views) assert.ok((await stat(file)).isFile());
  });
});

/** Follows every link of the pages in a folder, by their file: addresses and over HTTP; the links that are there. */
async function followed(folder: string): Promise<{ pages: number; links: Set<string> }> {
  const root = path.dirname(folder);
  const server = createServer((request, response) => {
    const file = path.join(root, ...new URL(request.url!, 'http://here').pathname.split('/').map(decodeURIComponent));
    readFile(file).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const served = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(html|md)$/.test(name));
  const links = new Set<string>();
  try {
    for (const name of names) {
      const page = path.join(folder, name);
      const onDisk = pathToFileURL(page);
      const overHttp = new URL([path.basename(folder), ...name.split(path.sep)].map(encodeURIComponent).join('/'), served);
      for (const link of linksOf(await readFile(page, 'utf8'))) {
        const target = new URL(link, onDisk);
        assert.equal(target.protocol, 'file:', link);
        if (links.has(target.href)) continue;
        assert.ok((await stat(fileURLToPath(target))).isFile(), `${link} of ${name}`);
        const reply = await fetch(new URL(link, overHttp));
        await reply.arrayBuffer();
        assert.equal(reply.status, 200, `${link} of ${name}, served`);
        links.add(target.href);
      }
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return { pages: names.length, links };
}
