/** Runs in the page instead of VS Code: shows the staged check, and takes what the page asks for. */
import type { DataCheck } from '../../../src/protocol/dataCheck';
import type { DataCheckToHost, HostToDataCheck } from '../../../src/protocol/dataCheckPage';

export interface StagedCheck {
  check?: DataCheck;
  base?: string;
  /** Say this instead. */
  unavailable?: string;
  /** Picture that every preview is answered with; absent: it cannot be read. */
  preview?: string;
}

declare global {
  interface Window {
    stagedCheck: StagedCheck;
    /** Everything the page posted, oldest first. */
    toldHere: DataCheckToHost[];
    /** When the state was sent, of performance.now(). */
    sentAt: number;
  }
}

const { check, base = '', unavailable, preview } = window.stagedCheck;
const told: DataCheckToHost[] = [];
const send = (message: HostToDataCheck) => setTimeout(() => window.postMessage(message, '*'), 0);

const api = {
  postMessage(message: DataCheckToHost) {
    told.push(structuredClone(message));
    if (message.type === 'ready') {
      window.sentAt = performance.now();
      if (check) send({ type: 'state', check, base });
      else send({ type: 'unavailable', project: '/p', message: unavailable ?? '' });
    }
    if (message.type === 'preview') {
      const { viewId } = message;
      if (preview) send({ type: 'preview', viewId, address: `${base}${preview}` });
      else send({ type: 'noPreview', viewId, message: 'The file is gone.' });
    }
    if (message.type === 'copy') send({ type: 'said', message: `Copied ${message.text}.` });
  },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (value: unknown) => sessionStorage.setItem('state', JSON.stringify(value)),
};
Object.assign(window, { acquireVsCodeApi: () => api, toldHere: told });
