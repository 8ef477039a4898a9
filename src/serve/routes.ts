/** Every address of the server and what it gives; any other is refused. */
import type { IncomingMessage } from 'node:http';
import { expertName } from '../annotation/expertFile';
import { ProblemError } from '../protocol/problem';
import type { Admission, Guest } from './admission';
import { type BodyLimits, readBody } from './body';
import { cookieOf, nameCookie, sessionCookie } from './cookies';
import { nameDocument, pageDocument, wordsDocument } from './documents';
import { pageFile, type ServedFile } from './pictures';
import { Refusal } from './refusal';
import type { ServedPage } from './servedPage';

export interface Reply {
  status: number;
  type?: string;
  body?: string | Buffer;
  headers?: Record<string, string | string[]>;
}

export interface Offer {
  admission: Admission;
  page: ServedPage;
  pages: string;
  limits: BodyLimits;
  port(): number;
  entered?(): void;
}

/** The reply to a request that the guard let pass. Throws a Refusal. */
export function routes(offer: Offer): (request: IncomingMessage) => Promise<Reply> {
  const { admission, page, pages, limits } = offer;
  const cookies = { session: () => `deepminer-${page.name}-${offer.port()}`, name: () => `deepminer-expert-${offer.port()}` };
  const howToEnter = `Go to the terminal in which “${page.command}” runs, press Enter, and open the address that it shows.`;
  const outside = (): Reply => document(401, wordsDocument('This browser has not come in', howToEnter));

  const guestOf = (request: IncomingMessage): Guest | undefined => admission.guestOf(cookieOf(request, cookies.session()));
  const required = (request: IncomingMessage): Guest => {
    const guest = guestOf(request);
    if (!guest) throw new Refusal(401, `The server was started anew, or this browser has not come in. ${howToEnter}`);
    return guest;
  };
  const named = (request: IncomingMessage): string => {
    const { name } = required(request);
    if (name === undefined) throw new Refusal(409, 'Enter your name first: open this server’s address in another tab, then try again.');
    return name;
  };

  const enter = (query: string): Reply => {
    const session = admission.redeem(new URLSearchParams(query).get('token') ?? '');
    if (session === undefined)
      return document(
        403,
        wordsDocument(
          'This address opens nothing any more',
          `An address opens ${page.what} once, in one browser, and only while it is the latest.`,
          howToEnter,
        ),
      );
    offer.entered?.();
    return { status: 303, headers: { location: '/', 'set-cookie': sessionCookie(cookies.session(), session) } };
  };

  const front = (request: IncomingMessage): Reply => {
    const guest = guestOf(request);
    if (!guest) return outside();
    if (guest.name !== undefined) return document(200, pageDocument(page, page.markOf(guest.name)));
    return document(200, nameDocument(page, cookieOf(request, cookies.name()) ?? ''));
  };

  const takeName = async (request: IncomingMessage): Promise<Reply> => {
    const guest = guestOf(request);
    if (!guest) return outside();
    const given = new URLSearchParams(await readBody(request, { ...limits, bytes: 4096 })).get('name') ?? '';
    // A name once given stays: the page shows the answers given under it.
    if (guest.name !== undefined) return { status: 303, headers: { location: '/' } };
    try {
      guest.name = expertName(given);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return document(400, nameDocument(page, given.slice(0, 200), `Found ${error.problem.found}; expected ${error.problem.expected}.`));
    }
    return { status: 303, headers: { location: '/', 'set-cookie': nameCookie(cookies.name(), guest.name) } };
  };

  const converse = async (request: IncomingMessage): Promise<Reply> => {
    const guest = named(request);
    if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? '')) throw new Refusal(415, 'A message is JSON.');
    const answered = await page.reply(guest, await readBody(request, limits));
    return answered ? { status: 200, type: 'application/json', body: JSON.stringify(answered) } : { status: 204 };
  };

  const only = (request: IncomingMessage, method: string): void => {
    if (request.method !== method) throw new Refusal(405, `This address takes ${method} alone.`, { allow: method });
  };

  return async (request) => {
    const [address, query = ''] = (request.url ?? '').split('?', 2);
    if (address === '/message' || address === '/name') {
      only(request, 'POST');
      return address === '/message' ? converse(request) : takeName(request);
    }
    only(request, 'GET');
    if (address === '/') return front(request);
    if (address === '/enter') return enter(query);
    const file =
      page.picture && address.startsWith('/mining/')
        ? await page.picture(named(request), address)
        : await pageFile(pages, page.name, address);
    if (!file) throw new Refusal(404, 'Nothing has this address.');
    return served(file);
  };
}

const document = (status: number, body: string): Reply => ({ status, type: 'text/html; charset=utf-8', body });
const served = ({ type, bytes }: ServedFile): Reply => ({ status: 200, type, body: bytes });
