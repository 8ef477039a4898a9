/** Which addresses weights are fetched from: encrypted ones, or this machine itself. */
import { ProblemError } from '../../protocol/problem';

/** The address of a file below a mirror's. Throws ProblemError `weights.address`. */
export function addressOf(base: string, fileName: string): URL {
  const url = parsed(base.endsWith('/') ? base : `${base}/`);
  return new URL(fileName, url);
}

/** Where a redirect leads. Throws ProblemError `weights.address` when it would leave encryption, or lead from elsewhere to this machine. */
export function redirected(from: URL, location: string): URL {
  const to = parsed(location, from);
  if (to.protocol === 'http:' && !isLoopback(from)) throw refused(shown(to));
  return to;
}

/** For messages: without a password that may stand in it. */
export function shown(url: URL): string {
  const { username, password } = url;
  return username || password ? `${url.protocol}//${url.host}${url.pathname}` : url.href;
}

function parsed(text: string, base?: URL): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (!url) throw refused(text.slice(0, 200));
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) throw refused(shown(url));
  return url;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function refused(found: string): ProblemError {
  return new ProblemError({
    code: 'weights.address',
    found: `the address ${found}`,
    expected: 'an https address',
    remedy: 'Correct --mirror: what is not encrypted can be exchanged on its way.',
  });
}
