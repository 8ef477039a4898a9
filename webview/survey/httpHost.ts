/** The survey's host where the page lies on a server of this machine: messages by HTTP, the kept state in the browser. */
import type { HostToSurvey, SurveyToHost } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { keepInBrowser, keptInBrowser, ownServer } from '../shared/ownServer';
import { retryPictures } from '../shared/pictures/retries';
import type { HostLink } from './hostLink';
import type { Keepsake } from './keepsake';

const AGAIN_MS = 2000;

/** `asKeepsake` checks what the browser kept. */
export function httpHost(asKeepsake: (state: unknown) => Keepsake | undefined): HostLink {
  const server = ownServer({ name: 'survey', what: 'survey', command: 'deepminer survey serve' });
  /** The mining result that it shows. */
  let mining: string | undefined;
  /** Of this survey alone: what was meant for an answer is never sent as a decision. */
  const keyOf = (of: string): string => `deepminer.survey/${server.shown}/${of}`;
  let receive: (message: HostToSurvey) => void = () => undefined;
  /** Messages about a unit follow one another: a draft must not overtake the answer that ends it. */
  const queues = new Map<UnitId, Promise<void>>();

  /** Units whose pictures were asked for in vain: asked for again when the server is heard again. */
  const unheard = new Map<UnitId, SurveyToHost>();
  /** The last message was not answered. */
  let away = false;

  async function send(message: SurveyToHost): Promise<void> {
    const heard = await server.ask<HostToSurvey>(message);
    if (!heard.answered) return failed(message, heard.why, heard.stranger);
    answered(message);
    if (heard.reply) deliver(heard.reply);
  }

  /** The server answers again: what was asked for in vain is asked for anew. */
  function answered(asked: SurveyToHost): void {
    if (asked.type === 'unit') unheard.delete(asked.unit);
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
    kept: () => (mining === undefined ? undefined : keptInBrowser(keyOf(mining), asKeepsake)),
    keep(keepsake) {
      try {
        keepInBrowser(keyOf(keepsake.mining), keepsake);
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
