/** Messages between the evaluation page and the extension host. */
import type { EvaluatedPart, EvaluationFileName, OpenedEvaluation } from './evaluation';

/** What the page shows; where its files lie is the host's affair. */
export type ShownEvaluation = Omit<OpenedEvaluation, 'folder'>;

export type EvaluationToHost =
  | { type: 'ready' }
  | { type: 'part'; part: EvaluatedPart }
  /** Run the evaluation again. */
  | { type: 'evaluate' }
  | { type: 'take'; file: EvaluationFileName; how: 'copy' | 'save' };

export type HostToEvaluation =
  | { type: 'state'; shown: ShownEvaluation }
  /** Nothing can be shown: why, and what to do. */
  | { type: 'unavailable'; message: string; project: string; run?: string; part: EvaluatedPart }
  /** The file was copied, or saved at `where`. */
  | { type: 'taken'; file: EvaluationFileName; where?: string }
  | { type: 'failed'; message: string };
