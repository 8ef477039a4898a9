/** The activation tables of a mining while they are filled. */
import path from 'node:path';
import { tables } from './folder';
import type { Gathering } from './gathering';
import { NpyTable } from './npy';

export type TableName = keyof typeof tables;
export type Tables = Record<TableName, NpyTable>;

/** Opens the tables in `dir` with so many rows that are there. Throws ProblemError when they are not. */
export async function openTables(
  dir: string,
  units: number,
  rows: Record<TableName, number> = { maxima: 0, cells: 0, views: 0 },
): Promise<Tables> {
  const opened = (name: TableName) =>
    NpyTable.open(path.join(dir, tables[name]), name === 'cells' ? 'int32' : 'float32', units, rows[name]);
  return { maxima: await opened('maxima'), cells: await opened('cells'), views: await opened('views') };
}

/** Rows that a gathering has filled. */
export function rowsOf({ patchesDone, rankedViews }: Gathering): Record<TableName, number> {
  return { maxima: patchesDone, cells: patchesDone, views: rankedViews.length };
}
