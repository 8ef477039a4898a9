/** Any folder of masks as a source of concepts: `<folder>/<concept>/<view id>.png`. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { View } from '../dataset/model';
import { type Problem, ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { checkMask, readMaskFile } from './maskFile';
import { type ConceptSource, maskOrWarning, warnOf } from './source';

const FORM = '<concept>/<view id>.png';

/** Files of one view by concept; undefined where the view's mask is there and of no use. */
type ViewMasks = Map<string, string | undefined>;

/**
 * Looks through the folder before anything is computed: names of all files, and the first bytes of those of `probed` views. A mask that is no
 * PNG or of other proportions than its view is left out with a warning, and its view then says nothing of that concept; a view without a
 * mask of a concept is one in which it does not occur.
 * @param probed the views that will be counted
 * @param known all views of the data set: masks of others are named in a warning
 * Throws ProblemError when there is no such folder, when it is ordered by views, or when nothing in it can be used.
 */
export async function maskFolder(
  folder: string,
  { name, probed, known, task }: { name: string; probed: readonly View[]; known: readonly View[]; task: Task },
): Promise<ConceptSource> {
  const wanted = new Map(probed.map((view) => [view.id, view]));
  const all = new Set(known.map(({ id }) => id));
  const { folders, files } = await entriesOf(folder);
  const swapped = folders.find((found) => all.has(found));
  if (swapped !== undefined) throw orderedByViews(folder, swapped);
  if (files.length > 0) task.log('warn', `Left out, for they lie in no folder of a concept: ${few(files)} (${files.length} in ${folder}).`);

  const byView = new Map<string, ViewMasks>();
  const problems: Problem[] = [];
  const usable = new Set<string>();
  for (const concept of folders) {
    task.signal.throwIfAborted();
    const unknown: string[] = [];
    for (const file of (await entriesOf(path.join(folder, concept))).files) {
      const view = /\.png$/i.test(file) ? wanted.get(file.slice(0, -'.png'.length)) : undefined;
      if (!view) {
        if (!all.has(file.replace(/\.png$/i, ''))) unknown.push(file);
        continue;
      }
      const full = path.join(folder, concept, file);
      const problem = await checkMask(full, view).then(() => undefined, problemOf);
      if (problem) problems.push(problem);
      else usable.add(concept);
      byView.set(view.id, (byView.get(view.id) ?? new Map()).set(concept, problem ? undefined : full));
    }
    if (unknown.length > 0) problems.push(unknownViews(path.join(folder, concept), unknown));
  }
  warnOf(problems, task);
  if (usable.size === 0) throw nothing(folder, folders, probed[0]);
  const idle = folders.filter((concept) => !usable.has(concept));
  if (idle.length > 0) task.log('warn', `Left out, for want of a mask of any hold-out view: ${idle.join(', ')}.`);
  task.log('info', `${byView.size} of ${probed.length} hold-out views have masks; in the others none of the concepts occurs.`);
  return {
    name,
    concepts: [...usable],
    masks: async (view) =>
      [...(byView.get(view.id) ?? [])]
        .filter(([concept]) => usable.has(concept))
        .map(([concept, file]) => ({
          concept,
          read: async () => (file === undefined ? undefined : maskOrWarning(() => readMaskFile(file), task)),
        })),
  };
}

/** Names of the folders and files in a folder, sorted, links followed, hidden ones passed over. */
async function entriesOf(folder: string): Promise<{ folders: string[]; files: string[] }> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw notAFolder(folder, error);
  });
  const folders: string[] = [];
  const files: string[] = [];
  for (const name of names.filter((n) => !n.startsWith('.')).sort()) {
    const found = await stat(path.join(folder, name)).catch(() => undefined);
    (found?.isDirectory() ? folders : files).push(name);
  }
  return { folders, files };
}

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  throw error;
}

const few = (names: readonly string[]) => `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;

function unknownViews(folder: string, names: readonly string[]): Problem {
  return {
    severity: 'warning',
    code: 'concepts.mask.unknownView',
    file: folder,
    found: `${names.length} ${names.length === 1 ? 'file that is a mask' : 'files that are masks'} of no view of the data set (${few(names)})`,
    expected: `PNG files named like views ("deepminer views" lists them)`,
    remedy: 'Rename them, or pass over this warning where they are of no account. They are left out.',
  };
}

function notAFolder(folder: string, error: unknown): ProblemError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new ProblemError({
    code: 'concepts.folder',
    file: folder,
    found: code === 'ENOENT' ? 'no such folder' : code === 'ENOTDIR' ? 'a file' : `a folder that cannot be read (${code})`,
    expected: `a folder of masks, ${FORM}`,
    remedy: 'Name the folder that holds one folder a concept.',
  });
}

function orderedByViews(folder: string, view: string): ProblemError {
  return new ProblemError({
    code: 'concepts.folder.order',
    file: path.join(folder, view),
    found: 'a folder named like a view',
    expected: `folders named like concepts, with a file a view: ${FORM}`,
    remedy: `Exchange the two levels: ${view}/SPICULATED.png becomes SPICULATED/${view}.png.`,
  });
}

function nothing(folder: string, concepts: readonly string[], view: View | undefined): ProblemError {
  return new ProblemError({
    code: 'concepts.none',
    file: folder,
    found: concepts.length === 0 ? 'no folder of a concept' : `no mask of a hold-out view in ${few(concepts)}`,
    expected: `masks as ${FORM}${view ? `, e.g. SPICULATED/${view.id}.png` : ''}`,
    remedy: 'Only hold-out views are counted: "deepminer views --part holdout" lists them.',
  });
}
