/** Runs in the page instead of VS Code: answers the survey as the extension host would, acknowledges only when told. */
import type { Answer } from '../../../src/protocol/annotation';
import type { HostToSurvey, SurveyState, SurveyToHost } from '../../../src/protocol/survey';
import type { FakeMining } from './fakeMining';

export interface Staged {
  state: SurveyState;
  units: FakeMining['units'];
  /** Say this instead of opening a survey. */
  empty?: string;
}

declare global {
  interface Window {
    staged: Staged;
    /** Everything the page posted, oldest first. */
    posted: SurveyToHost[];
    /** Acknowledges the latest answer, or refuses it with a reason. */
    settle(failure?: string): void;
  }
}

const { state, units, empty } = window.staged;
const saved = JSON.parse(sessionStorage.getItem('answers') ?? '[]') as Answer[];
const posted: SurveyToHost[] = [];
const send = (message: HostToSurvey) => setTimeout(() => window.postMessage(message, '*'), 0);

function reply(message: SurveyToHost): void {
  if (message.type === 'ready')
    send(empty ? { type: 'empty', message: empty } : { type: 'state', state: { ...state, answers: [...state.answers, ...saved] } });
  if (message.type === 'unit') send({ type: 'unit', ...units[message.unit] });
}

function settle(failure?: string): void {
  const request = posted.findLast((m) => m.type === 'answer');
  if (request?.type !== 'answer') throw new Error('No answer was posted.');
  const { id } = request;
  if (failure) return void send({ type: 'failed', id, message: failure });
  const answer: Answer = { ...request.answer, expert: state.expert, at: '2031-05-02T09:00:00.000Z' };
  saved.push(answer);
  sessionStorage.setItem('answers', JSON.stringify(saved));
  send({ type: 'saved', id, answer, standing: [answer] });
}

const api = {
  postMessage(message: SurveyToHost) {
    posted.push(structuredClone(message));
    reply(message);
  },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (value: unknown) => sessionStorage.setItem('state', JSON.stringify(value)),
};
Object.assign(window, { acquireVsCodeApi: () => api, posted, settle });
