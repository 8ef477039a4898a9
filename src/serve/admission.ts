/**
 * Who may come in: an address holds a token that opens one session, once; the session is a cookie that the browser keeps. Both are 256
 * random bits, and only their hashes are held here, compared in constant time.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** One browser that came in. */
export interface Guest {
  /** Under which it answers; absent until it is given. */
  name?: string;
}

export class Admission {
  #token: Buffer | undefined;
  readonly #guests: { hash: Buffer; guest: Guest }[] = [];

  /** `name`: under which every guest answers; absent: each is asked. */
  constructor(private readonly name?: string) {}

  /** A new token. The one before it, where nobody has used it, is void. */
  issue(): string {
    const token = secret();
    this.#token = hashOf(token);
    return token;
  }

  /** The session that a token opens; undefined for a token that was used, replaced or never issued. */
  redeem(token: string): string | undefined {
    if (!this.#token || !timingSafeEqual(this.#token, hashOf(token))) return undefined;
    this.#token = undefined;
    const session = secret();
    this.#guests.push({ hash: hashOf(session), guest: { name: this.name } });
    return session;
  }

  guestOf(session: string | undefined): Guest | undefined {
    if (session === undefined) return undefined;
    const hash = hashOf(session);
    return this.#guests.find((known) => timingSafeEqual(known.hash, hash))?.guest;
  }
}

const secret = (): string => randomBytes(32).toString('base64url');
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
