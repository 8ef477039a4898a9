/** Which units speak for the decision, by how much exactly, and which speak against it (SPEC 8). */
import type { UnitName } from '../annotation/named';
import { influences, largestUnits, mapMaxima } from '../mining/influence';
import type { Config } from '../project/config';
import type { UnitEvidence } from '../protocol/explanation';
import { encodeGrid } from '../protocol/grid';
import { type UnitIndex, unitId } from '../protocol/unit';

const MOST_AGAINST = 3;

/** The network's answer to one view. */
export interface ViewResponse {
  /** [units, height, width] */
  features: Float32Array;
  width: number;
  height: number;
}

export interface EvidenceQuestion {
  response: ViewResponse;
  /** [height, width] 1 where activations count for influence; absent: everywhere. */
  inside?: Uint8Array;
  /** [classes, units] and [classes] of the linear layer. */
  weight: Float32Array;
  bias: Float32Array;
  classIndex: number;
  /** The deciding position, row x width + column. */
  cell: number;
  /** What features beside the image add to the class logit, and what the none-token adds; absent: the network takes none. */
  auxiliary?: { features: readonly { share: number }[]; none: { share: number } };
  names: ReadonlyMap<UnitIndex, UnitName[]>;
  /** Mask threshold of a unit, absolute activation, given its largest activation in this view. */
  maskThreshold: (unit: UnitIndex, maximum: number) => number;
  options: Pick<Config['explanation'], 'units' | 'amongTop'>;
}

export interface Evidence {
  evidence: UnitEvidence[];
  unannotated: UnitEvidence[];
  against: UnitEvidence[];
  /** value = bias + shares of `evidence` + rest + shares of the features beside the image and of the none-token; restNamed: the annotated units' part of the rest. */
  logit: { value: number; bias: number; rest: number; restNamed: number };
  /** Sum of all positive shares, of units and of features beside the image: what the decision rests on at the deciding position. */
  support: number;
}

/**
 * The most influential units of a class. `evidence`: the annotated ones, with maps; `unannotated`: the others of the
 * most influential; `against`: annotated units with the most negative shares, with maps. A share is the unit's exact term of the class
 * logit at the deciding position; terms of all units outside `evidence` are summed as rest.
 */
export function evidenceOf(question: EvidenceQuestion): Evidence {
  const { response, weight, bias, classIndex, cell, names, options } = question;
  const cells = response.width * response.height;
  const units = response.features.length / cells;
  const maxima = new Float32Array(units);
  mapMaxima(response.features, cells, maxima, new Int32Array(units), question.inside);
  const influence = influences(maxima, weight, classIndex);
  const shares = Float64Array.from({ length: units }, (_, u) => weight[classIndex * units + u] * response.features[u * cells + cell]);

  const ranking = largestUnits(influence, units);
  const rank = new Map(ranking.map((unit, i) => [unit, i + 1]));
  const top = ranking.slice(0, options.amongTop);
  const shown = top.filter((unit) => names.has(unit)).slice(0, options.units);
  const against = [...names.keys()]
    .filter((unit) => shares[unit] < 0 && !shown.includes(unit))
    .sort((a, b) => shares[a] - shares[b] || a - b)
    .slice(0, MOST_AGAINST);

  const describe = (unit: UnitIndex): UnitEvidence => ({
    unit: unitId(unit),
    rank: rank.get(unit)!,
    influence: influence[unit],
    share: shares[unit],
    annotations: names.get(unit) ?? [],
  });
  const withMap = (unit: UnitIndex): UnitEvidence => ({
    ...describe(unit),
    map: encodeGrid(response.features.subarray(unit * cells, (unit + 1) * cells), response.width, response.height),
    maskThreshold: question.maskThreshold(unit, maxima[unit]),
  });
  let rest = 0;
  let restNamed = 0;
  let support = 0;
  let value = bias[classIndex];
  for (let u = 0; u < units; u++) {
    value += shares[u];
    support += Math.max(0, shares[u]);
    if (shown.includes(u as UnitIndex)) continue;
    rest += shares[u];
    if (names.has(u as UnitIndex)) restNamed += shares[u];
  }
  for (const { share } of question.auxiliary?.features ?? []) {
    value += share;
    support += Math.max(0, share);
  }
  value += question.auxiliary?.none.share ?? 0;
  return {
    evidence: shown.map(withMap),
    unannotated: top.filter((unit) => !names.has(unit)).map(describe),
    against: against.map(withMap),
    logit: { value, bias: bias[classIndex], rest, restNamed },
    support,
  };
}
