/** The body of a request, up to a bound and within a time: nobody fills the memory or holds a connection open. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

export interface BodyLimits {
  bytes: number;
  ms: number;
}

/** As UTF-8 text. Throws a Refusal 413, 408 or 400; the connection is not used again then. */
export function readBody(request: IncomingMessage, { bytes, ms }: BodyLimits): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (refusal?: Refusal): void => {
      clearTimeout(timer);
      request.removeAllListeners('data');
      if (refusal) {
        request.pause();
        reject(refusal);
      } else resolve(Buffer.concat(chunks).toString('utf8'));
    };
    const closing = { connection: 'close' };
    const tooLong = new Refusal(413, `A message may be ${bytes} bytes long.`, closing);
    const timer = setTimeout(() => end(new Refusal(408, `A message must be here within ${ms / 1000} s.`, closing)), ms);
    if (Number(request.headers['content-length'] ?? 0) > bytes) end(tooLong);
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > bytes) end(tooLong);
      else chunks.push(chunk);
    });
    request.once('end', () => end());
    request.once('error', () => end(new Refusal(400, 'The message was cut off.', closing)));
  });
}
