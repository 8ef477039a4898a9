/** Messages between the page of runs and the extension host. */
import type { RunHistory } from './runHistory';
import type { Progress } from './task';

export interface ShownRuns {
  project: string;
  /** One, or several to compare, in the order in which they were chosen. */
  histories: RunHistory[];
  /** Runs that were asked for and are not there any more. */
  gone: string[];
}

export type RunToHost =
  | { type: 'ready' }
  | { type: 'cancel' | 'resume' | 'evaluate' | 'showEvaluation' | 'openConfig' | 'openLog'; run: string }
  /** Choose runs to compare this one with. */
  | { type: 'compare'; run: string }
  /** Show the others alone. */
  | { type: 'leaveOut'; run: string };

export type HostToRun =
  | { type: 'state'; shown: ShownRuns }
  /** How far a run is that goes on; more often than its files tell. */
  | { type: 'progress'; run: string; progress?: Progress; stopping: boolean }
  /** Nothing can be shown: why, and what to do. */
  | { type: 'unavailable'; message: string; project: string; runs: string[] }
  | { type: 'failed'; message: string };
