/** The study's host where the page lies on a server of this machine. */
import type { HostToStudy, StudyToHost } from '../../src/protocol/studyPage';
import { keepInBrowser, keptInBrowser, ownServer } from '../shared/ownServer';
import type { HostLink } from './hostLink';
import { asKeepsake } from './keepsake';

export function httpHost(): HostLink {
  const server = ownServer({ name: 'study', what: 'study', command: 'deepminer study serve' });
  const key = `deepminer.study/${server.shown}`;
  let receive: (message: HostToStudy) => void = () => undefined;
  let opened = false;

  async function send(message: StudyToHost): Promise<void> {
    const heard = await server.ask<HostToStudy>(message);
    if (heard.answered) {
      if (heard.reply?.type === 'state') opened = true;
      if (heard.reply) receive(heard.reply);
      return;
    }
    const { why } = heard;
    if (message.type === 'call') receive({ type: 'failed', id: message.id, message: why });
    else if (message.type === 'picture') receive({ type: 'pictureFailed', case: message.case, message: why });
    // Without a study there is nothing to show a failure beside: the server's own page says what to do.
    else if (message.type === 'ready' && heard.stranger && !opened) location.reload();
    else if (message.type === 'ready') receive({ type: 'unavailable', message: why });
  }

  return {
    post: (message) => {
      if (message.type !== 'position') void send(message);
    },
    kept: () => keptInBrowser(key, asKeepsake),
    keep(keepsake) {
      try {
        keepInBrowser(key, keepsake);
      } catch (error) {
        // The call itself is on its way to the disk, and the page waits for it: only a reload just then would lose it.
        console.warn('The browser keeps nothing more.', error);
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
