/** The page's only way out: messages to the extension host, and a state by which VS Code brings the page back after a reload. */

import type { EvaluatedPart } from '../../src/protocol/evaluation';
import type { EvaluationToHost, HostToEvaluation } from '../../src/protocol/evaluationPage';
import { type EvaluationLooks, readEvaluationLooks } from '../shared/evaluation/looks';

/** Kept by VS Code with the panel: which evaluation it is, and what of it is looked at. */
export interface Keepsake {
  project: string;
  run?: string;
  part: EvaluatedPart;
  looks: EvaluationLooks;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface HostLink {
  post(message: EvaluationToHost): void;
  kept(): EvaluationLooks;
  keep(keepsake: Keepsake): void;
  listen(receive: (message: HostToEvaluation) => void): () => void;
}

/** VS Code hands its interface out once per page: call once. */
export function hostLink(): HostLink {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    kept: () => readEvaluationLooks((api.getState() as Partial<Keepsake> | null | undefined)?.looks),
    keep: (keepsake) => api.setState(keepsake),
    listen(receive) {
      const onMessage = (event: MessageEvent<HostToEvaluation>) => {
        if (typeof event.data?.type === 'string') receive(event.data);
      };
      window.addEventListener('message', onMessage);
      return () => window.removeEventListener('message', onMessage);
    },
  };
}
