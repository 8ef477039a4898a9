/** A page's only way out inside VS Code: messages to the extension host, and a state by which VS Code brings the page back after a reload. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** `Kept` is what the page makes of the state it finds; by default it asks for none. */
export interface PageLink<ToHost, FromHost, Keepsake, Kept = undefined> {
  post(message: ToHost): void;
  kept(): Kept;
  keep(keepsake: Keepsake): void;
  /** Gives what ends the listening. */
  listen(receive: (message: FromHost) => void): () => void;
}

/** Whether the page is in VS Code; elsewhere it lies on a server. */
export const inVsCode = (): boolean => typeof acquireVsCodeApi !== 'undefined';

/** VS Code hands its interface out once per page: call once. `read`: the state as it was kept, perhaps by another version of the page. */
export function vscodeLink<ToHost, FromHost extends { type: string }, Keepsake, Kept>(
  read: (state: unknown) => Kept,
): PageLink<ToHost, FromHost, Keepsake, Kept> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    kept: () => read(api.getState()),
    keep: (keepsake) => api.setState(keepsake),
    listen(receive) {
      const onMessage = (event: MessageEvent<FromHost>) => {
        if (typeof event.data?.type === 'string') receive(event.data);
      };
      window.addEventListener('message', onMessage);
      return () => window.removeEventListener('message', onMessage);
    },
  };
}
