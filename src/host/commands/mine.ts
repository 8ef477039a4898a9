/** Mine Units: ranks the units of a run by influence and collects the patches that show what they detect. */
import { percentText } from '../metricsText';
import { offerNext } from '../nextStep';
import { chooseProject } from '../projects';
import { runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const mine: Command = async (services, given) => {
  const { silent, run, ...wanted } = argumentsOf<ProjectArguments>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project) return undefined;
  const manifest = await runWork(
    services,
    { title: 'Mining units', run: (options) => services.compute.mine({ project, run }, options) },
    silent,
  );
  if (!manifest) return undefined;
  const next = { project, run };
  offerNext(
    `${manifest.units.length} units from ${manifest.views} views and ${manifest.patches} patches; coverage ${percentText(manifest.coverage)}.`,
    { label: 'Annotate Units', command: 'deepminer.annotate', arguments: [next] },
    { label: 'Show Units', command: 'deepminer.units.focus' },
    { label: 'Annotate by Reference', command: 'deepminer.annotateByReference', arguments: [next] },
  );
  return manifest;
};
