/** The data set that was read last, read again only when a file of it has changed: every method begins with it, and thousands of cases take seconds. */
import { fingerprint } from '../dataset/fingerprint';
import type { Dataset } from '../dataset/model';
import { readDataset } from '../dataset/read';
import type { DatasetOptions } from '../dataset/reader';
import type { Task } from '../protocol/task';

let last: { key: string; dataset: Dataset } | undefined;

/** As readDataset; not to be changed, for the next caller may get the same one. */
export async function datasetOnce(root: string, options: DatasetOptions, task: Task, cacheDir?: string): Promise<Dataset> {
  // Looked at before it is read: what changes in between is seen the next time.
  const key = `${root} ${JSON.stringify(options)} ${await fingerprint(root, task.signal)}`;
  if (last?.key !== key) {
    last = undefined;
    const dataset = await readDataset(root, options, task, cacheDir);
    last = { key, dataset };
    return dataset;
  }
  return last.dataset;
}
