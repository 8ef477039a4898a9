/** listRuns: every run of a project, newest last. */
import { openProject } from '../../project/project';
import { runNames, summariseRun } from '../../project/runs';
import type { Method } from '../method';

export const listRuns: Method<'listRuns'> = async ({ project: dir }) => {
  const project = await openProject(dir);
  return Promise.all((await runNames(project)).map((name) => summariseRun(project, name)));
};
