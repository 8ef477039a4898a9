/** A server on this machine that has one file and can misbehave as servers do. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServer {
  /** Address of the folder with the file. */
  mirror: string;
  /** What was asked for, in order. */
  requests: { path: string; range?: string; ifRange?: string }[];
  close(): Promise<void>;
}

/** Answers one request; gives false to leave it to the plain server below. */
export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => boolean | Promise<boolean>;

export interface Served {
  bytes: Buffer;
  etag?: string;
  /** Whether Range is heeded. */
  ranges?: boolean;
  answer?: Answer;
}

export async function serveFile(served: Served): Promise<FileServer> {
  const requests: FileServer['requests'] = [];
  const server = createServer(async (request, response) => {
    const { range, 'if-range': ifRange } = request.headers;
    requests.push({ path: request.url ?? '', range, ifRange: typeof ifRange === 'string' ? ifRange : undefined });
    if (served.answer && (await served.answer(request, response, requests.length))) return;
    const { bytes, etag, ranges = true } = served;
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? Number.NaN);
    const partial = ranges && start >= 0 && (ifRange === undefined || ifRange === etag);
    if (partial && start >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    const body = partial ? bytes.subarray(start) : bytes;
    response.writeHead(partial ? 206 : 200, {
      'content-length': body.length,
      ...(etag && { etag }),
      ...(partial && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    mirror: `http://127.0.0.1:${(server.address() as AddressInfo).port}/models`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sends the head and the first bytes of a body, then cuts the connection, or falls silent. */
export function sendPart(response: ServerResponse, { bytes, etag }: Served, count: number, after: 'cut' | 'silence'): true {
  response.writeHead(200, { 'content-length': bytes.length, ...(etag && { etag }) });
  response.write(bytes.subarray(0, count), () => {
    if (after === 'cut') setTimeout(() => response.destroy(), 20);
  });
  return true;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
