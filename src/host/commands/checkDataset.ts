/** Check Data Set: reads every file, puts what is wrong into the Problems panel, and opens the page that shows all. */
import { checkHeadline } from '../../protocol/dataCheck';
import { openDataCheck } from '../dataCheckPanel';
import { showDataProblems } from '../dataProblems';
import { offerNext } from '../nextStep';
import { chooseProject } from '../projects';
import { runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const checkDataset: Command = async (services, given) => {
  const { silent, again, ...wanted } = argumentsOf<ProjectArguments & { again: boolean }>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project) return undefined;
  const check = await runWork(
    services,
    {
      title: 'Checking the data set',
      run: (options) => services.compute.checkDataset({ project, again }, options),
      cancelled: 'What was read is kept: checking again goes on from there.',
    },
    silent,
  );
  if (!check) return undefined;
  showDataProblems(services.context, check);
  openDataCheck(services, project);
  const steps = check.problems.length > 0 ? [{ label: 'Show Problems', command: 'workbench.actions.view.problems' }] : [];
  offerNext(checkHeadline(check), ...steps);
  return check;
};
