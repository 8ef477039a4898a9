/** Runs in the page instead of VS Code: shows the staged score, and takes what the page asks for. */
import type { StudyScore } from '../../../src/protocol/study';
import type { HostToStudyResults, StudyResultsToHost } from '../../../src/protocol/studyResultsPage';

export interface StagedStudyResults {
  score?: StudyScore;
  /** Say this instead. */
  unavailable?: string;
}

declare global {
  interface Window {
    stagedStudyResults: StagedStudyResults;
    /** Everything the page posted, oldest first. */
    askedOfStudy: StudyResultsToHost[];
    /** As the host does when answers change. */
    sayOfStudy(message: HostToStudyResults): void;
  }
}

const { score, unavailable } = window.stagedStudyResults;
const asked: StudyResultsToHost[] = [];
const send = (message: HostToStudyResults) => setTimeout(() => window.postMessage(message, '*'), 0);

const api = {
  postMessage(message: StudyResultsToHost) {
    asked.push(structuredClone(message));
    if (message.type === 'export') send({ type: 'exported', files: [`/out/score.${message.format}`] });
    else if (score) send({ type: 'state', project: '/p', score });
    else send({ type: 'unavailable', message: unavailable ?? '', project: '/p', study: 'first-reading' });
  },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (value: unknown) => sessionStorage.setItem('state', JSON.stringify(value)),
};
Object.assign(window, { acquireVsCodeApi: () => api, askedOfStudy: asked, sayOfStudy: send });
