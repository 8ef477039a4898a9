/** Reads the JSON of an explanation or of two side by side: either what the page draws, or what is wrong with it and what to do. */
import { COMPARISON_MIME, type Comparison } from '../../src/protocol/comparison';
import { EXPLANATION_MIME, EXPLANATION_VERSION, type Explanation } from '../../src/protocol/explanation';
import { upgradeExplanation } from '../../src/protocol/explanationVersions';
import { anything, type Check, grid, list, number, object, optional, picture, record, text, truth } from '../../webview/shared/shape';
import { annotations } from '../shared/shapes';
import { readVersioned, type Unread, unknownKind } from '../shared/versioned';

export type Reading = { kind: 'explanation'; explanation: Explanation } | { kind: 'comparison'; comparison: Comparison } | Unread;

const unitEvidence = object({
  unit: text,
  rank: number,
  influence: number,
  share: number,
  annotations,
  map: optional(grid),
  maskThreshold: optional(number),
});

const weighed = { attention: number, share: number };
const features = object({
  features: list(object({ name: text, value: optional(text), present: truth, ...weighed })),
  none: object(weighed),
});

const explanationShape: Check = object({
  viewId: text,
  caseId: text,
  view: object({ width: number, height: number, picture, pictureWidth: number, pictureHeight: number }),
  classes: list(text),
  decidedClass: text,
  explainedClass: text,
  scores: record(number),
  decidingPosition: object({ column: number, row: number, x: number, y: number, probability: number }),
  logit: object({ value: number, bias: number, rest: number }),
  placement: object({ x0: number, y0: number, stepX: number, stepY: number }),
  receptiveField: optional(object({ width: number, height: number })),
  breast: optional(grid),
  cam: grid,
  logitMaps: record(grid),
  probabilityMaps: record(grid),
  evidence: list(unitEvidence),
  unannotated: list(unitEvidence),
  against: list(unitEvidence),
  auxiliary: optional(features),
  findings: list(object({ pathology: text, className: optional(text), boundary: list(number), lesions: list(anything) })),
  summary: text,
  sentence: text,
  warnings: list(text),
  notice: text,
  source: object({ network: text, mining: text, run: text, checkpoint: text }),
});

const pair: Check = (value, where) =>
  Array.isArray(value) && value.length === 2
    ? list(explanationShape)(value, where)
    : `${where}: found ${Array.isArray(value) ? `${value.length} explanations` : 'no list'}, expected two explanations`;

const comparisonShape: Check = object({ of: text, explanations: pair, warnings: list(text), notice: text });

/** Never throws: whatever arrives becomes a page or a message. */
export function readOutput(mime: string, json: string): Reading {
  if (mime === EXPLANATION_MIME) {
    const read = readVersioned<Explanation>(json, {
      about: 'explanation',
      version: EXPLANATION_VERSION,
      shape: explanationShape,
      upgrade: upgradeExplanation,
    });
    return 'value' in read ? { kind: 'explanation', explanation: read.value } : read;
  }
  if (mime !== COMPARISON_MIME) return unknownKind(mime);
  const read = readVersioned<Comparison>(json, { about: 'comparison', version: 1, shape: comparisonShape });
  return 'value' in read ? { kind: 'comparison', comparison: read.value } : read;
}
