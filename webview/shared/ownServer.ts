/** A page's server on this machine: a message is a POST, its reply the answer; and what the browser keeps for the page. */

/** A save takes milliseconds; a server that says nothing for so long is taken for gone. */
const PATIENCE_MS = 20_000;
/** A browser ends small messages even when their page is closed; of larger ones it would refuse to. */
const OUTLIVES_THE_PAGE = 16_384;

/** `reply` absent: there is none to this message. `stranger`: the server does not know this browser, or offers something else by now. */
export type Heard<R> = { answered: true; reply?: R } | { answered: false; why: string; stranger: boolean };

export interface OwnServer {
  /** The mark of what this page was made for: it goes along with each message, since another server may listen here by now. */
  shown: string;
  /** Rejects never. */
  ask<R>(message: unknown): Promise<Heard<R>>;
}

/** `name`: that of the page, by which its document carries the mark; `what`: the thing served, as people are told of it; `command`: what serves it. */
export function ownServer({ name, what, command }: { name: string; what: string; command: string }): OwnServer {
  const shown = document.querySelector<HTMLMetaElement>(`meta[name="deepminer-${name}"]`)?.content ?? '';
  const gone = `The ${what}’s server cannot be reached. Start “${command}” in its terminal again, open the address that it shows in another tab, then come back to this page and try again.`;
  return {
    shown,
    async ask<R>(message: unknown): Promise<Heard<R>> {
      const body = JSON.stringify({ shown, message });
      try {
        const response = await fetch('/message', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          keepalive: body.length < OUTLIVES_THE_PAGE,
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        if (!response.ok)
          return { answered: false, why: await wordsOf(response, what), stranger: response.status === 401 || response.status === 409 };
        return { answered: true, reply: response.status === 204 ? undefined : ((await response.json()) as R) };
      } catch (error) {
        console.warn(`The ${what}’s server did not answer.`, error);
        return { answered: false, why: gone, stranger: false };
      }
    },
  };
}

/** Keeps in this tab, so that two tabs do not take each other's work, and in the browser, which outlives the tab. Throws what the browser throws. */
export function keepInBrowser(key: string, value: unknown): void {
  for (const storage of [sessionStorage, localStorage]) storage.setItem(key, JSON.stringify(value));
}

/** What was kept under the key, this tab's own first, where `as` recognises it. */
export function keptInBrowser<T>(key: string, as: (state: unknown) => T | undefined): T | undefined {
  for (const storage of [sessionStorage, localStorage])
    try {
      const kept = as(JSON.parse(storage.getItem(key) ?? 'null'));
      if (kept) return kept;
    } catch (error) {
      console.warn('What the browser kept of this page cannot be read.', error);
    }
  return undefined;
}

/** What the server said, for people. */
async function wordsOf(response: Response, what: string): Promise<string> {
  const said: unknown = await response.json().catch(() => undefined);
  const words = (said as { message?: unknown } | undefined)?.message;
  return typeof words === 'string' ? words : `The ${what}’s server refused it (${response.status}).`;
}
