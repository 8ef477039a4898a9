/** Features of cases as numbers: statistics of the training part alone, categories one-hot, and what is missing marked as such. */
import assert from 'node:assert/strict';
import { caseFeatures, patchInputs } from '../../../src/auxiliary/caseFeatures';
import { fitFeatures } from '../../../src/auxiliary/fit';
import { columnKinds } from '../../../src/auxiliary/kinds';
import type { FeatureTable } from '../../../src/auxiliary/table';
import { ProblemError } from '../../../src/protocol/problem';

function tableOf(columns: string[], rows: Record<string, (string | undefined)[]>): FeatureTable {
  const entries = Object.entries(rows).map(([id, cells], i) => [id, { line: i + 2, cells }] as const);
  return { file: '/features.csv', columns, rows: new Map(entries), decimalComma: false, problems: [] };
}

const table = tableOf(['age', 'smoking'], {
  a: ['50', 'never'],
  b: ['60', 'current'],
  c: [undefined, 'never'],
  d: ['70', undefined],
  // Not of the training part.
  x: ['1000', 'former'],
});
const training = ['a', 'b', 'c', 'd', 'without a row'];
const kinds = columnKinds(table, {});
const { features } = fitFeatures(table, kinds, training);
const cases = caseFeatures(table, features);
const data = (ids: string[], name: string) => [...cases.inputs(ids)[name].data].map(Number);

describe('features beside the image', () => {
  it('take mean, deviation and categories from the training part alone', () => {
    // 50, 60 and 70: mean 60, deviation sqrt(200 / 3).
    assert.deepEqual(features, [
      { name: 'age', kind: 'number', mean: 60, deviation: Math.sqrt(200 / 3) },
      { name: 'smoking', kind: 'category', categories: ['current', 'never'] },
    ]);
  });

  it('are standardised numbers and one-hot categories, 0 and not present where missing', () => {
    const z = Math.fround(10 / Math.sqrt(200 / 3));
    assert.deepEqual(data(['a', 'b', 'c', 'd', 'nobody'], 'auxiliary'), [-z, 0, 1, 0, 1, 0, 0, 0, 1, z, 0, 0, 0, 0, 0]);
    assert.deepEqual(data(['a', 'b', 'c', 'd', 'nobody'], 'present'), [1, 1, 1, 1, 0, 1, 1, 0, 0, 0]);
    assert.deepEqual(cases.inputs(['a', 'b'])['auxiliary'].dims, [2, 3]);
  });

  it('count a category that training has not seen as missing, and say so', () => {
    assert.deepEqual(data(['x'], 'present'), [1, 0]);
    assert.deepEqual(data(['x'], 'auxiliary').slice(1), [0, 0]);
    assert.match(cases.problems[0].found, /1 value in the column smoking unknown to the training part: former/);
    assert.deepEqual(cases.written('x'), ['1000', 'former']);
  });

  it('belong to every patch of the case', () => {
    const place = { x: 0, y: 0, size: 8, label: 0, tissue: 1 };
    const patches = ['a.LEFT_CC', 'x.RIGHT_MLO', 'a.RIGHT_CC'].map((viewId) => ({ viewId, ...place }));
    const inputs = patchInputs(cases)({ patches }, [2, 1]);
    assert.deepEqual(inputs, cases.inputs(['a', 'x']));
  });

  it('are known by content: any value that the network sees is in the address', () => {
    const changed = caseFeatures(tableOf(['age', 'smoking'], { a: ['51', 'never'], b: ['60', 'current'] }), features);
    assert.notEqual(changed.hash, cases.hash);
    const reordered = tableOf(
      ['smoking', 'age'],
      Object.fromEntries([...table.rows].reverse().map(([id, { cells }]) => [id, [cells[1], cells[0]]])),
    );
    assert.equal(caseFeatures(reordered, features).hash, cases.hash);
  });

  it('that say the same of every training case, nothing, or a name of each, are left out with a reason', () => {
    const many = Array.from({ length: 70 }, (_, i) => `patient ${i}`);
    const rows = Object.fromEntries(many.map((name, i) => [`c${i}`, ['1', i % 2 ? '1.0' : '1', undefined, name, String(i), 'yes']]));
    const wide = tableOf(['same', 'spelled', 'empty', 'name', 'age', 'all'], rows);
    const fitted = fitFeatures(wide, columnKinds(wide, {}), Object.keys(rows));
    assert.deepEqual(
      fitted.features.map(({ name }) => name),
      ['age'],
    );
    assert.deepEqual(
      fitted.problems.map((p) => [p.severity, p.found]),
      [
        ['warning', 'in the column same the same value for every training case (1)'],
        ['warning', 'in the column spelled the same number for every training case'],
        ['warning', 'in the column empty no value in the training part'],
        ['warning', 'in the column name 70 different texts'],
        ['warning', 'in the column all the same value for every training case (yes)'],
      ],
    );
  });

  it('are refused when nothing is left to learn from', () => {
    const flat = tableOf(['same'], { a: ['1'], b: ['1'] });
    assert.throws(
      () => fitFeatures(flat, columnKinds(flat, {}), ['a', 'b']),
      (e) => e instanceof ProblemError && e.problem.code === 'auxiliary.noFeature',
    );
  });

  it('are refused for a network that knows more columns, or numbers where the table has a text', () => {
    assert.throws(() => caseFeatures(tableOf(['age'], { a: ['1'] }), features), /no column smoking \(but age\)/);
    assert.throws(
      () => caseFeatures(tableOf(['age', 'smoking'], { a: ['young', 'never'] }), features),
      (e) => e instanceof ProblemError && e.problem.line === 2 && /"young" in the column age/.test(e.message),
    );
  });
});
