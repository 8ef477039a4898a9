/** The survey's host where the page lies on a server of this machine: messages by HTTP, the kept state in the browser. */
import type { HostToSurvey, SurveyToHost } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { retryPictures } from '../shared/pictures/retries';
import type { Keepsake } from './keepsake';
import type { HostLink } from './vscodeApi';

/** A save takes milliseconds; a server that says nothing for so long is taken for gone. */
const PATIENCE_MS = 20_000;
const AGAIN_MS = 2000;
/** A browser ends small messages even when their page is closed; of larger ones it would refuse to. */
const OUTLIVES_THE_PAGE = 16_384;

const GONE =
  'The survey’s server cannot be reached. Start “deepminer survey serve” in its terminal again, open the address that it shows in another tab, then come back to this page and try again.';

/** `asKeepsake` checks what the browser kept. */
export function httpHost(asKeepsake: (state: unknown) => Keepsake | undefined): HostLink {
  /** The mark of the survey that this page was made for: it goes along with each message, since another server may listen here by now. */
  const shown = document.querySelector<HTMLMetaElement>('meta[name="deepminer-survey"]')?.content ?? '';
  /** The mining result that it shows. */
  let mining: string | undefined;
  /** Of this survey alone: what was meant for an answer is never sent as a decision. */
  const keyOf = (of: string): string => `deepminer.survey/${shown}/${of}`;
  let receive: (message: HostToSurvey) => void = () => undefined;
  /** Messages about a unit follow one another: a draft must not overtake the answer that ends it. */
  const queues = new Map<UnitId, Promise<void>>();

  /** Units whose pictures were asked for in vain: asked for again when the server is heard again. */
  const unheard = new Map<UnitId, SurveyToHost>();
  /** The last message was not answered. */
  let away = false;

  async function send(message: SurveyToHost): Promise<void> {
    const body = JSON.stringify({ shown, message });
    try {
      const response = await fetch('/message', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        keepalive: body.length < OUTLIVES_THE_PAGE,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!response.ok) return failed(message, await wordsOf(response), response.status === 401 || response.status === 409);
      heard(message);
      if (response.status !== 204) deliver((await response.json()) as HostToSurvey);
    } catch (error) {
      console.warn('The survey’s server did not answer.', error);
      failed(message, GONE, false);
    }
  }

  /** The server answers again: what was asked for in vain is asked for anew. */
  function heard(answered: SurveyToHost): void {
    if (answered.type === 'unit') unheard.delete(answered.unit);
    if (!away) return;
    away = false;
    const missed = [...unheard.values()];
    unheard.clear();
    for (const message of missed) void send(message);
    retryPictures();
  }

  function deliver(message: HostToSurvey): void {
    if (message.type === 'state') mining = message.state.mining;
    receive(message);
  }

  function failed(asked: SurveyToHost, why: string, stranger: boolean): void {
    away = true;
    if (asked.type === 'answer') receive({ type: 'failed', id: asked.id, message: why });
    else if (asked.type === 'draft') receive({ type: 'draftFailed', unit: asked.unit, message: why });
    else if (asked.type === 'unit') {
      unheard.set(asked.unit, asked);
      receive({ type: 'unitFailed', unit: asked.unit, message: why });
    }
    // Without a survey there is nothing to show a failure beside: the server's own page says what to do, or it is asked again.
    else if (asked.type === 'ready' && stranger) location.reload();
    else if (asked.type === 'ready') setTimeout(() => void send(asked), AGAIN_MS);
  }

  return {
    explains: false,
    post(message) {
      if (message.type === 'position') document.title = `Annotate: ${message.unit}`;
      else if (message.type === 'explain') throw new Error('This server explains no view.');
      else if (message.type === 'ready' || message.type === 'unit') void send(message);
      else {
        const unit = message.type === 'answer' ? message.answer.unit : message.unit;
        queues.set(
          unit,
          (queues.get(unit) ?? Promise.resolve()).then(() => send(message)),
        );
      }
    },
    kept: () => (mining === undefined ? undefined : read(keyOf(mining), asKeepsake)),
    keep(keepsake) {
      try {
        // This tab's own first: two tabs of one expert do not take each other's drafts. The other outlives the browser.
        for (const storage of [sessionStorage, localStorage]) storage.setItem(keyOf(keepsake.mining), JSON.stringify(keepsake));
      } catch (error) {
        const message = `The browser keeps nothing more (${error instanceof Error ? error.message : error}).`;
        if (keepsake.unit) receive({ type: 'draftFailed', unit: keepsake.unit, message });
      }
    },
    listen(listener) {
      receive = listener;
      return () => {
        receive = () => undefined;
      };
    },
  };
}

function read(key: string, asKeepsake: (state: unknown) => Keepsake | undefined): Keepsake | undefined {
  for (const storage of [sessionStorage, localStorage])
    try {
      const kept = asKeepsake(JSON.parse(storage.getItem(key) ?? 'null'));
      if (kept) return kept;
    } catch (error) {
      console.warn('What the browser kept of the survey cannot be read.', error);
    }
  return undefined;
}

/** What the server said, for people. */
async function wordsOf(response: Response): Promise<string> {
  const said: unknown = await response.json().catch(() => undefined);
  const words = (said as { message?: unknown } | undefined)?.message;
  return typeof words === 'string' ? words : `The survey’s server refused it (${response.status}).`;
}
