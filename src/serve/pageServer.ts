/**
 * A page on this machine's own address, for people without VS Code: the same page, the same conversation, the same log. It listens on
 * 127.0.0.1 alone; whoever was given an address by the terminal comes in.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expertName } from '../annotation/expertFile';
import { ProblemError } from '../protocol/problem';
import { Admission } from './admission';
import type { BodyLimits } from './body';
import { guard } from './guard';
import { HEADERS } from './headers';
import { Refusal } from './refusal';
import { type Reply, routes } from './routes';
import type { ServedPage } from './servedPage';

export interface PageServerOptions {
  page: ServedPage;
  /** Everybody answers under this name; absent: each is asked. */
  guest?: string;
  logError(message: string): void;
  /** Folder with the page's name.js and name.css, and standalone.css. */
  pages: string;
  /** 0: any that is free. */
  port: number;
  /** Told when somebody came in by the address given out. */
  entered?(): void;
  limits?: BodyLimits;
}

export interface PageServer {
  readonly port: number;
  /** A new address to open in a browser, good for one entry; the one before it is void. */
  address(): string;
  /** Takes no more requests and resolves when those under way are answered. */
  close(): Promise<void>;
}

/** An answer with a hundred long phenomena is far smaller. */
const LIMITS: BodyLimits = { bytes: 1 << 20, ms: 10_000 };
const HEADERS_MS = 10_000;
const CONNECTIONS = 64;

/** Listens. Throws ProblemError `serve.port` where the port is taken or may not be used, `annotation.expert` for a blank name. */
export async function openPageServer(options: PageServerOptions): Promise<PageServer> {
  const { page } = options;
  const admission = new Admission(options.guest === undefined ? undefined : expertName(options.guest));
  const underWay = new Set<Promise<void>>();
  let port = options.port;
  const answer = routes({ ...options, admission, limits: options.limits ?? LIMITS, port: () => port });
  const server = createServer({ requestTimeout: 30_000, headersTimeout: HEADERS_MS, maxHeaderSize: 16_384 }, (request, response) => {
    const replied = reply(request, response, async () => {
      guard(request, port);
      return answer(request);
    }).catch((error: unknown) => {
      options.logError(error instanceof Error ? error.message : String(error));
      response.destroy();
    });
    underWay.add(replied);
    void replied.finally(() => underWay.delete(replied));
  });
  server.maxConnections = CONNECTIONS;
  await listen(server, port);
  port = (server.address() as AddressInfo).port;
  return {
    port,
    address: () => `http://127.0.0.1:${port}/enter?token=${admission.issue()}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await page.settled();
      // What has been answered is sent; a message that never comes whole is not waited for.
      const sent = Promise.allSettled([...underWay]);
      const patience = setTimeout(() => server.closeAllConnections(), 1000);
      await Promise.race([sent, closed]);
      clearTimeout(patience);
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Sends what `answer` gives, or its refusal; resolves when it has left. */
async function reply(request: IncomingMessage, response: ServerResponse, answer: () => Promise<Reply>): Promise<void> {
  const {
    status,
    type = 'text/plain; charset=utf-8',
    body = '',
    headers = {},
  } = await answer().catch((error: unknown): Reply => {
    if (!(error instanceof Refusal)) throw error;
    // JSON for a script, which shows `message`; people are sent documents.
    const type = request.method === 'POST' ? 'application/json' : undefined;
    const body = type ? JSON.stringify({ message: error.message }) : `${error.message}\n`;
    return { status: error.status, type, body, headers: error.headers };
  });
  if (response.destroyed) return;
  const gone = new Promise<void>((resolve) => response.once('close', resolve));
  // A body that nobody read would be taken for the next request.
  const unread = request.method === 'POST' && !request.complete ? { connection: 'close' } : {};
  const length = status === 204 ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...HEADERS, ...length, ...headers, ...unread }).end(body);
  await gone;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new ProblemError({
          code: 'serve.port',
          found:
            error.code === 'EADDRINUSE' ? `port ${port} in use by another program` : `port ${port} closed to this program (${error.code})`,
          expected: 'a free port of this machine',
          remedy: 'Name another with --port, or --port 0 for any that is free.',
        }),
      ),
    );
    server.listen(port, '127.0.0.1');
  });
}
