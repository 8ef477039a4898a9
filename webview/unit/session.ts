/** The unit page as one value and the events that change it. `step` is pure: it returns the next session and the messages to post. */
import type { UnitId } from '../../src/protocol/unit';
import type { HostToUnitPage, UnitPageKeepsake, UnitPageState, UnitPageToHost } from '../../src/protocol/unitPage';
import type { UnitDetail } from '../../src/protocol/units';

export interface Session {
  state?: UnitPageState;
  unit?: UnitId;
  /** Everything known of the units looked at so far. */
  details: Record<UnitId, UnitDetail>;
  /** Units that could not be read, and why. */
  unreadable: Record<UnitId, string>;
  /** No unit to show: what to do instead. */
  empty?: string;
}

export type UnitPageEvent =
  | { type: 'message'; message: HostToUnitPage }
  | { type: 'open'; unit: UnitId }
  /** To the unit so many places on. */
  | { type: 'move'; by: number }
  | { type: 'retry' }
  | { type: 'annotate' }
  | { type: 'copy' }
  | { type: 'explain'; viewId: string };

export interface Step {
  session: Session;
  post: UnitPageToHost[];
}

export const openSession = (): Session => ({ details: {}, unreadable: {} });

export function step(session: Session, event: UnitPageEvent): Step {
  const { unit } = session;
  switch (event.type) {
    case 'message':
      return receive(session, event.message);
    case 'open':
      return show(session, event.unit);
    case 'move': {
      const target = session.state?.units[placeOf(session) + event.by];
      return target ? show(session, target.unit) : { session, post: [] };
    }
    case 'retry':
      return unit ? ask({ ...session, unreadable: without(session.unreadable, unit) }, unit) : { session, post: [] };
    case 'explain':
      return { session, post: [{ type: 'explain', viewId: event.viewId }] };
    case 'annotate':
    case 'copy':
      return { session, post: unit ? [{ type: event.type, unit }] : [] };
  }
}

/** 0-based place of the shown unit in survey order; -1 before there is one. */
export function placeOf({ state, unit }: Session): number {
  return state?.units.findIndex((u) => u.unit === unit) ?? -1;
}

export function keepsakeOf({ state, unit }: Session): UnitPageKeepsake | undefined {
  return state && unit && { project: state.project, run: state.run, unit };
}

function receive(session: Session, message: HostToUnitPage): Step {
  switch (message.type) {
    case 'units': {
      const { mining, units } = message.state;
      // News of the same result keeps what is on the page until its newer form is there; another result begins anew.
      const same = session.state?.mining === mining;
      const details = same ? session.details : {};
      const wanted = same && units.some((u) => u.unit === session.unit) ? session.unit! : message.unit;
      return ask({ state: message.state, unit: wanted, details, unreadable: {} }, wanted);
    }
    case 'unit': {
      const { unit } = message.detail.unit;
      const details = { ...session.details, [unit]: message.detail };
      return { session: { ...session, details, unreadable: without(session.unreadable, unit) }, post: [] };
    }
    case 'unitFailed':
      return { session: { ...session, unreadable: { ...session.unreadable, [message.unit]: message.message } }, post: [] };
    case 'open':
      return show(session, message.unit);
    case 'empty':
      return { session: { ...openSession(), empty: message.message }, post: [] };
  }
}

/** Goes to a unit of the list. It is asked for even if it is known: the host names the panel by it, and it may have been answered since. */
function show(session: Session, unit: UnitId): Step {
  if (!session.state?.units.some((u) => u.unit === unit)) return { session, post: [] };
  return ask({ ...session, unit }, unit);
}

function ask(session: Session, unit: UnitId): Step {
  return { session, post: [{ type: 'unit', unit }] };
}

function without<T>(all: Record<UnitId, T>, unit: UnitId): Record<UnitId, T> {
  const { [unit]: _, ...others } = all;
  return others as Record<UnitId, T>;
}
