/** Train and Resume Training: a run with progress per step and time left; a cancelled or killed run goes on from its last checkpoint. */
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/compute';
import { aucText } from '../metricsText';
import { offerNext } from '../nextStep';
import { chooseProject } from '../projects';
import type { Services } from '../services';
import { ensureTrust, runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

interface TrainArguments extends ProjectArguments {
  /** Fields of deepminer.json's `training` to change for this run, e.g. `{ epochs: 1 }`. */
  overrides: Record<string, unknown>;
}

export const train: Command = async (services, given) => {
  const { silent, run, overrides, ...wanted } = argumentsOf<TrainArguments>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project) return undefined;
  return trainRun(services, { project, run, overrides }, silent);
};

export const resumeTraining: Command = async (services, given) => {
  const { silent, ...wanted } = argumentsOf<ProjectArguments>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project || !(await ensureTrust())) return undefined;
  const run = wanted.run ?? (await chooseUnfinished(services, project));
  if (!run) return undefined;
  return trainRun(services, { project, run, resume: true }, silent);
};

async function trainRun(
  services: Services,
  params: { project: string; run?: string; resume?: boolean; overrides?: Record<string, unknown> },
  silent?: boolean,
): Promise<RunSummary | undefined> {
  const summary = await runWork(
    services,
    {
      title: params.resume ? `Resuming ${params.run}` : 'Training',
      run: (options) => services.compute.train(params, options),
      cancelled: 'Finished epochs are kept; DeepMiner: Resume Training goes on from the last one.',
    },
    silent,
  );
  if (!summary) return undefined;
  const { run } = summary;
  const next = { project: params.project, run };
  offerNext(
    `${run}: ${summary.epochsDone} of ${summary.epochs} epochs on ${summary.trainPatches} patches${summary.last ? `, hold-out AUC ${aucText(summary.last.holdout.auc)}` : ''}.`,
    { label: 'Evaluate', command: 'deepminer.evaluate', arguments: [next] },
    { label: 'Mine Units', command: 'deepminer.mine', arguments: [next] },
  );
  return summary;
}

async function chooseUnfinished(services: Services, project: string): Promise<string | undefined> {
  const runs = (await services.compute.listRuns({ project })).filter((r) => r.status !== 'finished' && r.status !== 'running');
  if (runs.length === 0) {
    void vscode.window.showInformationMessage('Every run of this project has finished: there is nothing to resume.');
    return undefined;
  }
  if (runs.length === 1) return runs[0].run;
  const items = runs.reverse().map((r) => ({ label: r.run, description: `${r.status}, ${r.epochsDone} of ${r.epochs} epochs` }));
  return (await vscode.window.showQuickPick(items, { title: 'DeepMiner: run to resume' }))?.label;
}
