/** What every reader of a data set is: it knows its own form from afar, and reads it to cases, views and findings. */
import type { Config } from '../project/config';
import type { Task } from '../protocol/task';
import type { Dataset, DatasetFormat } from './model';

/** `dataset` of deepminer.json, and its classes: in some forms they are names of folders. */
export type DatasetOptions = Config['dataset'] & Pick<Config, 'classes'>;

export interface DatasetReader {
  format: DatasetFormat;
  /** For people: `CBIS-DDSM`. */
  title: string;
  /** What lies in its folder, for the message when nothing was recognised. */
  expects: string;
  /** Whether the folder looks like this form: told from names and, at most, the heads of a few files. Never throws for what it finds. */
  recognises(root: string, signal: AbortSignal): Promise<boolean>;
  /**
   * Cases, views and findings without their pixels. What cannot be used safely is left out with an error among the problems; only a root without a
   * single usable view throws (ProblemError `dataset.missing` or `dataset.empty`), and the signal's reason on abort. What takes long to make of the
   * files, such as outlines of masks, is kept in `cacheDir` where there is one.
   */
  read(root: string, options: DatasetOptions, task: Task, cacheDir?: string): Promise<Dataset>;
}
