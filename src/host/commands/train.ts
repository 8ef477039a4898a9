/** Train, Resume Training and Cancel Run: a run in a process of its own, which outlives the window; a cancelled or killed one goes on from its last checkpoint. */
import * as vscode from 'vscode';
import type { RunSummary, StartTraining } from '../../protocol/compute';
import { chooseProject } from '../projects';
import { endError } from '../runs/runningRuns';
import type { Services } from '../services';
import { processEnvironment } from '../settings';
import { ensureTrust, runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

interface TrainArguments extends ProjectArguments {
  /** Fields of deepminer.json's `training` to change for this run, e.g. `{ epochs: 1 }`. */
  overrides: Record<string, unknown>;
  /** Of a row of the Runs view. */
  kind: string;
}

export const train: Command = async (services, given) => {
  const { silent, run: named, overrides, kind, ...wanted } = argumentsOf<TrainArguments>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project) return undefined;
  // The view's own button comes with the row that happens to be selected: a new run does not take its name.
  const run = kind === undefined ? named : undefined;
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

export const cancelRun: Command = async (services, given) => {
  const { silent, ...wanted } = argumentsOf<ProjectArguments>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project || !(await ensureTrust())) return undefined;
  const run = wanted.run ?? (await chooseRunning(services, project));
  if (!run) return undefined;
  // Whoever follows the run tells its end, also when another window started it.
  if (!services.runs.find(project, run)) services.runs.follow(project, run, { silent });
  return services.runs.cancel(project, run);
};

/** Starts the run's own process and shows it; the end is told by whoever follows runs, to a program by the result. */
async function trainRun(services: Services, params: StartTraining, silent?: boolean): Promise<RunSummary | undefined> {
  const { project } = params;
  const started = await runWork(
    services,
    {
      title: params.resume ? `Resuming ${params.run}` : 'Starting training',
      run: (options) => services.compute.startTraining({ ...params, environment: processEnvironment() }, options),
    },
    silent,
  );
  if (!started) return undefined;
  const followed = services.runs.follow(project, started.run, { logFrom: started.logFrom, silent });
  const summary = await followed.ended;
  if (silent && summary.status !== 'finished' && summary.status !== 'cancelled') throw endError(summary);
  return summary.status === 'finished' ? summary : undefined;
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

async function chooseRunning(services: Services, project: string): Promise<string | undefined> {
  const runs = (await services.compute.listRuns({ project })).filter((r) => r.status === 'running');
  if (runs.length === 0) {
    void vscode.window.showInformationMessage('No run of this project goes on: there is nothing to cancel.');
    return undefined;
  }
  if (runs.length === 1) return runs[0].run;
  const items = runs.reverse().map((r) => ({ label: r.run, description: r.progress?.message ?? '' }));
  return (await vscode.window.showQuickPick(items, { title: 'DeepMiner: run to cancel' }))?.label;
}
