/** Who is answered by the survey's server, and what is refused. */
import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { HostToSurvey } from '../../../src/protocol/survey';
import { answerMessage, type Reply, type ServeStage, serveStage, UNIT } from './stage';

const json = { 'content-type': 'application/json' };

describe('the survey’s server', () => {
  let stage: ServeStage;
  const post = (cookie: string, body: object | string, headers = {}): Promise<Reply> =>
    stage.ask('POST', '/message', {
      cookie,
      headers: { ...json, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  beforeEach(async () => {
    stage = await serveStage({ limits: { bytes: 2000, ms: 300 } });
  });
  afterEach(() => stage.close());

  describe('lets in', () => {
    it('by an address once: the cookie it gives is for this server’s own pages and no script', async () => {
      const target = new URL(stage.server.address());
      assert.equal(target.hostname, '127.0.0.1');
      const first = await stage.ask('GET', target.pathname + target.search);
      assert.deepEqual([first.status, first.headers.location], [303, '/']);
      assert.match(
        first.headers['set-cookie']![0],
        new RegExp(`^deepminer-survey-${stage.server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
      );
      const second = await stage.ask('GET', target.pathname + target.search);
      assert.equal(second.status, 403);
      assert.match(second.body, /opens nothing any more.*press Enter, and open the address/s);
      assert.equal(second.headers['set-cookie'], undefined);
    });

    it('by the latest address alone, and still those who came in before', async () => {
      const old = new URL(stage.server.address());
      const cookie = await stage.enter();
      assert.equal((await stage.ask('GET', old.pathname + old.search)).status, 403);
      await stage.enter();
      assert.match((await stage.ask('GET', '/', { cookie })).body, /survey\.js/);
    });

    it('nobody by a token that was never issued, an empty one, or a made-up cookie', async () => {
      stage.server.address();
      for (const target of ['/enter', '/enter?token=', `/enter?token=${'A'.repeat(43)}`, '/enter?token=%00&token=x'])
        assert.equal((await stage.ask('GET', target)).status, 403, target);
      const name = `deepminer-survey-${stage.server.port}`;
      for (const cookie of ['', `${name}=`, `${name}=${'A'.repeat(43)}`, `${name}=%E0%A4%A`, `x${name}=1`]) {
        assert.equal((await stage.ask('GET', '/', { cookie })).status, 401, cookie);
        assert.equal((await stage.ask('GET', '/mining/previews/0001.jpg', { cookie })).status, 401, cookie);
        assert.equal((await post(cookie, { shown: '', message: { type: 'ready' } })).status, 401, cookie);
      }
      assert.deepEqual(stage.saved, []);
    });
  });

  describe('refuses', () => {
    let cookie: string;
    beforeEach(async () => {
      cookie = await stage.enter();
    });

    it('another name for this machine: a page elsewhere may have pointed it here', async () => {
      for (const host of ['evil.example', `evil.example:${stage.server.port}`, '127.0.0.1', 'localhost', `127.0.0.1.:${stage.server.port}`])
        assert.equal((await stage.ask('GET', '/', { cookie, headers: { host } })).status, 403, host);
      assert.equal((await stage.ask('GET', '/', { cookie, headers: { host: `localhost:${stage.server.port}` } })).status, 200);
      const host = `Host: 127.0.0.1:${stage.server.port}\r\n`;
      assert.match(await stage.raw(`GET / HTTP/1.1\r\n${host}Host: evil.example\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 40[03] /);
      assert.match(await stage.raw('GET / HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 403 /);
    });

    it('pages of other origins, also of another port of this machine', async () => {
      const message = { shown: await stage.markOf(cookie), message: answerMessage() };
      const other = stage.server.port === 1 ? 2 : 1;
      for (const origin of ['http://evil.example', 'null', `http://127.0.0.1:${other}`, `https://127.0.0.1:${stage.server.port}`])
        assert.equal((await post(cookie, message, { origin })).status, 403, origin);
      for (const site of ['cross-site', 'same-site']) {
        assert.equal((await post(cookie, message, { 'sec-fetch-site': site })).status, 403, site);
        assert.equal(
          (await stage.ask('GET', '/mining/previews/0001.jpg', { cookie, headers: { 'sec-fetch-site': site } })).status,
          403,
          site,
        );
      }
      const host = `127.0.0.1:${stage.server.port}`;
      const none = `POST /message HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;
      assert.match(await stage.raw(none), /^HTTP\/1\.1 403 /);
      assert.deepEqual(stage.saved, []);
    });

    it('other methods, saying which one is right', async () => {
      for (const [method, target, right] of [
        ['GET', '/message', 'POST'],
        ['PUT', '/message', 'POST'],
        ['POST', '/', 'GET'],
        ['DELETE', '/mining/previews/0001.jpg', 'GET'],
        ['OPTIONS', '/page/survey.js', 'GET'],
        ['HEAD', '/', 'GET'],
      ]) {
        const reply = await stage.ask(method, target, { cookie });
        assert.deepEqual([reply.status, reply.headers.allow], [405, right], `${method} ${target}`);
      }
      assert.match(await stage.raw('GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'), / 40[03] /);
    });

    it('every file but the page’s own and the pictures of the mining folder, however its path is written', async () => {
      const read = async (target: string) => (await stage.ask('GET', target, { cookie })).body;
      assert.equal(await read('/mining/thumbnails/000001.jpg'), 'thumbnail');
      assert.equal(await read('/mining/previews/0001.jpg'), 'preview');
      assert.equal(await read('/page/survey.js'), 'script');
      await symlink(path.join(stage.dir, 'outside.jpg'), path.join(stage.dir, 'mining/previews/link.jpg'));
      for (const target of [
        '/mining/units.json',
        '/mining/previews/../units.json',
        '/mining/previews/..%2funits.json',
        '/mining/previews/%2e%2e/%2e%2e/outside.jpg',
        '/mining/previews/..%5c..%5coutside.jpg',
        '/mining/previews/....//outside.jpg',
        '/mining/previews/0001.jpg%00.jpg',
        '/mining//previews/0001.jpg',
        '/mining/previews/link.jpg',
        '/mining/previews/9999.jpg',
        '/mining/',
        '/page/unit.js',
        '/page/../outside.jpg',
        '/page/__proto__',
        '/etc/passwd',
        '//etc/passwd',
        '/favicon.ico',
      ]) {
        const host = `Host: 127.0.0.1:${stage.server.port}`;
        const reply = await stage.raw(`GET ${target} HTTP/1.1\r\n${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`);
        assert.match(reply, /^HTTP\/1\.1 404 /, target);
        assert.doesNotMatch(reply, /secret/, target);
      }
    });

    it('a message that is too long, whether it says so or not', async () => {
      const long = JSON.stringify({ shown: await stage.markOf(cookie), message: answerMessage(1, { network: 'n'.repeat(5000) }) });
      const declared = await post(cookie, long);
      assert.deepEqual([declared.status, declared.headers.connection], [413, 'close']);
      const head = `POST /message HTTP/1.1\r\nHost: 127.0.0.1:${stage.server.port}\r\nOrigin: http://127.0.0.1:${stage.server.port}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\n`;
      assert.match(await stage.raw(`${head}Transfer-Encoding: chunked\r\n\r\n1388\r\n${'x'.repeat(5000)}\r\n`), /^HTTP\/1\.1 413 /);
      assert.deepEqual(stage.saved, []);
    });

    it('a message that does not come to its end in time', async () => {
      const head = `POST /message HTTP/1.1\r\nHost: 127.0.0.1:${stage.server.port}\r\nOrigin: http://127.0.0.1:${stage.server.port}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\n`;
      const started = performance.now();
      assert.match(await stage.raw(`${head}Content-Length: 100\r\n\r\n{"message"`), /^HTTP\/1\.1 408 /);
      assert.ok(performance.now() - started < 5000);
    });

    it('what is no message of the page, naming the field, and saves nothing of it', async () => {
      for (const [body, field] of [
        ['{', 'JSON'],
        ['[]', 'the whole'],
        [{ shown: '', message: { type: 'shutdown' } }, 'message.type'],
        [{ message: answerMessage() }, 'shown'],
        [{ shown: '', message: { type: 'unit', unit: '../../etc' } }, 'message.unit'],
        [{ shown: '', message: answerMessage(1, { seconds: -1 }) }, 'message.answer.seconds'],
        [{ shown: '', message: answerMessage(1, { replaces: [7] }) }, 'message.answer.replaces'],
        [{ shown: '', message: { type: 'draft', unit: UNIT, kept: { draft: {} } } }, 'message.kept'],
      ] as [object | string, string][]) {
        const reply = await post(cookie, body);
        assert.equal(reply.status, 400, JSON.stringify(body));
        assert.ok(reply.body.includes(field), `${reply.body} names ${field}`);
      }
      assert.equal((await post(cookie, '{}', { 'content-type': 'text/plain' })).status, 415);
      assert.deepEqual(stage.saved, []);
    });

    it('an answer from a page that shows another survey than the one offered here', async () => {
      const others = await Promise.all([
        serveStage({ expert: 'Dr. Ng', project: stage.dir }),
        serveStage({ mode: 'consensus', project: stage.dir }),
        serveStage(),
        serveStage({ project: stage.dir }),
      ]);
      const marks = await Promise.all(others.map(async (other) => other.markOf(await other.enter())));
      const statuses = await Promise.all(
        [...marks, ''].map(async (shown) => (await post(cookie, { shown, message: answerMessage() })).status),
      );
      await Promise.all(others.map((other) => other.close()));
      // The last is the same survey on a server started again.
      assert.deepEqual(statuses, [409, 409, 409, 200, 409]);
      assert.equal(stage.saved.length, 1);
    });
  });

  it('forbids everything else to a page, and is kept by no cache', async () => {
    const cookie = await stage.enter();
    for (const target of ['/', '/page/survey.js', '/mining/previews/0001.jpg', '/nowhere', '/message']) {
      const { headers } = await stage.ask('GET', target, { cookie });
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /^default-src 'none'/, target);
      assert.doesNotMatch(policy, /unsafe|\*|http/);
      assert.deepEqual(
        [
          headers['x-content-type-options'],
          headers['cache-control'],
          headers['cross-origin-resource-policy'],
          headers['cross-origin-opener-policy'],
          headers['referrer-policy'],
        ],
        ['nosniff', 'no-store', 'same-origin', 'same-origin', 'same-origin'],
        target,
      );
    }
  });

  it('answers the page as VS Code does: the survey under the expert’s name, an acknowledgement by its number, a failure in words', async () => {
    const cookie = await stage.enter();
    const shown = await stage.markOf(cookie);
    const said = async (message: object) => JSON.parse((await post(cookie, { shown, message })).body) as HostToSurvey;
    const state = await said({ type: 'ready' });
    assert.ok(state.type === 'state' && state.state.expert === 'Dr. Wu' && state.state.base === '/mining');
    assert.ok(!JSON.stringify(state).includes(stage.dir), 'no path of the disk leaves');
    const saved = await said(answerMessage(77));
    assert.ok(saved.type === 'saved' && saved.id === 77 && saved.answer.expert === 'Dr. Wu');
    assert.deepEqual(await said({ type: 'unit', unit: UNIT, mining: 'm' }), { type: 'unitFailed', unit: UNIT, message: 'no such unit' });
    assert.equal((await post(cookie, { shown, message: { type: 'draft', unit: UNIT } })).status, 204);
  });

  it('names the port that is taken', async () => {
    await assert.rejects(serveStage({ port: stage.server.port }), /port \d+ in use.*--port 0/);
  });

  it('listens on one address of this machine alone', async function () {
    // Elsewhere the others of 127.0.0.0/8 are not this machine's.
    if (process.platform !== 'linux') return this.skip();
    await assert.rejects(
      new Promise((resolve, reject) => {
        const socket = connect(stage.server.port, '127.0.0.2', () => resolve(socket.destroy()));
        socket.on('error', reject);
      }),
      /ECONNREFUSED/,
    );
  });
});

describe('the survey’s server without an expert', () => {
  let stage: ServeStage;
  let cookie: string;
  beforeEach(async () => {
    stage = await serveStage({ expert: undefined });
    cookie = await stage.enter();
  });
  afterEach(() => stage.close());
  const give = (name: string) => stage.ask('POST', '/name', { cookie, body: new URLSearchParams({ name }).toString() });

  it('asks for a name before it shows anything, and keeps the one first given', async () => {
    assert.match((await stage.ask('GET', '/', { cookie })).body, /<form method="post" action="\/name">/);
    assert.equal((await stage.ask('GET', '/mining/previews/0001.jpg', { cookie })).status, 409);
    const given = await give('  Dr. Jose\u0301 ');
    assert.deepEqual([given.status, given.headers.location], [303, '/']);
    await give('Dr. Ng');
    assert.match((await stage.ask('GET', '/', { cookie })).body, /survey\.js/);
    const ready = await stage.ask('POST', '/message', {
      cookie,
      headers: json,
      body: JSON.stringify({ shown: await stage.markOf(cookie), message: { type: 'ready' } }),
    });
    assert.equal(JSON.parse(ready.body).state.expert, 'Dr. José');
  });

  it('refuses a blank name in words, and shows a name as text whatever it holds', async () => {
    const blank = await give('  ');
    assert.equal(blank.status, 400);
    assert.match(blank.body, /an expert without a name/);
    const marked = await give(`"><script>${'\u0007'}`);
    assert.equal(marked.status, 400);
    assert.doesNotMatch(marked.body, /"><script>/);
  });

  it('lets two browsers answer as two experts', async () => {
    await give('Dr. Wu');
    const other = await stage.enter();
    await stage.ask('POST', '/name', { cookie: other, body: 'name=Dr.+Ng' });
    for (const who of [cookie, other])
      await stage.ask('POST', '/message', {
        cookie: who,
        headers: json,
        body: JSON.stringify({ shown: await stage.markOf(who), message: answerMessage() }),
      });
    assert.deepEqual(
      stage.saved.map((a) => a.expert),
      ['Dr. Wu', 'Dr. Ng'],
    );
  });

  it('fills the form with the name last given in this browser', async () => {
    const given = (await give('Dr. "Q" Wu')).headers['set-cookie']![0].split(';')[0];
    const again = await stage.enter();
    assert.match((await stage.ask('GET', '/', { cookie: `${again}; ${given}` })).body, /value="Dr\. &#34;Q&#34; Wu"/);
  });
});

describe('the end of the survey’s server', () => {
  it('waits for an answer that is being saved, and for nobody who says nothing', async () => {
    let save: () => void = () => undefined;
    const saving = new Promise<void>((begun) => {
      save = begun;
    });
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const stage = await serveStage({
      methods: {
        saveAnswer: async ({ answer }) => {
          save();
          await finished;
          const kept = { ...answer, at: '2031-05-02T09:00:00.000Z' };
          return { answer: kept, standing: [kept] };
        },
      },
    });
    const cookie = await stage.enter();
    const idle = connect(stage.server.port, '127.0.0.1');
    const silent = connect(stage.server.port, '127.0.0.1', () => silent.write('POST /message HTTP/1.1\r\n'));
    for (const socket of [idle, silent]) socket.on('error', () => undefined);
    const asked = stage.ask('POST', '/message', {
      cookie,
      headers: json,
      body: JSON.stringify({ shown: await stage.markOf(cookie), message: answerMessage(5) }),
    });
    await saving;
    let closed = false;
    const closing = stage.server.close().then(() => {
      closed = true;
    });
    await wait(50);
    assert.equal(closed, false);
    finish();
    assert.equal(JSON.parse((await asked).body).id, 5);
    await closing;
    await assert.rejects(stage.ask('GET', '/'), /ECONNREFUSED/);
    await stage.close().catch(() => undefined);
  });
});
