/** Cases as a network's attention block takes them: standardised numbers and one-hot categories, and which of them are present. */
import { caseOfView } from '../dataset/viewId';
import { AUXILIARY, type AuxiliaryFeature, columnCount, columnsOf } from '../network/auxiliaryFeature';
import type { Value } from '../network/session';
import type { PatchStore } from '../patches/patch';
import { contentHash } from '../project/files';
import { type Problem, ProblemError } from '../protocol/problem';
import { hashSeed } from '../statistics/random';
import { numberOf } from './cell';
import { checkNumbers } from './kinds';
import { counted, type FeatureTable, some } from './table';

/** A network's further inputs for patches of a store. */
export type PatchInputs = (store: Pick<PatchStore, 'patches'>, indices: readonly number[]) => Record<string, Value>;

export interface CaseFeatures {
  features: readonly AuxiliaryFeature[];
  /** Content address of every row as the network sees it. */
  hash: string;
  /** Categories that the network has not seen, counted. */
  problems: readonly Problem[];
  /** The block's inputs for these cases, in this order; everything is missing of a case without a row. */
  inputs(caseIds: readonly string[]): Record<string, Value>;
  /** A case's values as they were written, by feature; undefined where missing. */
  written(caseId: string): readonly (string | undefined)[];
}

/**
 * Rows of the table in the terms of a network's features; their statistics come with the network and are not computed again.
 * Throws ProblemError when the table lacks a feature's column, or holds a text where the network knows a number.
 */
export function caseFeatures(table: FeatureTable, features: readonly AuxiliaryFeature[]): CaseFeatures {
  const columns = features.map((feature) => {
    const column = table.columns.indexOf(feature.name);
    if (column < 0) throw noColumn(table, feature.name);
    if (feature.kind === 'number') checkNumbers(table, column);
    return column;
  });
  const width = columnCount(features);
  const written = (id: string) => columns.map((column) => table.rows.get(id)?.cells[column]);
  const unseen = features.map(() => [] as string[]);
  const encoded = new Map<string, Encoded>();
  for (const id of table.rows.keys()) {
    const row = encode(features, written(id), table.decimalComma);
    encoded.set(id, row);
    for (const [i, text] of row.unseen) unseen[i].push(text);
  }
  return {
    features,
    hash: contentHash([
      features,
      [...encoded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { values, present }]) => [id, values, present]),
    ]),
    problems: features.flatMap(({ name }, i) => (unseen[i].length > 0 ? [unknownCategory(table.file, name, unseen[i])] : [])),
    inputs: (ids) =>
      blockInputs(
        ids.map((id) => encoded.get(id)),
        width,
        features.length,
      ),
    written,
  };
}

/** The inputs of patches: those of the case that each is of. */
export function patchInputs(cases: CaseFeatures): PatchInputs {
  return (store, indices) => cases.inputs(indices.map((index) => caseOfView(store.patches[index].viewId)));
}

/** Hiding for the store that is trained on, all that is known for every other. */
export function hidingIn(training: unknown, cases: CaseFeatures, options: { hide: number; seed: number }): PatchInputs {
  const [hidden, whole] = [trainingInputs(cases, options), patchInputs(cases)];
  return (store, indices) => (store === training ? hidden : whole)(store, indices);
}

/**
 * The inputs of patches to train on, where each value is hidden from a share `hide` of its case's patches, drawn by the seed. A few hundred cases
 * have thousands of patches: with every value in sight of each, a network takes cases by their features for what they are. The draw belongs
 * to the patch, so that a resumed run sees what an unbroken one sees.
 */
export function trainingInputs(cases: CaseFeatures, { hide, seed }: { hide: number; seed: number }): PatchInputs {
  const whole = patchInputs(cases);
  return (store, indices) => {
    const inputs = whole(store, indices);
    const present = inputs[AUXILIARY.present].data as Float32Array;
    const width = cases.features.length;
    indices.forEach((index, n) => {
      const { viewId, x, y, size } = store.patches[index];
      for (let i = 0; i < width; i++)
        if (hashSeed(`${seed} hidden ${viewId} ${x} ${y} ${size} ${i}`) / 2 ** 32 < hide) present[n * width + i] = 0;
    });
    return inputs;
  };
}

interface Encoded {
  /** [columns], 0 where missing. */
  values: number[];
  /** [features], 1 or 0. */
  present: number[];
  /** Feature and text of a category that the network has not seen. */
  unseen: [number, string][];
}

function encode(features: readonly AuxiliaryFeature[], texts: readonly (string | undefined)[], decimalComma: boolean): Encoded {
  const row: Encoded = { values: [], present: [], unseen: [] };
  for (const [i, feature] of features.entries()) {
    const own = new Array<number>(columnsOf(feature)).fill(0);
    const text = texts[i];
    let known = text !== undefined;
    if (text !== undefined && feature.kind === 'number') own[0] = (numberOf(text, decimalComma)! - feature.mean) / feature.deviation;
    else if (text !== undefined && feature.kind === 'category') {
      const place = feature.categories.indexOf(text);
      known = place >= 0;
      if (known) own[place] = 1;
      else row.unseen.push([i, text]);
    }
    row.values.push(...own);
    row.present.push(known ? 1 : 0);
  }
  return row;
}

function blockInputs(rows: readonly (Encoded | undefined)[], width: number, features: number): Record<string, Value> {
  const values = new Float32Array(rows.length * width);
  const present = new Float32Array(rows.length * features);
  rows.forEach((row, n) => {
    if (!row) return;
    values.set(row.values, n * width);
    present.set(row.present, n * features);
  });
  return {
    [AUXILIARY.values]: { dims: [rows.length, width], data: values },
    [AUXILIARY.present]: { dims: [rows.length, features], data: present },
  };
}

function noColumn(table: FeatureTable, name: string): ProblemError {
  return new ProblemError({
    code: 'auxiliary.noColumn',
    file: table.file,
    line: 1,
    found: `no column ${name} (but ${some(table.columns)})`,
    expected: 'every feature that the network was trained with',
    remedy: 'Add the column; leave its cells empty where nothing is known.',
  });
}

function unknownCategory(file: string, name: string, texts: readonly string[]): Problem {
  return {
    severity: 'warning',
    code: 'auxiliary.category',
    file,
    found: `${counted(texts.length, 'value')} in the column ${name} unknown to the training part: ${some([...new Set(texts)])}`,
    expected: 'the categories of the training part',
    remedy: 'They count as missing.',
  };
}
