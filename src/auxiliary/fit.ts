/** What training learns of the features before it begins: mean and deviation of numbers, the categories there are; of the training part alone. */
import type { AuxiliaryFeature } from '../network/auxiliaryFeature';
import { type Problem, ProblemError } from '../protocol/problem';
import { numberOf } from './cell';
import type { ColumnKind } from './kinds';
import { type FeatureTable, some } from './table';

/** More categories than this are names or free text, which tell a network nothing and people too much. */
const MOST_CATEGORIES = 64;

/**
 * The features of a new network. Statistics are over the cases of the training part that have the value, each case once; deviation with
 * divisor n. A column that says the same of every training case, or nothing, or has a category for nearly each, is left out with a problem.
 * Throws ProblemError when no feature is left.
 */
export function fitFeatures(
  table: FeatureTable,
  kinds: ReadonlyMap<string, ColumnKind>,
  trainingCases: readonly string[],
): { features: AuxiliaryFeature[]; problems: Problem[] } {
  const features: AuxiliaryFeature[] = [];
  const problems: Problem[] = [];
  for (const [name, kind] of kinds) {
    const column = table.columns.indexOf(name);
    const values = trainingCases.flatMap((id) => table.rows.get(id)?.cells[column] ?? []);
    const distinct = [...new Set(values)].sort();
    const fault =
      distinct.length === 0
        ? 'no value in the training part'
        : distinct.length === 1
          ? `the same value for every training case (${some(distinct)})`
          : kind === 'category' && distinct.length > MOST_CATEGORIES
            ? `${distinct.length} different texts`
            : undefined;
    const feature = fault ? undefined : kind === 'number' ? standard(name, values, table.decimalComma) : categorical(name, distinct);
    if (feature) features.push(feature);
    else problems.push(leftOut(table.file, name, fault ?? 'the same number for every training case'));
  }
  if (features.length === 0)
    throw new ProblemError({
      code: 'auxiliary.noFeature',
      file: table.file,
      found: `no column that can be learned from (${problems.map((p) => p.found).join('; ') || 'all are ignored'})`,
      expected: 'at least one feature that differs between the cases of the training part',
      remedy: 'Correct the table, or leave "auxiliary" out of deepminer.json.',
    });
  return { features, problems };
}

function categorical(name: string, categories: readonly string[]): AuxiliaryFeature {
  return { name, kind: 'category', categories };
}

/** Undefined where all numbers are the same, however they are written. */
function standard(name: string, texts: readonly string[], decimalComma: boolean): AuxiliaryFeature | undefined {
  const values = texts.map((text) => numberOf(text, decimalComma)!);
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  const constant = values.every((v) => v === values[0]);
  return constant || !(deviation > 0) ? undefined : { name, kind: 'number', mean, deviation };
}

function leftOut(file: string, name: string, found: string): Problem {
  return {
    severity: 'warning',
    code: 'auxiliary.column',
    file,
    found: `in the column ${name} ${found}`,
    expected: 'values that tell cases apart',
    remedy: `The column is left out; {"${name}": "ignore"} in auxiliary.columns says so for good.`,
  };
}
