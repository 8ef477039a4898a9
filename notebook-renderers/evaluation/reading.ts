/** Reads an evaluation's JSON: either what the page draws, or what is wrong with it and what to do. */
import { EVALUATION_MIME, type Evaluation } from '../../src/protocol/evaluation';
import { evaluationProblem } from '../../webview/shared/evaluation/shape';
import { readVersioned, type Unread, unknownKind } from '../shared/versioned';

const VERSION = 2;

/** Never throws: whatever arrives becomes a page or a message. */
export function readEvaluationOutput(mime: string, json: string): { kind: 'evaluation'; evaluation: Evaluation } | Unread {
  if (mime !== EVALUATION_MIME) return unknownKind(mime);
  const read = readVersioned<Evaluation>(json, { about: 'evaluation', version: VERSION, shape: evaluationProblem });
  return 'value' in read ? { kind: 'evaluation', evaluation: read.value } : read;
}
