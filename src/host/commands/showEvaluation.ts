/** Show Evaluation: the figures of a run that has been evaluated; by default of the newest. */
import type { EvaluatedPart } from '../../protocol/evaluation';
import { openEvaluation } from '../evaluationPanel';
import { chooseProject } from '../projects';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const showEvaluation: Command = async (services, given) => {
  const { run, part, ...wanted } = argumentsOf<ProjectArguments & { part: EvaluatedPart }>(given);
  const project = await chooseProject(services, wanted.project);
  if (project) openEvaluation(services, { project, run, part });
};
