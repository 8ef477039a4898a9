/** The page's only way out: messages to the extension host, and what outlives a reload of the window. */
import type { HostToUnitPage, UnitPageKeepsake, UnitPageToHost } from '../../src/protocol/unitPage';

interface VsCodeApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface HostLink {
  post(message: UnitPageToHost): void;
  keep(keepsake: UnitPageKeepsake): void;
  listen(receive: (message: HostToUnitPage) => void): () => void;
}

/** VS Code hands its interface out once per page: call once. */
export function hostLink(): HostLink {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    keep: (keepsake) => api.setState(keepsake),
    listen(receive) {
      const onMessage = (event: MessageEvent<HostToUnitPage>) => {
        if (typeof event.data?.type === 'string') receive(event.data);
      };
      window.addEventListener('message', onMessage);
      return () => window.removeEventListener('message', onMessage);
    },
  };
}
