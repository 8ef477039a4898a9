/** Checks a data set: reads it in whatever form it is, looks at every file, and keeps report and small pictures in the project's cache. */
import path from 'node:path';
import { isPhotograph } from '../../patches/photograph';
import { contentHash, readJson, writeFileWhole } from '../../project/files';
import { CONFIG_FILE, cacheFolder, type Project } from '../../project/project';
import type { DataCheck } from '../../protocol/dataCheck';
import { type Problem, ProblemError } from '../../protocol/problem';
import type { Task } from '../../protocol/task';
import type { Dataset, View } from '../model';
import { partCases } from '../parts';
import { readDataset } from '../read';
import { readers } from '../readers';
import { labelOrder } from '../viewLabel';
import { KeptLooks } from './keptLooks';
import { type Lookers, type LookOptions, lookAtAll } from './lookAtAll';
import { reportOf, unreadReport } from './report';

export interface CheckOptions extends Pick<LookOptions, 'again'> {
  lookersFor(views: readonly View[]): Lookers;
}

/** The folder of all checks of the project in `dir`, and the latest report. */
const checksFolder = (dir: string): string => path.join(cacheFolder(dir), 'check');
const reportFile = (dir: string): string => path.join(checksFolder(dir), 'report.json');

/**
 * The report, also written to .deepminer/check/report.json. A data set that cannot be read at all gives a report of that problem. Throws
 * ProblemError `file.*` where the cache cannot be written, and the signal's reason on abort; what was read until then is kept.
 */
export async function checkDataset(project: Project, options: CheckOptions, task: Task): Promise<DataCheck> {
  const { config, dataDir, dir } = project;
  const createdAt = new Date().toISOString();
  const about = { project: dir, classes: config.classes, createdAt };
  const read = await readDataset(dataDir, { ...config.dataset, classes: config.classes }, task, project.cacheDir).catch(
    problemOf('dataset.'),
  );
  if (!('cases' in read)) return reportUnread(read, { ...about, root: dataDir });
  const parted = await partCases(read, config, dir).catch(problemOf('split.'));
  // Lists that cannot be used leave every case without a part.
  const [parts, problems] = 'parts' in parted ? [parted.parts, parted.dataset.problems] : [new Map(), [...read.problems, parted]];
  // Cases that the split leaves out are looked at all the same.
  const dataset: Dataset = { ...read, problems };
  const pictures = picturesFolder(project, dataset);
  const kept = await KeptLooks.open(pictures);
  const views = dataset.cases.flatMap((c) => c.views);
  const { look, atOnce, close } = options.lookersFor(views);
  const { looks, reading } = await lookAtAll(views, { again: options.again, look, atOnce, kept }, task).finally(close);
  const format = readers.find((r) => r.format === dataset.format)?.title ?? dataset.format;
  const configFile = path.join(dir, CONFIG_FILE);
  const order = labelOrder(config.classes, config.explanation.background);
  const takenWhole = isPhotograph(config);
  const report = reportOf({ ...about, configFile, order, takenWhole, format, dataset, parts, looks, reading, pictures });
  await keepReport(report);
  return report;
}

/** Keeps and gives the report of a data set that could not be read at all. */
export async function reportUnread(
  problem: Problem,
  about: Pick<DataCheck, 'project' | 'root' | 'classes' | 'createdAt'>,
): Promise<DataCheck> {
  const report = unreadReport(problem, { ...about, pictures: checksFolder(about.project) });
  await keepReport(report);
  return report;
}

/** The report of the latest check. Throws ProblemError `check.none` where there is none of this version. */
export async function latestCheck(project: string): Promise<DataCheck> {
  const file = reportFile(project);
  const report = await readJson<DataCheck>(file, '"deepminer check"').catch((error: unknown) => {
    if (error instanceof ProblemError) return undefined;
    throw error;
  });
  if (report?.version === 1) return report;
  throw new ProblemError({
    code: 'check.none',
    file: project,
    found: 'a data set that was not checked yet',
    expected: 'the report of a check',
    remedy: 'Check the data set.',
  });
}

function keepReport(report: DataCheck): Promise<void> {
  return writeFileWhole(reportFile(report.project), JSON.stringify(report));
}

/** By place and form: pictures of one data set are never shown as those of another. */
function picturesFolder(project: Project, { root, format }: Dataset): string {
  return path.join(checksFolder(project.dir), contentHash({ root, format }).slice(0, 16));
}

/** What is wrong with the data, by its code; other errors are not for the report. */
const problemOf =
  (codes: string) =>
  (error: unknown): Problem => {
    if (error instanceof ProblemError && error.problem.code.startsWith(codes)) return error.problem;
    throw error;
  };
