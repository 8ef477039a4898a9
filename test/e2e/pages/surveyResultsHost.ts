/** Runs in the page instead of VS Code: shows the staged results, and takes what the page asks for. */
import type { SurveyResults } from '../../../src/protocol/surveyResults';
import type { HostToSurveyResults, SurveyResultsToHost } from '../../../src/protocol/surveyResultsPage';

export interface StagedResults {
  results?: SurveyResults;
  /** Say this instead. */
  unavailable?: string;
}

declare global {
  interface Window {
    stagedResults: StagedResults;
    /** Everything the page posted, oldest first. */
    askedHere: SurveyResultsToHost[];
    /** As the host does when answers change. */
    sayHere(message: HostToSurveyResults): void;
  }
}

const { results, unavailable } = window.stagedResults;
const asked: SurveyResultsToHost[] = [];
const send = (message: HostToSurveyResults) => setTimeout(() => window.postMessage(message, '*'), 0);

const api = {
  postMessage(message: SurveyResultsToHost) {
    asked.push(structuredClone(message));
    if (message.type !== 'ready') return;
    if (results) send({ type: 'state', project: '/p', results });
    else send({ type: 'unavailable', message: unavailable ?? '', project: '/p', run: 'run-001' });
  },
  setState: (value: unknown) => sessionStorage.setItem('state', JSON.stringify(value)),
};
Object.assign(window, { acquireVsCodeApi: () => api, askedHere: asked, sayHere: send });
