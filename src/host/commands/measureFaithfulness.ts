/** Measure Faithfulness: what silenced units and removed pixels do to the decisions of a run, opened as a page. */
import type { FaithfulnessOptions } from '../../protocol/faithfulness';
import { showFaithfulness } from '../faithfulnessPanel';
import { chooseProject } from '../projects';
import { runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const measureFaithfulness: Command = async (services, given) => {
  const { silent, run, project: wanted, views, steps, seed, part } = argumentsOf<ProjectArguments & FaithfulnessOptions>(given);
  const project = await chooseProject(services, wanted);
  if (!project) return undefined;
  const report = await runWork(
    services,
    {
      title: 'Measuring faithfulness',
      run: (options) => services.compute.measureFaithfulness({ project, run, views, steps, seed, part }, options),
      cancelled: 'An earlier measurement is kept.',
    },
    silent,
  );
  if (!report) return undefined;
  showFaithfulness(services, project, report);
  return report;
};
