/** A survey server over a small stand-in for the compute methods, and raw requests to it: a browser would not send half of them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Answer } from '../../../src/protocol/annotation';
import type { SurveySource } from '../../../src/protocol/survey';
import type { UnitId } from '../../../src/protocol/unit';
import type { PageServer } from '../../../src/serve/pageServer';
import { openSurveyServer, type SurveyServerOptions } from '../../../src/serve/surveyServer';
import type { SurveyMethods } from '../../../src/survey/conversation';

export const UNIT = 'unit_0004' as UnitId;
export const MINING = 'mined';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface ServeStage {
  dir: string;
  server: PageServer;
  saved: Omit<Answer, 'at'>[];
  errors: string[];
  /** `cookie` is sent where given; POST brings the right Origin unless `headers` say otherwise. */
  ask(method: string, target: string, options?: { cookie?: string; headers?: Record<string, string>; body?: string }): Promise<Reply>;
  /** Comes in by a new address; the cookie. */
  enter(): Promise<string>;
  /** The mark of the survey that a guest's page shows. */
  markOf(cookie: string): Promise<string>;
  /** The bytes as they are, and what comes back until the connection ends. */
  raw(bytes: string): Promise<string>;
  close(): Promise<void>;
}

export async function serveStage(
  options: Partial<Omit<SurveyServerOptions, 'methods'>> & { methods?: Partial<SurveyMethods> } = {},
): Promise<ServeStage> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-serve-'));
  for (const [file, text] of [
    ['mining/thumbnails/000001.jpg', 'thumbnail'],
    ['mining/previews/0001.jpg', 'preview'],
    ['mining/units.json', 'secret'],
    ['outside.jpg', 'secret'],
    ['pages/survey.js', 'script'],
    ['pages/survey.css', 'style'],
    ['pages/standalone.css', 'style'],
    ['pages/unit.js', 'secret'],
  ]) {
    await mkdir(path.join(dir, path.dirname(file)), { recursive: true });
    await writeFile(path.join(dir, file), text);
  }
  const saved: Omit<Answer, 'at'>[] = [];
  const errors: string[] = [];
  const source: SurveySource = {
    mode: 'blind',
    miningDir: path.join(dir, 'mining'),
    network: 'net',
    mining: MINING,
    classes: ['normal'],
    lexicon: { categories: [] },
    units: [{ unit: UNIT, className: 'normal', rank: 1, others: 0 }],
    answers: [],
    othersAnswers: [],
    drafts: {},
    problems: [],
  };
  const methods: SurveyMethods = {
    surveyState: async () => source,
    surveyUnit: () => Promise.reject(new Error('no such unit')),
    saveAnswer: async ({ answer }) => {
      saved.push(answer);
      const kept = { ...answer, at: '2031-05-02T09:00:00.000Z' };
      return { answer: kept, standing: [kept] };
    },
    saveDraft: async () => null,
    ...options.methods,
  };
  const server = await openSurveyServer({
    project: dir,
    expert: 'Dr. Wu',
    pages: path.join(dir, 'pages'),
    port: 0,
    logError: (message) => errors.push(message),
    ...options,
    methods,
  }).catch(async (error: unknown) => {
    await rm(dir, { recursive: true, force: true });
    throw error;
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const ask: ServeStage['ask'] = (method, target, { cookie, headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: server.port,
          method,
          path: target,
          agent: false,
          headers: { ...(method === 'POST' ? { origin } : {}), ...(cookie ? { cookie } : {}), ...headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString() }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    dir,
    server,
    saved,
    errors,
    ask,
    async enter() {
      const reply = await ask('GET', server.address().slice(origin.length));
      return reply.headers['set-cookie']![0].split(';')[0];
    },
    async markOf(cookie) {
      const { body } = await ask('GET', '/', { cookie });
      return /name="deepminer-survey" content="(\w+)"/.exec(body)![1];
    },
    raw: (bytes) =>
      new Promise((resolve, reject) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
        let text = '';
        socket.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        socket.on('error', reject);
        socket.on('close', () => resolve(text));
      }),
    async close() {
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export const answerMessage = (id = 1, more: object = {}) => ({
  type: 'answer',
  id,
  answer: { unit: UNIT, seconds: 4, network: 'net', mining: MINING, recognizable: false, several: false, phenomena: [], ...more },
});
