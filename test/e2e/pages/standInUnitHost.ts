/** Runs in the unit page instead of VS Code: tells of its units as the extension host would. */
import type { UnitId } from '../../../src/protocol/unit';
import type { HostToUnitPage, UnitPageState, UnitPageToHost } from '../../../src/protocol/unitPage';
import type { UnitDetail } from '../../../src/protocol/units';

export interface StagedUnits {
  state: UnitPageState;
  details: Record<UnitId, UnitDetail>;
  /** Say this instead of showing a unit. */
  empty?: string;
}

declare global {
  interface Window {
    stagedUnits: StagedUnits;
    /** Everything the unit page posted, oldest first. */
    unitPosted: UnitPageToHost[];
    /** What the page keeps for the window's next start. */
    unitKept: unknown;
    /** Tells the page something unasked. */
    tell(message: HostToUnitPage): void;
  }
}

const { state, details, empty } = window.stagedUnits;
const tell = (message: HostToUnitPage) => setTimeout(() => window.postMessage(message, '*'), 0);

function reply(message: UnitPageToHost): void {
  if (message.type === 'ready') tell(empty ? { type: 'empty', message: empty } : { type: 'units', state, unit: state.units[0].unit });
  if (message.type === 'unit')
    tell(
      details[message.unit]
        ? { type: 'unit', detail: details[message.unit] }
        : { type: 'unitFailed', unit: message.unit, message: 'units.json: found no such file; expected a file made by deepminer mine.' },
    );
}

const api = {
  postMessage(message: UnitPageToHost) {
    window.unitPosted.push(structuredClone(message));
    reply(message);
  },
  setState(value: unknown) {
    window.unitKept = value;
  },
};
Object.assign(window, { acquireVsCodeApi: () => api, unitPosted: [], tell });
