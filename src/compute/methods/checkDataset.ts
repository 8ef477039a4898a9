/** checkDataset, openDataCheck, previewView: what is in a data set and what is wrong with it, and one of its views to look at. */
import { checkDataset as check, latestCheck, reportUnread } from '../../dataset/check/check';
import { previewView as preview } from '../../dataset/check/preview';
import { openProject, requireData } from '../../project/project';
import { type Problem, ProblemError } from '../../protocol/problem';
import { lookersFor } from '../looking';
import type { Method } from '../method';

export const checkDataset: Method<'checkDataset'> = async ({ project: dir, again = false }, context) => {
  const project = await openProject(dir);
  const problem = await requireData(project).then(() => undefined, noData);
  if (problem) return reportUnread(problem, { project: dir, root: dir, classes: [], createdAt: new Date().toISOString() });
  return check(project, { again, lookersFor }, context);
};

/** A folder that is not there is what a check is to find; any other fault of deepminer.json is for who wrote it. */
function noData(error: unknown): Problem {
  if (error instanceof ProblemError && error.problem.code === 'project.noData') return error.problem;
  throw error;
}

export const openDataCheck: Method<'openDataCheck'> = ({ project }) => latestCheck(project);

export const previewView: Method<'previewView'> = async ({ project, view }) => preview(await latestCheck(project), view);
