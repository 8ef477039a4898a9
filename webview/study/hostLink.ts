/** The page's only way out: messages to whoever serves it, and a state that outlives a reload of the page. */
import type { HostToStudy, StudyToHost } from '../../src/protocol/studyPage';
import { httpHost } from './httpHost';
import { asKeepsake, type Keepsake } from './keepsake';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface HostLink {
  post(message: StudyToHost): void;
  kept(): Keepsake | undefined;
  keep(keepsake: Keepsake): void;
  listen(receive: (message: HostToStudy) => void): () => void;
}

/** VS Code hands its interface out once per page: call once. Elsewhere the page lies on a server. */
export function hostLink(): HostLink {
  if (typeof acquireVsCodeApi === 'undefined') return httpHost();
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    kept: () => asKeepsake(api.getState()),
    keep: (keepsake) => api.setState(keepsake),
    listen(receive) {
      const onMessage = (event: MessageEvent<HostToStudy>) => {
        if (typeof event.data?.type === 'string') receive(event.data);
      };
      window.addEventListener('message', onMessage);
      return () => window.removeEventListener('message', onMessage);
    },
  };
}
