/** Runs in the page instead of VS Code: shows the staged evaluation, and takes what the page asks for. */
import type { EvaluationToHost, HostToEvaluation, ShownEvaluation } from '../../../src/protocol/evaluationPage';

export interface StagedEvaluation {
  shown?: ShownEvaluation;
  /** Say this instead. */
  unavailable?: string;
}

declare global {
  interface Window {
    stagedEvaluation: StagedEvaluation;
    /** Everything the page posted, oldest first. */
    postedHere: EvaluationToHost[];
  }
}

const { shown, unavailable } = window.stagedEvaluation;
const posted: EvaluationToHost[] = [];
const send = (message: HostToEvaluation) => setTimeout(() => window.postMessage(message, '*'), 0);

const api = {
  postMessage(message: EvaluationToHost) {
    posted.push(structuredClone(message));
    if (message.type === 'ready') {
      if (shown) send({ type: 'state', shown });
      else send({ type: 'unavailable', message: unavailable ?? '', project: '/p', run: 'run-001', part: 'test' });
    }
    if (message.type === 'part')
      send({ type: 'unavailable', message: 'The hold-out part is not evaluated.', project: '/p', part: message.part });
    if (message.type === 'take') send({ type: 'taken', file: message.file });
  },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (value: unknown) => sessionStorage.setItem('state', JSON.stringify(value)),
};
Object.assign(window, { acquireVsCodeApi: () => api, postedHere: posted });
