/** The largest activations of every unit on every ranked hold-out view, as mining leaves them. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { tables } from '../mining/folder';
import { readNpy } from '../mining/npy';
import { readJson } from '../project/files';
import { ProblemError } from '../protocol/problem';

export interface ViewTable {
  /** View ids, the rows' order. */
  views: string[];
  units: number;
  /** [views, units] largest activation in the view */
  maxima: Float32Array;
}

/**
 * Reads views.maxima.npy and rankedViews.json of a mining folder.
 * @param units of the network that was mined
 * Throws ProblemError when views were not ranked, or when the files do not fit each other or the network.
 */
export async function readViewTable(dir: string, units: number): Promise<ViewTable> {
  const file = path.join(dir, tables.views);
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) throw notRanked(dir);
  const { shape, data } = await readNpy(file);
  const views = await readJson<unknown>(path.join(dir, 'rankedViews.json'), 'deepminer mine');
  if (!Array.isArray(views) || !views.every((id) => typeof id === 'string'))
    throw misfit(path.join(dir, 'rankedViews.json'), 'no list of view ids');
  if (!(data instanceof Float32Array) || shape.length !== 2 || shape[0] !== views.length || shape[1] !== units)
    throw misfit(file, `a table ${shape.join(' x ')} for ${views.length} views and ${units} units`);
  return { views: views as string[], units, maxima: data };
}

/** One view's row [units]; undefined where it is not among them. */
export function rowOf({ views, units, maxima }: ViewTable, viewId: string): Float32Array | undefined {
  const row = views.indexOf(viewId);
  return row < 0 ? undefined : maxima.subarray(row * units, (row + 1) * units);
}

function notRanked(dir: string): ProblemError {
  return new ProblemError({
    code: 'similar.notRanked',
    file: path.join(dir, tables.views),
    found: 'a mining result without the activations of whole views',
    expected: 'units ranked on full hold-out views',
    remedy:
      'Set "mining": {"rankOn": "views"} (the default) in deepminer.json and mine again with "deepminer mine" (command DeepMiner: Mine Units).',
  });
}

function misfit(file: string, found: string): ProblemError {
  return new ProblemError({
    code: 'similar.damaged',
    file,
    found,
    expected: 'the table as mining wrote it',
    remedy: 'Delete the folder that it lies in and mine again: it is written anew.',
  });
}
