/** From the views of a part to its patch store: several are cut at a time, and written in their order. */
import type { Dataset, Part, View } from '../dataset/model';
import type { Config } from '../project/config';
import { writeProblem } from '../project/files';
import { type Problem, ProblemError } from '../protocol/problem';
import { paced, type Task } from '../protocol/task';
import { patchAddress } from './address';
import { type Cutter, type CutView, leftOut, oneByOne } from './cut';
import { inOrder } from './inOrder';
import { createStore, type OpenedStore, openStore, storeFiles } from './storeFile';
import { createViewStore, openViewStore } from './viewStore';

export interface PatchRequest {
  dataset: Dataset;
  /** Part of the split by case id. */
  parts: ReadonlyMap<string, Part>;
  part: Part;
  config: Config;
  /** Folder for the store's files; made when absent. */
  cacheDir: string;
  task: Task;
  /** Who cuts the views; by default the calling thread. The store is the same to the byte. */
  cutter?: Cutter;
}

/**
 * The patches of one part of the split, made once and kept in `cacheDir` under their content address. Views without readable pixels or
 * without tissue are left out, each with a problem; so is a view whose cutter fails. In the training part at most patches.normalPerView normal patches a view are kept,
 * drawn with the data set's seed; ambiguous patches are left out of it. In the other parts they stay, with the label -1: mining looks at them, and a
 * view's score must not depend on which of its patches the truth calls ambiguous.
 * Throws the signal's reason on abort, and ProblemError when the disk does not take the store; nothing half-made stays behind.
 */
export async function preparePatches({
  dataset,
  parts,
  part,
  config,
  cacheDir,
  task,
  cutter = oneByOne,
}: PatchRequest): Promise<OpenedStore> {
  const views = dataset.cases.filter((c) => parts.get(c.id) === part).flatMap((c) => c.views);
  const hash = await patchAddress(views, part, config);
  const files = storeFiles(cacheDir, part, hash);
  const finished = await openBoth();
  if (finished) return finished;

  const progress = paced(`patches: ${part}`, views.length, task);
  const problems: Problem[] = [];
  const writer = await createStore(files, hash, config.patches.size);
  const viewWriter = part === 'holdout' ? await createViewStore(cacheDir, part, hash) : undefined;
  // Ends what is still being cut, also where writing fails.
  const stop = new AbortController();
  const signal = AbortSignal.any([task.signal, stop.signal]);
  try {
    let done = 0;
    for await (const [view, cut] of inOrder(views, cutter.atOnce, cutOrLeaveOut)) {
      task.signal.throwIfAborted();
      await writer.append(cut.patches, cut.pixels);
      await viewWriter?.append(view.id, cut.resized);
      problems.push(...cut.problems);
      progress(++done, view.id);
      // Lets cancellation and other requests in: decoding never waits for anything.
      await new Promise(setImmediate);
    }
    await viewWriter?.finish();
    await writer.finish(problems);
  } catch (error) {
    stop.abort();
    await viewWriter?.discard();
    await writer.discard();
    throw writeProblem(files.pixels, error);
  }
  const opened = await openBoth();
  if (opened) return opened;
  throw new ProblemError({
    code: 'patches.store.changed',
    file: files.pixels,
    found: 'a patch store that is not what was just written',
    expected: 'the patches that were written a moment ago',
    remedy: 'Look whether another program writes into this folder, then run again.',
  });

  async function cutOrLeaveOut(view: View): Promise<CutView> {
    signal.throwIfAborted();
    try {
      return await cutter.cut({ view, part, config }, signal);
    } catch (error) {
      signal.throwIfAborted();
      return leftOut(view, error);
    }
  }

  async function openBoth(): Promise<OpenedStore | undefined> {
    const cut = await openStore(files, hash);
    if (!cut || part !== 'holdout') return cut;
    const whole = await openViewStore(cacheDir, part, hash);
    const close = async (): Promise<void> => {
      await whole?.close();
      await cut.store.close();
    };
    if (whole) return { ...cut, store: { ...cut.store, close }, views: whole };
    await close();
    return undefined;
  }
}
