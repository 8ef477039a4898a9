/** Similar views: the order is that of all distances written out, a query is what mining saw, and what is missing is said. */
import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { latestMining } from '../../../src/mining/folder';
import { mine } from '../../../src/mining/mine';
import { readGreyRows } from '../../../src/patches/view';
import { quietTask } from '../../../src/protocol/task';
import { parseUnitId } from '../../../src/protocol/unit';
import { runQuery } from '../../../src/units/queryView';
import { nearestViews } from '../../../src/units/similar';
import { readViewTable, rowOf, type ViewTable } from '../../../src/units/viewTable';
import { configWith, type Hospital, hospital } from '../mining/hospital';

/** The definition, written out: for every view the root of the summed squares of differences of activation x weight. */
function bruteForce(
  query: readonly number[],
  rows: readonly (readonly number[])[],
  weight: readonly number[],
): { row: number; distance: number }[] {
  return rows
    .map((row, i) => ({
      row: i,
      distance: Math.sqrt(row.reduce((sum, value, u) => sum + (query[u] * weight[u] - value * weight[u]) ** 2, 0)),
    }))
    .sort((a, b) => a.distance - b.distance || a.row - b.row);
}

const tableOf = (rows: readonly (readonly number[])[]): ViewTable => ({
  views: rows.map((_, i) => `v${i}`),
  units: rows[0].length,
  maxima: Float32Array.from(rows.flat()),
});

/** Values that float32 holds, so that both sides count with the same numbers. */
const exact = fc.integer({ min: -40, max: 40 }).map((n) => n / 4);
const vector = (units: number) => fc.array(exact, { minLength: units, maxLength: units });

describe('similar views', () => {
  it('come in the order of all distances written out, equal ones in the order of the table', () => {
    const question = fc
      .integer({ min: 1, max: 6 })
      .chain((units) => fc.tuple(vector(units), fc.array(vector(units), { minLength: 1, maxLength: 12 }), vector(units), vector(units)));
    fc.assert(
      fc.property(question, fc.integer({ min: 1, max: 14 }), ([query, rows, other, weight], count) => {
        const found = nearestViews({
          query: Float32Array.from(query),
          table: tableOf(rows),
          weight: Float32Array.from([...other, ...weight]),
          classIndex: 1,
          count,
          topUnits: 3,
        });
        const expected = bruteForce(query, rows, weight).slice(0, count);
        deepEqual(
          found.map(({ viewId }) => viewId),
          expected.map(({ row }) => `v${row}`),
        );
        for (const [i, { distance, cosine }] of found.entries()) {
          ok(Math.abs(distance - expected[i].distance) < 1e-9);
          ok(cosine >= -1 - 1e-9 && cosine <= 1 + 1e-9);
        }
      }),
    );
  });

  it('are at distance 0 and cosine 1 from themselves, and a fainter view of the same pattern is far but of cosine 1', () => {
    const table = tableOf([
      [4, 2, 0],
      [2, 1, 0],
    ]);
    const [same, faint] = nearestViews({
      query: Float32Array.from([4, 2, 0]),
      table,
      weight: Float32Array.from([1, 1, 1]),
      classIndex: 0,
      count: 2,
      topUnits: 2,
    });
    deepEqual([same.viewId, same.distance, Math.round(same.cosine * 1e9)], ['v0', 0, 1e9]);
    ok(faint.distance > 2 && Math.abs(faint.cosine - 1) < 1e-9);
  });

  it('share the units that lead both, by the smaller influence, and none that speaks against the class', () => {
    const [{ shared }] = nearestViews({
      query: Float32Array.from([5, 3, 1, 9]),
      table: tableOf([[1, 4, 6, 9]]),
      weight: Float32Array.from([1, 1, 1, -1]),
      classIndex: 0,
      count: 1,
      topUnits: 3,
    });
    deepEqual(
      shared.map(({ unit, onQuery, onView }) => [parseUnitId(unit), onQuery, onView]),
      [
        [1, 3, 4],
        [0, 5, 1],
        [2, 1, 6],
      ],
    );
  });

  it('leave out whom they are told to', () => {
    const found = nearestViews({
      query: Float32Array.from([1]),
      table: tableOf([[1], [2], [3]]),
      weight: Float32Array.from([1]),
      classIndex: 0,
      count: 9,
      topUnits: 1,
      among: (id) => id !== 'v0',
    });
    deepEqual(
      found.map(({ viewId }) => viewId),
      ['v1', 'v2'],
    );
  });
});

describe('a mined hold-out view as a query', () => {
  let clinic: Hospital;
  before(async () => {
    clinic = await hospital(3);
  });
  after(() => rm(clinic.dir, { recursive: true }));

  const minedWith = async (name: string, mining: Parameters<typeof configWith>[0]) => {
    const runDir = path.join(clinic.dir, name);
    const { classifier, views, store } = clinic;
    const network = { hash: 'network-a', checkpoint: 'epoch-05.onnx' };
    await mine({ classifier, network, views, store, config: configWith(mining), dir: path.join(runDir, 'mining'), task: quietTask() });
    return (await latestMining(runDir, 'network-a'))!;
  };

  for (const region of ['view', 'tissue'] as const)
    it(`has the activations that mining left of it, counted over the ${region}`, async () => {
      const table = await readViewTable(await minedWith(`run-${region}`, { region }), clinic.classifier.units);
      equal(table.views.length, clinic.views.length);
      for (const view of clinic.views) {
        const { maxima } = await runQuery(await readGreyRows(view), {
          classifier: clinic.classifier,
          config: configWith(),
          region,
          rule: { scoring: 'max', background: 0 },
        });
        deepEqual(maxima, rowOf(table, view.id)!.slice(), view.id);
      }
    });

  it('is told to be mined by views where it was mined by patches', async () => {
    const dir = await minedWith('run-patches', { rankOn: 'patches' });
    await rejects(readViewTable(dir, clinic.classifier.units), /without the activations of whole views.*"rankOn": "views"/);
  });

  it('is refused where table, list and network do not fit each other', async () => {
    const dir = await minedWith('run-misfit', {});
    const { units } = clinic.classifier;
    await rejects(readViewTable(dir, units + 1), /for 6 views and \d+ units.*mine again/);
    await writeFile(path.join(dir, 'rankedViews.json'), '["a"]');
    await rejects(readViewTable(dir, units), /for 1 views/);
    await writeFile(path.join(dir, 'rankedViews.json'), '{"a": 1}');
    await rejects(readViewTable(dir, units), /no list of view ids/);
  });
});
