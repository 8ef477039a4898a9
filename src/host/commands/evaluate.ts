/** Evaluate: how well a run's network tells the classes apart on patches, views and cases; ends with the page that shows it. */
import type { EvaluatedPart } from '../../protocol/evaluation';
import { openEvaluation } from '../evaluationPanel';
import { aucText } from '../metricsText';
import { offerNext } from '../nextStep';
import { chooseProject } from '../projects';
import { runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const evaluate: Command = async (services, given) => {
  const { silent, run, part, ...wanted } = argumentsOf<ProjectArguments & { part: EvaluatedPart }>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project) return undefined;
  const evaluation = await runWork(
    services,
    { title: 'Evaluating', run: (options) => services.compute.evaluate({ project, run, part }, options) },
    silent,
  );
  if (!evaluation) return undefined;
  const auc = Object.fromEntries(Object.entries(evaluation.classes).map(([name, c]) => [name, 'auc' in c ? c.auc : undefined]));
  const missing = Object.entries(evaluation.classes).flatMap(([name, c]) => ('missing' in c ? [`${name}: ${c.missing}`] : []));
  const next = { project, run: evaluation.run };
  openEvaluation(services, { ...next, part: evaluation.part });
  offerNext(
    [`${evaluation.run} on ${evaluation.patches} ${evaluation.part} patches: AUC ${aucText(auc)}.`, ...missing].join(' '),
    { label: 'Mine Units', command: 'deepminer.mine', arguments: [next] },
    { label: 'Explain Image', command: 'deepminer.explain', arguments: [next] },
  );
  return evaluation;
};
