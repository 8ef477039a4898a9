/** The page's only way out: messages to the extension host, and a state by which VS Code brings the page back after a reload. */
import type { HostToStudyResults, StudyResultsToHost } from '../../src/protocol/studyResultsPage';
import { readStudyLooks, type StudyLooks } from '../shared/study/looks';

/** Kept by VS Code with the panel: which study it is, and what of it is looked at. */
export interface Keepsake {
  project: string;
  study: string;
  looks: StudyLooks;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface HostLink {
  post(message: StudyResultsToHost): void;
  kept(): StudyLooks;
  keep(keepsake: Keepsake): void;
  listen(receive: (message: HostToStudyResults) => void): () => void;
}

/** VS Code hands its interface out once per page: call once. */
export function hostLink(): HostLink {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    kept: () => readStudyLooks((api.getState() as Partial<Keepsake> | null | undefined)?.looks),
    keep: (keepsake) => api.setState(keepsake),
    listen(receive) {
      const onMessage = (event: MessageEvent<HostToStudyResults>) => {
        if (typeof event.data?.type === 'string') receive(event.data);
      };
      window.addEventListener('message', onMessage);
      return () => window.removeEventListener('message', onMessage);
    },
  };
}
