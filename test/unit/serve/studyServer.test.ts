/** What the server of a reader study gives, and that its key has no address. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import path from 'node:path';
import type { HostToStudy, StudyToHost } from '../../../src/protocol/studyPage';
import type { PageServer } from '../../../src/serve/pageServer';
import { openStudyServer } from '../../../src/serve/studyServer';
import { StudyStore } from '../../../src/study/store';
import { SECRETS } from '../study/made';
import { type StudyOnDisk, studyOnDisk } from '../study/onDisk';

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

describe('the server of a reader study', () => {
  let disk: StudyOnDisk;
  let server: PageServer;
  let errors: string[];

  const open = async (reader?: string) => {
    errors = [];
    const { project, methods } = disk;
    const pages = path.join(project, 'pages');
    server = await openStudyServer({ project, study: 'autumn', reader, methods, pages, port: 0, logError: (m) => errors.push(m) });
  };
  beforeEach(async () => {
    disk = await studyOnDisk('autumn');
    await mkdir(path.join(disk.project, 'pages'));
    for (const file of ['study.js', 'study.css', 'standalone.css', 'survey.js'])
      await writeFile(path.join(disk.project, 'pages', file), file);
    await open('ada');
  });
  afterEach(async () => {
    await server.close();
    await rm(disk.project, { recursive: true, force: true });
  });

  /** The path goes out as it is written: a browser would tidy it up. */
  const ask = (method: string, target: string, more: { cookie?: string; body?: string; type?: string } = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const headers = {
        ...(method === 'POST' ? { origin: `http://127.0.0.1:${server.port}`, 'content-type': more.type ?? 'application/json' } : {}),
        ...(more.cookie ? { cookie: more.cookie } : {}),
      };
      const sent = request({ host: '127.0.0.1', port: server.port, method, path: target, agent: false, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      });
      sent.on('error', reject);
      sent.end(more.body);
    });
  const enter = async (): Promise<string> => {
    const address = new URL(server.address());
    return (await ask('GET', address.pathname + address.search)).headers['set-cookie']![0].split(';')[0];
  };
  const markOf = async (cookie: string) => /name="deepminer-study" content="(\w+)"/.exec((await ask('GET', '/', { cookie })).body)![1];
  const say = async (cookie: string, message: StudyToHost | object, shown?: string): Promise<Reply> =>
    ask('POST', '/message', { cookie, body: JSON.stringify({ shown: shown ?? (await markOf(cookie)), message }) });
  const heard = async (cookie: string, message: StudyToHost): Promise<HostToStudy> => JSON.parse((await say(cookie, message)).body);
  const call = (more: object = {}): StudyToHost => ({
    type: 'call',
    id: 1,
    answer: { study: disk.made.plan.hash, case: 'case_001', condition: 'words', call: 'benign', confidence: 4, seconds: 2.5, ...more },
  });

  it('gives its own page, the questions, a picture, and keeps a call in the reader’s own log', async () => {
    const cookie = await enter();
    match((await ask('GET', '/', { cookie })).body, /src="\/page\/study\.js"/);
    equal((await ask('GET', '/page/study.css', { cookie })).body, 'study.css');
    const state = await heard(cookie, { type: 'ready' });
    equal(state.type === 'state' && state.state.items.length, 4);
    equal(state.type === 'state' && state.state.notice, 'Research use only; not a medical device.');
    equal((await heard(cookie, { type: 'picture', case: 'case_002' })).type, 'picture');
    equal((await heard(cookie, call())).type, 'saved');
    equal((await say(cookie, { type: 'position', item: null })).status, 204);
    const store = await StudyStore.open(path.join(disk.project, 'studies', 'autumn'));
    deepEqual(
      (await store.standing()).map((a) => [a.reader, a.case, a.condition, a.call, a.confidence, a.seconds]),
      [['ada', 'case_001', 'words', 'benign', 4, 2.5]],
    );
    deepEqual(errors, []);
  });

  it('has no address for the key, the plan, a picture or an answer, however it is written', async () => {
    const cookie = await enter();
    await say(cookie, call());
    const places = [
      'study-keys/autumn.json',
      'autumn.json',
      'key.json',
      'key',
      'studies/autumn/plan.json',
      'plan.json',
      'studies/autumn/pictures/case_001.json',
      'pictures/case_001.json',
      'studies/autumn/answers/ada.jsonl',
      'answers/ada.jsonl',
      'deepminer.json',
    ];
    const ways = (place: string): string[] => [
      `/${place}`,
      `//${place}`,
      `/../${place}`,
      `/page/../../${place}`,
      `/page/..%2f..%2f${place.replaceAll('/', '%2f')}`,
      `/page/%2e%2e/${place}`,
      `/page/${place}`,
      `/page/study.js/../../../${place}`,
      `/page/..%5c${place}`,
      `/mining/${place}`,
      `/mining/previews/../../${place}`,
      `${path.join(disk.project, place)}`,
      `/file://${disk.project}/${place}`,
      `/?file=${place}`.replace('/?', '/page/study.js?/'),
    ];
    const seen = new Set<number>();
    for (const target of places.flatMap(ways)) {
      const { status, body } = await ask('GET', target, { cookie });
      const own = target.startsWith('/page/study.js?');
      equal(status, own ? 200 : 404, target);
      equal(body.includes('case_001'), false, target);
      for (const secret of SECRETS) ok(!body.includes(secret), target);
      seen.add(status);
    }
    deepEqual([...seen], [404, 200]);
    equal((await ask('GET', '/page/survey.js', { cookie })).status, 404);
  });

  it('says nothing of the key in any message, also to one that asks for it', async () => {
    const cookie = await enter();
    const shown = await markOf(cookie);
    const said: string[] = [];
    for (const message of [
      { type: 'ready' },
      { type: 'picture', case: 'case_001' },
      { type: 'picture', case: '../../../study-keys/autumn' },
      call(),
      call({ case: 'case_002', condition: 'picture', call: 'malignant' }),
      { type: 'key' },
      { type: 'score' },
      { type: 'ready', key: true },
    ])
      said.push((await say(cookie, message, shown)).body);
    for (const secret of [...SECRETS, 'unit_0004', 'truth', 'viewId', '0.7654321', disk.made.plan.key])
      ok(!said.join('\n').includes(secret), secret);
  });

  it('refuses what is no message of the page, naming the field, and a page of another study or reader', async () => {
    const cookie = await enter();
    const { answer } = call() as Extract<StudyToHost, { type: 'call' }>;
    for (const [message, field] of [
      [{ type: 'call', id: 1, answer: { ...answer, confidence: 6 } }, 'message.answer.confidence'],
      [{ type: 'call', id: 1, answer: { ...answer, call: 'perhaps' } }, 'message.answer.call'],
      [{ type: 'call', id: 1, answer: { ...answer, seconds: -1 } }, 'message.answer.seconds'],
      [{ type: 'call', id: 1, answer: { ...answer, condition: 'both' } }, 'message.answer.condition'],
      [{ type: 'scoreStudy' }, 'message.type'],
    ] as const) {
      const { status, body } = await say(cookie, message);
      equal(status, 400);
      ok(body.includes(field), `${body} names ${field}`);
    }
    equal((await say(cookie, call(), 'another mark')).status, 409);
    equal((await say('deepminer-study-1=x', call(), '')).status, 401);
    const store = await StudyStore.open(path.join(disk.project, 'studies', 'autumn'));
    deepEqual(await store.standing(), []);
  });

  it('asks each reader for a name, and tells none what another said', async () => {
    await server.close();
    await open();
    const cookies: string[] = [];
    for (const name of ['ada', 'bob']) {
      const cookie = await enter();
      match((await ask('GET', '/', { cookie })).body, /<h1>Reader study<\/h1>.*you go on where you stopped/s);
      const type = 'application/x-www-form-urlencoded';
      equal((await ask('POST', '/name', { cookie, body: `name=${name}`, type })).status, 303);
      cookies.push(cookie);
    }
    const [ada, bob] = cookies;
    equal((await heard(ada, call())).type, 'saved');
    const seen = await heard(bob, { type: 'ready' });
    deepEqual(seen.type === 'state' && [seen.state.reader, seen.state.answers], ['bob', []]);
    const saved = await heard(bob, call({ call: 'malignant' }));
    deepEqual(saved.type === 'saved' && saved.standing.map((a) => a.reader), ['bob']);
  });
});
