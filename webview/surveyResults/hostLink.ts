/** The page's only way out: messages to the extension host, and a state by which VS Code brings the page back after a reload. */
import type { HostToSurveyResults, SurveyResultsToHost } from '../../src/protocol/surveyResultsPage';

/** Kept by VS Code with the panel: whose results these are. */
export interface Keepsake {
  project: string;
  run?: string;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface HostLink {
  post(message: SurveyResultsToHost): void;
  keep(keepsake: Keepsake): void;
  listen(receive: (message: HostToSurveyResults) => void): () => void;
}

/** VS Code hands its interface out once per page: call once. */
export function hostLink(): HostLink {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    keep: (keepsake) => api.setState(keepsake),
    listen(receive) {
      const onMessage = (event: MessageEvent<HostToSurveyResults>) => {
        if (typeof event.data?.type === 'string') receive(event.data);
      };
      window.addEventListener('message', onMessage);
      return () => window.removeEventListener('message', onMessage);
    },
  };
}
