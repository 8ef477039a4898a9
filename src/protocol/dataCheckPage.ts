/** Messages between the page of a checked data set and the extension host. */
import type { DataCheck } from './dataCheck';

export type DataCheckToHost =
  | { type: 'ready' }
  /** Check once more; `again`: read all files, also those that have not changed. */
  | { type: 'check'; again: boolean }
  /** A larger picture of the view is wanted. */
  | { type: 'preview'; viewId: string }
  /** Open a file in an editor, or show it in the explorer; absolute, at a 1-based line. */
  | { type: 'open'; file: string; line?: number }
  | { type: 'reveal'; file: string }
  | { type: 'explain'; viewId: string }
  | { type: 'copy'; text: string };

export type HostToDataCheck =
  /** `base`: the address of the report's folder of pictures; `look`: a view to look at by itself. */
  | { type: 'state'; check: DataCheck; base: string; look?: string }
  /** Nothing can be shown: why, and what to do. */
  | { type: 'unavailable'; project: string; message: string }
  | { type: 'preview'; viewId: string; address: string }
  | { type: 'noPreview'; viewId: string; message: string }
  | { type: 'said'; message: string }
  | { type: 'failed'; message: string };
