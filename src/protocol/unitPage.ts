/** Messages between the unit page and the extension host, and what the page is given. */
import type { UnitId } from './unit';
import type { UnitDetail } from './units';

/** All units of a mining result, for going from one to the next; pictures are addressed relative to `base` (a webview URI of the mining folder). */
export interface UnitPageState {
  project: string;
  run: string;
  mining: string;
  network: string;
  units: { unit: UnitId; className: string; rank: number; name?: string }[];
  base: string;
  /** Nothing can be computed where the page is shown: no view is explained. */
  machineless?: boolean;
  notice: string;
}

/** What the page keeps for the window's next start. */
export interface UnitPageKeepsake {
  project: string;
  run: string;
  unit: UnitId;
}

export type UnitPageToHost =
  | { type: 'ready' }
  /** The page shows this unit from now on, and wants to know everything of it. */
  | { type: 'unit'; unit: UnitId }
  | { type: 'annotate'; unit: UnitId }
  | { type: 'copy'; unit: UnitId }
  /** Explain this view by the page's run. */
  | { type: 'explain'; viewId: string };

export type HostToUnitPage =
  /** At the opening, and whenever answers or results have changed: what was told of units before is out of date. */
  | { type: 'units'; state: UnitPageState; unit: UnitId }
  | { type: 'unit'; detail: UnitDetail }
  | { type: 'unitFailed'; unit: UnitId; message: string }
  /** Another unit was chosen elsewhere. */
  | { type: 'open'; unit: UnitId }
  | { type: 'empty'; message: string };
