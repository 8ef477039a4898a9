/** Every address of the server and what it gives; any other is refused. */
import type { IncomingMessage } from 'node:http';
import { expertName } from '../annotation/expertFile';
import { ProblemError } from '../protocol/problem';
import type { Admission, Guest } from './admission';
import { type BodyLimits, readBody } from './body';
import { cookieOf, nameCookie, sessionCookie } from './cookies';
import { nameDocument, surveyDocument, wordsDocument } from './documents';
import { readMessage } from './message';
import { pageFile, picture, type ServedFile } from './pictures';
import { Refusal } from './refusal';
import type { Surveys } from './surveys';

export interface Reply {
  status: number;
  type?: string;
  body?: string | Buffer;
  headers?: Record<string, string | string[]>;
}

export interface Offer {
  admission: Admission;
  surveys: Surveys;
  pages: string;
  limits: BodyLimits;
  port(): number;
  entered?(): void;
}

const HOW_TO_ENTER = 'Go to the terminal in which “deepminer survey serve” runs, press Enter, and open the address that it shows.';

/** The reply to a request that the guard let pass. Throws a Refusal. */
export function routes(offer: Offer): (request: IncomingMessage) => Promise<Reply> {
  const { admission, surveys, pages, limits } = offer;
  const cookies = { session: () => `deepminer-survey-${offer.port()}`, name: () => `deepminer-expert-${offer.port()}` };

  const guestOf = (request: IncomingMessage): Guest | undefined => admission.guestOf(cookieOf(request, cookies.session()));
  const required = (request: IncomingMessage): Guest => {
    const guest = guestOf(request);
    if (!guest) throw new Refusal(401, `The server was started anew, or this browser has not come in. ${HOW_TO_ENTER}`);
    return guest;
  };
  const named = (request: IncomingMessage): string => {
    const { expert } = required(request);
    if (expert === undefined) throw new Refusal(409, 'Enter your name first: open this server’s address in another tab, then try again.');
    return expert;
  };

  const enter = (query: string): Reply => {
    const session = admission.redeem(new URLSearchParams(query).get('token') ?? '');
    if (session === undefined)
      return document(
        403,
        wordsDocument(
          'This address opens nothing any more',
          'An address opens the survey once, in one browser, and only while it is the latest.',
          HOW_TO_ENTER,
        ),
      );
    offer.entered?.();
    return { status: 303, headers: { location: '/', 'set-cookie': sessionCookie(cookies.session(), session) } };
  };

  const front = (request: IncomingMessage): Reply => {
    const guest = guestOf(request);
    if (!guest) return outside();
    if (guest.expert !== undefined) return document(200, surveyDocument(surveys.markOf(guest.expert)));
    return document(200, nameDocument(cookieOf(request, cookies.name()) ?? ''));
  };

  const takeName = async (request: IncomingMessage): Promise<Reply> => {
    const guest = guestOf(request);
    if (!guest) return outside();
    const given = new URLSearchParams(await readBody(request, { ...limits, bytes: 4096 })).get('name') ?? '';
    // A name once given stays: the page shows the answers of that expert.
    if (guest.expert !== undefined) return { status: 303, headers: { location: '/' } };
    try {
      guest.expert = expertName(given);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return document(400, nameDocument(given.slice(0, 200), `Found ${error.problem.found}; expected ${error.problem.expected}.`));
    }
    return { status: 303, headers: { location: '/', 'set-cookie': nameCookie(cookies.name(), guest.expert) } };
  };

  const converse = async (request: IncomingMessage): Promise<Reply> => {
    const expert = named(request);
    if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? '')) throw new Refusal(415, 'A message is JSON.');
    const answered = await surveys.reply(expert, readMessage(await readBody(request, limits)));
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
    const file = address.startsWith('/mining/')
      ? await picture(await surveys.miningDir(named(request)), address)
      : await pageFile(pages, address);
    if (!file) throw new Refusal(404, 'Nothing has this address.');
    return served(file);
  };
}

const outside = (): Reply => document(401, wordsDocument('This browser has not come in', HOW_TO_ENTER));
const document = (status: number, body: string): Reply => ({ status, type: 'text/html; charset=utf-8', body });
const served = ({ type, bytes }: ServedFile): Reply => ({ status: 200, type, body: bytes });
