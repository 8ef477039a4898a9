/** listRuns: every run of a project, newest last. */
import { openProject } from '../../project/project';
import type { Method } from '../method';
import { runsOnce } from '../runsOnce';

export const listRuns: Method<'listRuns'> = async ({ project }) => runsOnce(await openProject(project));
