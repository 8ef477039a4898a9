/** Runs in the page instead of VS Code: shows the staged runs, and what else the test sends. */
import type { HostToRun, RunToHost, ShownRuns } from '../../../src/protocol/runPage';

export interface StagedRuns {
  shown?: ShownRuns;
  /** Say this instead. */
  unavailable?: string;
}

declare global {
  interface Window {
    stagedRuns: StagedRuns;
  }
}

const { shown, unavailable } = window.stagedRuns;
const posted: RunToHost[] = [];
const send = (message: HostToRun) => setTimeout(() => window.postMessage(message, '*'), 0);

const api = {
  postMessage(message: RunToHost) {
    posted.push(structuredClone(message));
    if (message.type !== 'ready') return;
    if (shown) send({ type: 'state', shown });
    else send({ type: 'unavailable', message: unavailable ?? '', runs: [{ project: '/p', run: 'run-001' }] });
  },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (value: unknown) => sessionStorage.setItem('state', JSON.stringify(value)),
};
Object.assign(window, { acquireVsCodeApi: () => api, postedHere: posted, sendHere: send });
