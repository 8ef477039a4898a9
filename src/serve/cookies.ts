/** The two cookies of the server: the session, gone with the browser, and the name last given, which only fills the form. */
import type { IncomingMessage } from 'node:http';

const OWN = 'HttpOnly; SameSite=Strict; Path=/';
const MONTH_S = 30 * 24 * 3600;

export const sessionCookie = (name: string, session: string): string => `${name}=${session}; ${OWN}`;
export const nameCookie = (name: string, given: string): string => `${name}=${encodeURIComponent(given)}; ${OWN}; Max-Age=${MONTH_S}`;

/** Undefined where the request brings none of that name, or one that cannot be read. */
export function cookieOf({ headers }: IncomingMessage, name: string): string | undefined {
  const found = (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`));
  if (found === undefined) return undefined;
  try {
    return decodeURIComponent(found.slice(name.length + 1));
  } catch {
    // Not written here: whoever wrote it, it opens nothing.
    return undefined;
  }
}
