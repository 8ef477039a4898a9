/** Check Data Set where nothing can be checked: the report of the last check, where there is one. */
import { argumentsOf, type ProjectArguments } from '../commands/command';
import { openDataCheck } from '../dataCheckPanel';
import { chooseProject } from '../projects';
import type { PageServices } from '../services';

export async function showDataCheck(services: PageServices, given: unknown): Promise<void> {
  const project = await chooseProject(services, argumentsOf<ProjectArguments>(given).project);
  if (project) openDataCheck(services, project);
}
