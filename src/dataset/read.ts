/** Reads a data set in whatever form it is, named in deepminer.json or recognised. */
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import type { Dataset } from './model';
import type { DatasetOptions, DatasetReader } from './reader';
import { readers } from './readers';

/** As DatasetReader.read. Throws ProblemError `dataset.unknown` when no reader knows the folder, and what the reader throws. */
export async function readDataset(root: string, options: DatasetOptions, task: Task, cacheDir?: string): Promise<Dataset> {
  const reader = options.format === 'auto' ? await recognise(root, task.signal) : readers.find((r) => r.format === options.format);
  if (!reader) throw unknown(root);
  return reader.read(root, options, task, cacheDir);
}

async function recognise(root: string, signal: AbortSignal): Promise<DatasetReader | undefined> {
  for (const reader of readers) if (await reader.recognises(root, signal)) return reader;
  return undefined;
}

function unknown(root: string): ProblemError {
  return new ProblemError({
    code: 'dataset.unknown',
    file: root,
    found: 'a folder in none of the forms that are read',
    expected: readers.map((r) => `${r.title} (${r.expects})`).join('; '),
    remedy: 'Correct dataset.root in deepminer.json, or name the form in dataset.format to be told what is missing.',
  });
}
