/** One GET over HTTP: redirects followed, silence ended, the body left to be read. */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ProblemError } from '../../protocol/problem';
import { redirected, shown } from './address';

/** A failure that may pass: cut connection, silent or overloaded server. */
export class Passing extends Error {}

const MAX_REDIRECTS = 5;

export interface RequestChoice {
  headers: Record<string, string>;
  signal: AbortSignal;
  /** Longest silence of the server. */
  timeoutMs: number;
}

/** The response with status 200, 206 or 416. Throws Passing for what may pass, else ProblemError `weights.server` or `weights.address`. */
export async function get(url: URL, choice: RequestChoice): Promise<IncomingMessage> {
  let at = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await send(at, choice);
    const status = response.statusCode ?? 0;
    if (status === 200 || status === 206 || status === 416) return response;
    response.destroy();
    if (status >= 300 && status < 400 && response.headers.location) at = redirected(at, response.headers.location);
    else if (status >= 500 || status === 408 || status === 429) throw new Passing(`status ${status} from ${at.host}`);
    else throw refused(at, `status ${status}${response.statusMessage ? ` (${response.statusMessage})` : ''}`);
  }
  throw refused(url, `more than ${MAX_REDIRECTS} redirects`);
}

function send(url: URL, { headers, signal, timeoutMs }: RequestChoice): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // What is stored has to be the file itself, not a packed form of it.
    const options: RequestOptions = { headers: { 'accept-encoding': 'identity', 'user-agent': 'deepminer', ...headers }, signal };
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, resolve);
    request.setTimeout(timeoutMs, () => request.destroy(new Passing(`${url.host} was silent for ${Math.round(timeoutMs / 1000)} s`)));
    request.on('error', (error) => reject(signal.aborted ? signal.reason : failure(url, error)));
    request.end();
  });
}

/** A wrong certificate does not pass by waiting. */
function failure(url: URL, error: NodeJS.ErrnoException): Error {
  if (error instanceof Passing) return error;
  if (/CERT|TLS|SSL|ALTNAME/.test(error.code ?? '')) return refused(url, `no trusted connection (${error.message})`);
  return new Passing(`${url.host}: ${error.message || error.code}`);
}

function refused(url: URL, found: string): ProblemError {
  return new ProblemError({
    code: 'weights.server',
    found: `${found} from ${shown(url)}`,
    expected: 'the file of weights',
    remedy:
      'Check the address; --mirror takes another one. Weights fetched by other means are used by their path: network.weights in deepminer.json.',
  });
}
