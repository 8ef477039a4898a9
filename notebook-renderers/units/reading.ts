/** Reads the JSON of a mined unit or of similar views: either what the page draws, or what is wrong with it and what to do. */
import { UNIT_MIME, type UnitDisplay } from '../../src/protocol/mining';
import { SIMILAR_MIME, type SimilarViews } from '../../src/protocol/similar';
import { type Check, grid, list, number, object, optional, picture, record, text, truth } from '../../webview/shared/shape';
import { annotations } from '../shared/shapes';
import { readVersioned, type Unread, unknownKind } from '../shared/versioned';

export type Reading = { kind: 'unit'; display: UnitDisplay } | { kind: 'similar'; similar: SimilarViews } | Unread;

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

/** Never throws: whatever arrives becomes a page or a message. */
export function readOutput(mime: string, json: string): Reading {
  if (mime === UNIT_MIME) {
    const read = readVersioned<UnitDisplay>(json, { about: 'unit', version: 1, shape: unitShape });
    return 'value' in read ? { kind: 'unit', display: read.value } : read;
  }
  if (mime !== SIMILAR_MIME) return unknownKind(mime);
  const read = readVersioned<SimilarViews>(json, { about: 'comparison of views', version: 1, shape: similarShape });
  return 'value' in read ? { kind: 'similar', similar: read.value } : read;
}
