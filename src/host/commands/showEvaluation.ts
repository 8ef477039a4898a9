/** Show Evaluation: the figures of a run that has been evaluated; by default of the newest. */
import type { EvaluatedPart } from '../../protocol/evaluation';
import { openEvaluation } from '../evaluationPanel';
import { chooseProject } from '../projects';
import type { PageServices } from '../services';
import { argumentsOf, type ProjectArguments } from './command';

export const showEvaluation = async (services: PageServices, given: unknown): Promise<void> => {
  const { run, part, ...wanted } = argumentsOf<ProjectArguments & { part: EvaluatedPart }>(given);
  const project = await chooseProject(services, wanted.project);
  if (project) openEvaluation(services, { project, run, part });
};
