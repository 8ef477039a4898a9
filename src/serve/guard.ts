/** What is refused before anything is read of a request: other names for this machine (DNS rebinding), pages of other origins, odd targets. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

/** Names under which a browser on this machine reaches 127.0.0.1. */
const NAMES = ['127.0.0.1', 'localhost'];

/** Throws a Refusal unless the request was sent to this server by one of its own pages, or by the reader's own hand. */
export function guard({ method = '', url = '', headers, rawHeaders }: IncomingMessage, port: number): void {
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length;
  const { host = '', origin } = headers;
  if (hosts !== 1 || !NAMES.some((name) => host === `${name}:${port}`))
    throw new Refusal(403, `This server answers to http://127.0.0.1:${port} alone.`);
  if (!url.startsWith('/')) throw new Refusal(400, 'The address is malformed.');
  const foreign = new Refusal(403, 'This server answers its own pages alone.');
  if (origin === undefined ? method === 'POST' : origin !== `http://${host}`) throw foreign;
  // A cookie does not tell the ports of this machine apart, this header does: `same-site` may be another program's page.
  const from = headers['sec-fetch-site'];
  const opened = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  if (from !== undefined && from !== 'same-origin' && from !== 'none' && !opened) throw foreign;
}
