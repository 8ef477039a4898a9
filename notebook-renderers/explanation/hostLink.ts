/** Questions to the extension host, each answered once or said not to be. */
import type { RendererContext } from 'vscode-notebook-renderer';
import type { HostToRenderer, RendererToHost } from '../../src/protocol/rendererMessages';

type WithoutRequest<T> = T extends unknown ? Omit<T, 'request'> : never;
export type Question = WithoutRequest<RendererToHost>;

export interface HostLink {
  /** The answer; a failure that says so when none comes within `seconds`, where that is given. Never rejects. */
  ask(question: Question, seconds?: number): Promise<HostToRenderer>;
}

/** Absent where the notebook has no extension host to ask, e.g. in another editor. */
export function hostLink(context: RendererContext<unknown>): HostLink | undefined {
  const { postMessage, onDidReceiveMessage } = context;
  if (!postMessage || !onDidReceiveMessage) return undefined;
  const waiting = new Map<string, (answer: HostToRenderer) => void>();
  onDidReceiveMessage((answer: HostToRenderer) => waiting.get(answer.request)?.(answer));
  return {
    ask: (question, seconds) =>
      new Promise((resolve) => {
        // Not randomUUID, which a page served over plain http from another machine does not have.
        const request = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
        const done = (answer: HostToRenderer) => {
          clearTimeout(timer);
          waiting.delete(request);
          resolve(answer);
        };
        const late = `No answer within ${seconds} seconds. DeepMiner may be busy, or not running: try again.`;
        const timer =
          seconds === undefined ? undefined : setTimeout(() => done({ type: 'failed', request, message: late }), seconds * 1000);
        waiting.set(request, done);
        postMessage({ ...question, request });
      }),
  };
}
