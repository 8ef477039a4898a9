/** The page's only way out: messages to whoever serves it, and a state that outlives a reload of the page. */
import type { HostToSurvey, SurveyToHost } from '../../src/protocol/survey';
import { httpHost } from './httpHost';
import type { Keepsake } from './keepsake';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface HostLink {
  /** Whether it can have a view explained, as VS Code can. */
  explains: boolean;
  post(message: SurveyToHost): void;
  kept(): Keepsake | undefined;
  keep(keepsake: Keepsake): void;
  listen(receive: (message: HostToSurvey) => void): () => void;
}

/** VS Code hands its interface out once per page: call once. Elsewhere the page lies on a server. */
export function hostLink(): HostLink {
  if (typeof acquireVsCodeApi === 'undefined') return httpHost(asKeepsake);
  const api = acquireVsCodeApi();
  return {
    explains: true,
    post: (message) => api.postMessage(message),
    kept: () => asKeepsake(api.getState()),
    keep: (keepsake) => api.setState(keepsake),
    listen(receive) {
      const onMessage = (event: MessageEvent<HostToSurvey>) => {
        if (typeof event.data?.type === 'string') receive(event.data);
      };
      window.addEventListener('message', onMessage);
      return () => window.removeEventListener('message', onMessage);
    },
  };
}

/** A state kept by another version of the page is left alone. */
function asKeepsake(state: unknown): Keepsake | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { expert, mining, work } = state as Partial<Keepsake>;
  const whole = typeof expert === 'string' && typeof mining === 'string' && typeof work === 'object' && work !== null;
  return whole ? (state as Keepsake) : undefined;
}
