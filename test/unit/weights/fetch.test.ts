/** Weights come whole over lines that break, from servers that misbehave, or not at all: what is stored is the published file. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { redirected } from '../../../src/weights/fetch/address';
import { cacheFolder, storedWeights } from '../../../src/weights/fetch/cache';
import { type FetchOptions, fetchWeights } from '../../../src/weights/fetch/fetchWeights';
import { PUBLISHED, type PublishedWeights, publishedWeights } from '../../../src/weights/published';
import { type Answer, type FileServer, sendPart, serveFile, sha256 } from './fileServer';

const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 31 + (i >> 8)) & 255));
const weights: PublishedWeights = {
  architecture: 'resnet18',
  version: 1,
  fileName: `resnet18-${sha256(bytes).slice(0, 8)}.pth`,
  sha256Start: sha256(bytes).slice(0, 8),
};

describe('fetching weights', () => {
  let folder: string;
  let server: FileServer | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'fetch-'));
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  const names = async () => (await readdir(path.join(folder, 'weights'))).sort();
  const fetchFrom = (mirror: string, options: FetchOptions = {}, task = quietTask()) =>
    fetchWeights(weights, task, { waitMs: 1, folder, mirror, ...options });

  async function assertStored(): Promise<void> {
    assert.deepEqual(await names(), [weights.fileName, `${weights.fileName}.json`]);
    assert.ok((await readFile(path.join(folder, 'weights', weights.fileName))).equals(bytes));
  }

  it('stores the file, its whole hash beside it, and asks no second time', async () => {
    server = await serveFile({ bytes, etag: '"one"' });
    const first = await fetchFrom(server.mirror);
    await assertStored();
    assert.deepEqual([first.bytes, first.sha256, first.stored], [bytes.length, sha256(bytes), false]);
    const again = await fetchFrom(server.mirror);
    assert.deepEqual(again, { ...first, stored: true });
    assert.deepEqual(
      server.requests.map(({ path: asked }) => asked),
      [`/models/${weights.fileName}`],
    );
  });

  it('tells how far it is, to the end', async () => {
    server = await serveFile({ bytes });
    const seen: number[] = [];
    await fetchFrom(server.mirror, {}, { ...quietTask(), progress: ({ done, total }) => seen.push(done / total) });
    assert.equal(seen.at(-1), 1);
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
  });

  for (const etag of ['"one"', undefined])
    it(`goes on after a cut connection ${etag ? 'where it was cut' : 'from the start, where the server names no version'}`, async () => {
      const served = {
        bytes,
        etag,
        answer: ((_, response, count) => (count === 1 ? sendPart(response, { bytes, etag }, 120_000, 'cut') : false)) as Answer,
      };
      server = await serveFile(served);
      await fetchFrom(server.mirror);
      await assertStored();
      const [, second] = server.requests;
      if (etag) {
        assert.equal(second.ifRange, etag);
        const start = Number(/^bytes=(\d+)-$/.exec(second.range ?? '')?.[1]);
        assert.ok(start > 0 && start <= 120_000, second.range);
      } else assert.equal(second.range, undefined);
    });

  it('goes on after the server fell silent', async () => {
    server = await serveFile({
      bytes,
      etag: '"one"',
      answer: (_, response, count) => count === 1 && sendPart(response, { bytes, etag: '"one"' }, 1000, 'silence'),
    });
    await fetchFrom(server.mirror, { timeoutMs: 150 });
    await assertStored();
  });

  it('starts anew where the server does not heed Range, or has another file by now', async () => {
    for (const [ranges, etag] of [
      [false, '"one"'],
      [true, '"two"'],
    ] as const) {
      const answer: Answer = (_, response, count) =>
        count === 1 && sendPart(response, { bytes: Buffer.alloc(bytes.length, 7), etag: '"one"' }, 50_000, 'cut');
      server = await serveFile({ bytes, etag, ranges, answer });
      await fetchFrom(server.mirror);
      await assertStored();
      await server.close();
      await rm(path.join(folder, 'weights'), { recursive: true });
    }
  });

  it('does not take a part that was not asked for', async () => {
    server = await serveFile({
      bytes,
      etag: '"one"',
      answer: (request, response, count) => {
        if (count === 1) return sendPart(response, { bytes, etag: '"one"' }, 50_000, 'cut');
        if (!request.headers.range) return false;
        response
          .writeHead(206, { 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`, 'content-length': bytes.length })
          .end(bytes);
        return true;
      },
    });
    await fetchFrom(server.mirror);
    await assertStored();
  });

  it('goes on in a later call, and with what another server begun does not', async () => {
    server = await serveFile({
      bytes,
      etag: '"one"',
      answer: (_, response, count) => count <= 2 && sendPart(response, { bytes, etag: '"one"' }, 90_000, 'cut'),
    });
    await assert.rejects(
      fetchFrom(server.mirror, { attempts: 1 }),
      (error) =>
        error instanceof ProblemError && error.problem.code === 'weights.connection' && /goes on after the/.test(error.problem.remedy),
    );
    const other = await serveFile({ bytes, etag: '"one"' });
    try {
      await fetchFrom(other.mirror);
      assert.equal(other.requests[0].range, undefined);
    } finally {
      await other.close();
    }
    await assertStored();
  });

  it('that hash otherwise than their name says are discarded', async () => {
    const wrong = Buffer.from(bytes);
    wrong[5] ^= 1;
    server = await serveFile({ bytes: wrong, etag: '"one"' });
    await assert.rejects(
      fetchFrom(server.mirror),
      (error) => error instanceof ProblemError && error.problem.code === 'weights.hash' && error.problem.found.includes(sha256(wrong)),
    );
    assert.deepEqual(await names(), []);
  });

  it('gives up at once on a file that is not there, after some attempts on a server that fails', async () => {
    let status = 404;
    server = await serveFile({
      bytes,
      answer: (_, response) => {
        response.writeHead(status).end('no');
        return true;
      },
    });
    await assert.rejects(fetchFrom(server.mirror), (error) => error instanceof ProblemError && /status 404/.test(error.problem.found));
    assert.equal(server.requests.length, 1);
    status = 503;
    await assert.rejects(
      fetchFrom(server.mirror, { attempts: 3 }),
      (error) => error instanceof ProblemError && /status 503/.test(error.problem.found),
    );
    assert.equal(server.requests.length, 4);
  });

  it('comes back to a server that failed for a while', async () => {
    server = await serveFile({
      bytes,
      answer: (_, response, count) => {
        if (count > 2) return false;
        response.writeHead(503).end();
        return true;
      },
    });
    await fetchFrom(server.mirror);
    await assertStored();
  });

  it('follows redirects, not endlessly', async () => {
    server = await serveFile({
      bytes,
      answer: (request, response) => {
        if (!request.url?.startsWith('/models')) return false;
        response.writeHead(302, { location: `/elsewhere/${weights.fileName}` }).end();
        return true;
      },
    });
    await fetchFrom(server.mirror);
    await assertStored();
    await rm(path.join(folder, 'weights'), { recursive: true });
    const circle = await serveFile({
      bytes,
      answer: (_, response) => {
        response.writeHead(302, { location: 'again' }).end();
        return true;
      },
    });
    try {
      await assert.rejects(fetchFrom(circle.mirror), (error) => error instanceof ProblemError && /redirects/.test(error.problem.found));
    } finally {
      await circle.close();
    }
  });

  it('takes no address that is not encrypted, except on this machine, and no redirect away from encryption', async () => {
    for (const mirror of ['http://example.org/models', 'ftp://example.org', 'file:///etc', 'models', 'http://127.0.0.1.example.org'])
      await assert.rejects(fetchFrom(mirror), (error) => error instanceof ProblemError && error.problem.code === 'weights.address');
    const secure = new URL('https://example.org/models/a.pth');
    for (const location of ['http://example.org/a.pth', 'http://127.0.0.1/a.pth', 'file:///etc/passwd'])
      assert.throws(() => redirected(secure, location), ProblemError);
    assert.equal(redirected(secure, '//cdn.example.org/a.pth').href, 'https://cdn.example.org/a.pth');
  });

  it('keeps a password of the mirror out of messages and records', async () => {
    server = await serveFile({ bytes });
    const mirror = server.mirror.replace('127.0.0.1', 'me:secret@127.0.0.1');
    await fetchFrom(mirror);
    assert.ok(!(await readFile(path.join(folder, 'weights', `${weights.fileName}.json`), 'utf8')).includes('secret'));
    await server.close();
    await rm(path.join(folder, 'weights'), { recursive: true });
    await assert.rejects(fetchFrom(mirror, { attempts: 1 }), (error) => error instanceof ProblemError && !error.message.includes('secret'));
  });

  it('stops when it is cancelled, and keeps what has come', async () => {
    server = await serveFile({
      bytes,
      etag: '"one"',
      answer: (_, response, count) => count === 1 && sendPart(response, { bytes, etag: '"one"' }, 60_000, 'silence'),
    });
    const abort = new AbortController();
    const task = { ...quietTask(), signal: abort.signal, progress: () => abort.abort(new DOMException('Cancelled.', 'AbortError')) };
    await assert.rejects(fetchFrom(server.mirror, {}, task), { name: 'AbortError' });
    await fetchFrom(server.mirror);
    assert.match(server.requests[1].range ?? '', /^bytes=[1-9]\d*-$/);
    await assertStored();
  });
});

describe('stored weights', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'stored-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('that were never fetched are asked for by the exact command', async () => {
    const remedy = (architecture: string, version?: 1 | 2) =>
      storedWeights(architecture, version, folder).then(
        () => undefined,
        (error) => (error as ProblemError).problem.remedy,
      );
    assert.equal(await remedy('resnet152'), 'Run "deepminer weights fetch resnet152".');
    assert.equal(await remedy('resnet50', 2), 'Run "deepminer weights fetch resnet50 --version 2".');
    assert.match((await remedy('small'))!, /network\.weights/);
  });

  it('are those of the version asked for, else the first that is there', async () => {
    const server = await serveFile({ bytes });
    const second = { ...weights, version: 2 as const, fileName: `resnet18-${weights.sha256Start}-2.pth` };
    const find = (version?: 1 | 2) => storedWeights('resnet18', version, folder, [weights, second]);
    await fetchWeights(second, quietTask(), { folder, mirror: server.mirror });
    assert.equal((await find()).weights, second);
    await assert.rejects(find(1), ProblemError);
    const { file, sha256: hash } = await fetchWeights(weights, quietTask(), { folder, mirror: server.mirror });
    await server.close();
    const found = await find();
    assert.deepEqual([found.weights, found.file, found.record.sha256], [weights, file, hash]);
    assert.equal((await find(2)).weights, second);
  });

  it('that changed since are refused by both hashes', async () => {
    const published = publishedWeights('resnet34', 1);
    const file = path.join(folder, 'weights', published.fileName);
    const server = await serveFile({ bytes });
    await fetchWeights({ ...published, sha256Start: sha256(bytes).slice(0, 8) }, quietTask(), { folder, mirror: server.mirror });
    await server.close();
    const changed = Buffer.from(bytes);
    changed[0] ^= 1;
    await writeFile(file, changed);
    await assert.rejects(
      storedWeights('resnet34', undefined, folder),
      (error) =>
        error instanceof ProblemError && error.problem.found.includes(sha256(changed)) && error.problem.expected.includes(sha256(bytes)),
    );
  });

  it('lie where the system keeps what can be fetched again', () => {
    const home = path.resolve('/home/a');
    assert.equal(cacheFolder({}, 'linux', home), path.join(home, '.cache', 'deepminer'));
    assert.equal(cacheFolder({ XDG_CACHE_HOME: path.resolve('/x') }, 'linux', home), path.join(path.resolve('/x'), 'deepminer'));
    assert.equal(cacheFolder({ XDG_CACHE_HOME: 'relative' }, 'linux', home), path.join(home, '.cache', 'deepminer'));
    assert.equal(cacheFolder({}, 'darwin', home), path.join(home, 'Library', 'Caches', 'deepminer'));
    assert.equal(cacheFolder({ LOCALAPPDATA: path.resolve('/l') }, 'win32', home), path.join(path.resolve('/l'), 'deepminer', 'Cache'));
    assert.equal(cacheFolder({ DEEPMINER_CACHE: path.resolve('/c') }, 'win32', home), path.resolve('/c'));
  });

  it('are published for all five networks, a version 2 for the three deeper ones', () => {
    assert.deepEqual(
      PUBLISHED.map(({ architecture, version }) => `${architecture} ${version}`),
      ['resnet18 1', 'resnet34 1', 'resnet50 1', 'resnet50 2', 'resnet101 1', 'resnet101 2', 'resnet152 1', 'resnet152 2'],
    );
    assert.equal(publishedWeights('resnet152', 1).fileName, 'resnet152-394f9c45.pth');
    assert.throws(() => publishedWeights('resnet18', 2), ProblemError);
    assert.throws(() => publishedWeights('vgg16', 1), ProblemError);
  });
});
