/** Reads an output's JSON: either what the page draws, or what is wrong with it and what to do. */
import { EVALUATION_MIME, type Evaluation } from '../../src/protocol/evaluation';
import { EXPLANATION_MIME, EXPLANATION_VERSION, type Explanation } from '../../src/protocol/explanation';
import { upgradeExplanation } from '../../src/protocol/explanationVersions';
import { UNIT_MIME, type UnitDisplay } from '../../src/protocol/mining';
import { SIMILAR_MIME, type SimilarViews } from '../../src/protocol/similar';
import { readEvaluationOutput } from './evaluationReading';
import { anything, type Check, grid, list, number, object, optional, picture, record, text } from './shape';

export interface Unreadable {
  title: string;
  detail: string;
  remedy: string;
}

export type Reading =
  | { kind: 'explanation'; explanation: Explanation }
  | { kind: 'unit'; display: UnitDisplay }
  | { kind: 'similar'; similar: SimilarViews }
  | { kind: 'evaluation'; evaluation: Evaluation }
  | { kind: 'unreadable'; problem: Unreadable };

const RUN_AGAIN = 'Run the cell again to make this output anew.';
const phenomenon = object({ description: text, association: text, terms: list(text) });
const annotations = list(object({ expert: text, phenomena: list(phenomenon) }));
const unitEvidence = object({
  unit: text,
  rank: number,
  influence: number,
  share: number,
  annotations,
  map: optional(grid),
  maskThreshold: optional(number),
});

const truth: Check = (value, where) =>
  typeof value === 'boolean' ? undefined : `${where}: found ${JSON.stringify(value) ?? 'nothing'}, expected true or false`;
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
  cam: grid,
  logitMaps: record(grid),
  probabilityMaps: record(grid),
  evidence: list(unitEvidence),
  unannotated: list(unitEvidence),
  against: list(unitEvidence),
  auxiliary: optional(features),
  findings: list(object({ pathology: text, boundary: list(number), lesions: list(anything) })),
  summary: text,
  sentence: text,
  warnings: list(text),
  notice: text,
  source: object({ network: text, mining: text, run: text, checkpoint: text }),
});

/** Every label's counts fit the edges. */
const histogram: Check = (value, where) => {
  const problem = object({ edges: list(number), counts: record(list(number)) })(value, where);
  if (problem) return problem;
  const { edges, counts } = value as { edges: number[]; counts: Record<string, number[]> };
  const odd = Object.entries(counts).find(([, bins]) => bins.length !== edges.length - 1);
  return odd && `${where}.counts.${odd[0]}: found ${odd[1].length} bins, expected ${edges.length - 1}`;
};

const unitShape: Check = object({
  unit: object({
    unit: text,
    ranks: list(object({ className: text, rank: number })),
    weights: optional(record(number)),
    influence: optional(record(object({ topCount: number, images: number, summedInfluence: number }))),
    activations: optional(histogram),
    placement: optional(object({ x0: number, y0: number, stepX: number, stepY: number })),
    maxActivation: number,
    maskThreshold: number,
    patches: list(object({ viewId: text, label: text, activation: number, map: grid, thumbnail: text })),
  }),
  thumbnails: record(picture),
  annotations: optional(annotations),
  classes: optional(list(text)),
  unrecognized: optional(list(text)),
  concepts: optional(object({ found: list(object({ concept: text, iou: number })), bar: number, views: number })),
  notice: optional(text),
});

const similarShape: Check = object({
  query: object({ viewId: text, label: optional(text) }),
  className: text,
  decided: truth,
  sameCase: truth,
  topUnits: number,
  compared: number,
  views: list(
    object({
      viewId: text,
      label: optional(text),
      distance: number,
      cosine: number,
      shared: list(object({ unit: text, onQuery: number, onView: number })),
    }),
  ),
  names: record(annotations),
  pictures: optional(record(object({ width: number, height: number, picture, outlines: list(object({ points: list(number) })) }))),
  source: object({ run: text, network: text, mining: text }),
  notice: text,
});

const SHAPES: Record<string, { about: string; version: number; shape: Check }> = {
  [EXPLANATION_MIME]: { about: 'explanation', version: EXPLANATION_VERSION, shape: explanationShape },
  [UNIT_MIME]: { about: 'unit', version: 1, shape: unitShape },
  [SIMILAR_MIME]: { about: 'comparison', version: 1, shape: similarShape },
};

/** Never throws: whatever arrives becomes a page or a message. */
export function readOutput(mime: string, json: string): Reading {
  if (mime === EVALUATION_MIME) return readEvaluationOutput(json);
  const { about, version: expected, shape } = SHAPES[mime] ?? { about: 'output', version: 1, shape: anything };
  let value: unknown;
  try {
    value = JSON.parse(json);
    if (mime === EXPLANATION_MIME) value = upgradeExplanation(value);
  } catch (error) {
    return unreadable(`This ${about} is not readable`, `Found text that is not JSON (${(error as Error).message}).`, RUN_AGAIN);
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > expected)
    return unreadable(
      `This ${about} was made by a newer DeepMiner`,
      `Found version ${version}, expected version ${expected}.`,
      'Update the DeepMiner extension, or run the cell again with this one.',
    );
  if (version !== expected)
    return unreadable(
      `This ${about} is not readable`,
      `Found version ${version === undefined ? 'none' : JSON.stringify(version)}, expected version ${expected}.`,
      RUN_AGAIN,
    );
  const problem = shape(value, '');
  if (problem) return unreadable(`This ${about} is damaged`, `${problem}.`, RUN_AGAIN);
  if (mime === UNIT_MIME) return { kind: 'unit', display: value as UnitDisplay };
  if (mime === SIMILAR_MIME) return { kind: 'similar', similar: value as SimilarViews };
  if (mime === EXPLANATION_MIME) return { kind: 'explanation', explanation: value as Explanation };
  return unreadable('Nothing here can show this output', `Found the type ${mime}.`, RUN_AGAIN);
}

function unreadable(title: string, detail: string, remedy: string): Reading {
  return { kind: 'unreadable', problem: { title, detail, remedy } };
}
