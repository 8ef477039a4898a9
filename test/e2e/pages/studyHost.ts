/** Runs in the page instead of VS Code: a reader study whose calls are kept over a reload, acknowledged at once or when told. */
import type { StudyAnswer, StudyPicture, StudyState } from '../../../src/protocol/study';
import type { HostToStudy, StudyToHost } from '../../../src/protocol/studyPage';

export interface StagedStudy {
  state: StudyState;
  pictures: Record<string, StudyPicture>;
  /** Acknowledge nothing until `settle`. */
  holds?: boolean;
  /** Say this instead of opening a study. */
  unavailable?: string;
}

declare global {
  interface Window {
    stagedStudy: StagedStudy;
    /** Everything the page posted, oldest first. */
    studyPosted: StudyToHost[];
    /** Acknowledges the latest call, refuses it with a reason, or keeps it and loses the acknowledgement. */
    settleCall(how?: { failure?: string; lost?: boolean }): void;
    sayToStudy(message: HostToStudy): void;
  }
}

const { state, pictures, holds, unavailable } = window.stagedStudy;
const posted: StudyToHost[] = [];
const send = (message: HostToStudy) => setTimeout(() => window.postMessage(message, '*'), 0);
const kept = (): StudyAnswer[] => JSON.parse(sessionStorage.getItem('calls') ?? '[]');

function keep(given: Omit<StudyAnswer, 'at' | 'reader'>): StudyAnswer {
  const answer = { ...given, id: `line-${kept().length}`, reader: state.reader, at: '2031-05-02T09:00:00.000Z' };
  const standing = kept().filter((a) => !given.replaces?.includes(a.id ?? ''));
  sessionStorage.setItem('calls', JSON.stringify([...standing, answer]));
  return answer;
}

function settleCall({ failure, lost }: { failure?: string; lost?: boolean } = {}): void {
  const request = posted.findLast((m) => m.type === 'call');
  if (request?.type !== 'call') throw new Error('No call was posted.');
  const { id } = request;
  if (failure && !lost) return void send({ type: 'failed', id, message: failure });
  const answer = keep(request.answer);
  if (lost) send({ type: 'failed', id, message: failure ?? 'No reply.' });
  else send({ type: 'saved', id, answer, standing: kept() });
}

function reply(message: StudyToHost): void {
  if (message.type === 'ready')
    send(
      unavailable
        ? { type: 'unavailable', message: unavailable }
        : {
            type: 'state',
            state: { ...state, answers: [...state.answers, ...kept()], notice: 'Research use only; not a medical device.' },
          },
    );
  if (message.type === 'picture')
    send(
      pictures[message.case]
        ? { type: 'picture', case: message.case, picture: pictures[message.case] }
        : { type: 'pictureFailed', case: message.case, message: 'The file is not there.' },
    );
  if (message.type === 'call' && !holds) settleCall();
}

const api = {
  postMessage(message: StudyToHost) {
    posted.push(structuredClone(message));
    reply(message);
  },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (value: unknown) => sessionStorage.setItem('state', JSON.stringify(value)),
};
Object.assign(window, { acquireVsCodeApi: () => api, studyPosted: posted, settleCall, sayToStudy: send });
