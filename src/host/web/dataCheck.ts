/** The report of a data set's last check, where nothing can be checked anew. */
import { argumentsOf, type ProjectArguments } from '../commands/command';
import { openDataCheck } from '../dataCheckPanel';
import { chooseProject } from '../projects';
import type { PageServices } from '../services';

export async function showDataCheck(services: PageServices, given: unknown): Promise<void> {
  const project = await chooseProject(services, argumentsOf<ProjectArguments>(given).project);
  if (project) openDataCheck(services, project);
}
