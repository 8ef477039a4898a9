/** Messages between the page of runs and the extension host. */
import type { RunHistory } from './runHistory';
import type { Progress } from './task';

/** A run, in whichever project. */
export interface RunPlace {
  /** Folder with deepminer.json. */
  project: string;
  run: string;
}

export interface ShownRuns {
  /** Those that `histories` are of: what brings the page back. */
  runs: RunPlace[];
  /** One, or several to compare, in the order in which they were chosen. Their names differ: runs of several projects are named with their project. */
  histories: RunHistory[];
  /** Runs that were asked for and are not there any more. */
  gone: string[];
}

export type RunToHost =
  | { type: 'ready' }
  /** `run`: by the name that the page was given. */
  | { type: 'cancel' | 'resume' | 'evaluate' | 'showEvaluation' | 'openConfig' | 'openLog'; run: string }
  /** Choose runs to compare this one with. */
  | { type: 'compare'; run: string }
  /** Show the others alone. */
  | { type: 'leaveOut'; run: string };

export type HostToRun =
  | { type: 'state'; shown: ShownRuns }
  /** How far a run is that goes on; more often than its files tell. */
  | ({ type: 'progress'; progress?: Progress; stopping: boolean } & RunPlace)
  /** Nothing can be shown: why, and what to do. */
  | { type: 'unavailable'; message: string; runs: RunPlace[] }
  | { type: 'failed'; message: string };
