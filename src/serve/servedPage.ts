/** What tells one served page from another: its words, its bundle, and what its messages come to. Who comes in and what is refused is the same for all. */
import type { ServedFile } from './pictures';

export interface ServedPage {
  /** Of the bundle, name.js and name.css, of the cookie, and of the mark in the document. */
  name: 'survey' | 'study';
  /** What is served, in words: `the survey`. */
  what: string;
  title: string;
  /** The command that serves it. */
  command: string;
  /** Beneath the question for a name. */
  nameHint: string;
  /** What tells this guest's page from any other that may be served at this address. */
  markOf(guest: string): string;
  /** Answers the body of a message; undefined where no reply is due. Rejects with a Refusal where it is none of the page's, or of another page than this. */
  reply(guest: string, body: string): Promise<object | undefined>;
  /** A picture of the guest's page; absent where none has an address. */
  picture?(guest: string, address: string): Promise<ServedFile | undefined>;
  /** Resolves when everything asked so far is answered, and every answer is on the disk or refused. */
  settled(): Promise<void>;
}

/** Replies under way: a server that ends waits for them. */
export class UnderWay {
  readonly #replies = new Set<Promise<unknown>>();

  add<T>(reply: Promise<T>): Promise<T> {
    this.#replies.add(reply);
    return reply.finally(() => this.#replies.delete(reply));
  }

  async settled(): Promise<void> {
    await Promise.allSettled([...this.#replies]);
  }
}
