/** Messages between the page of a study's results and the extension host. */
import type { StudyScore } from './study';

export type StudyResultsToHost =
  | { type: 'ready' }
  /** Score the study anew. */
  | { type: 'refresh' }
  | { type: 'export'; format: 'csv' | 'json' };

export type HostToStudyResults =
  | { type: 'state'; project: string; score: StudyScore }
  /** Nothing can be shown: why, and what to do. */
  | { type: 'unavailable'; message: string; project: string; study: string }
  /** Where the files were written. */
  | { type: 'exported'; files: string[] }
  | { type: 'failed'; message: string };
