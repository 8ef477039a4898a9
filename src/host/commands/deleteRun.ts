/** Delete Run: moves run folders to the bin, after a question that says what goes; a run that goes on stays. */
import * as vscode from 'vscode';
import { ProblemError } from '../../protocol/problem';
import type { RunFiles } from '../../protocol/runHistory';
import type { RunPlace } from '../../protocol/runPage';
import type { Services } from '../services';
import { deletionDetail } from '../views/runWords';
import { ensureTrust } from '../work';
import { argumentsOf, type Command } from './command';
import { givenRuns, listed, runChoice } from './givenRuns';

const BIN = 'Move to Bin';
const FOREVER = 'Delete Permanently';

export const deleteRun: Command = async (services, ...given) => {
  if (!(await ensureTrust())) return undefined;
  // A key that was pressed where no run is selected asks nothing.
  const { selection } = argumentsOf<{ selection: boolean }>(given[0]);
  const wanted = givenRuns(services, given) ?? (selection ? undefined : await askRuns(services, given[0]));
  if (!wanted) return undefined;
  const files = await Promise.all(wanted.map((place) => services.compute.runFiles({ ...place, size: true })));
  if (await tellRunning(services, wanted, files)) return undefined;
  const names = wanted.length === 1 ? `the run ${wanted[0].run}` : `${wanted.length} runs`;
  const answer = await vscode.window.showWarningMessage(`Delete ${names}?`, { modal: true, detail: deletionDetail(files) }, BIN);
  if (answer !== BIN) return undefined;
  // The question may have stood for a while.
  const now = await Promise.all(wanted.map((place) => services.compute.runFiles(place)));
  if (await tellRunning(services, wanted, now)) return undefined;
  const deleted = await remove(now.map(({ summary }) => summary.dir));
  services.runsChanged.fire();
  return deleted && wanted;
};

async function askRuns(services: Services, given: unknown): Promise<RunPlace[] | undefined> {
  const found = await listed(services, given);
  if (!found) return undefined;
  const items = found.runs.filter(({ status }) => status !== 'running').map(runChoice);
  const picked = await vscode.window.showQuickPick(items, { title: 'DeepMiner: runs to delete', canPickMany: true, matchOnDetail: true });
  return picked && picked.length > 0 ? picked.map(({ run }) => ({ project: found.project, run })) : undefined;
}

/** Says that a run goes on, if any does. */
async function tellRunning(services: Services, places: readonly RunPlace[], files: readonly RunFiles[]): Promise<boolean> {
  const going = places.filter((_, i) => files[i].summary.status === 'running');
  const running = going.map(({ run }) => run);
  if (running.length === 0) return false;
  const message = `${running.join(', ')} ${running.length === 1 ? 'goes' : 'go'} on and cannot be deleted. Nothing was deleted: cancel it first.`;
  const cancel = 'Cancel Run';
  const answer = await vscode.window.showWarningMessage(message, ...(running.length === 1 ? [cancel] : []));
  if (answer === cancel) await vscode.commands.executeCommand('deepminer.cancelRun', going[0]);
  else services.log.info(message);
  return true;
}

/** To the bin; where there is none (another machine, a network drive), for good, after a second question. */
async function remove(dirs: readonly string[]): Promise<boolean> {
  let forever = false;
  for (const dir of dirs) {
    const uri = vscode.Uri.file(dir);
    try {
      await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: !forever });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (forever || !/trash/i.test(why)) throw notDeleted(dir, why);
      const detail = `${why}\n\nThe run would be gone for good.`;
      const answer = await vscode.window.showWarningMessage('There is no bin to move the run to.', { modal: true, detail }, FOREVER);
      if (answer !== FOREVER) return false;
      forever = true;
      await vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, (again: Error) => {
        throw notDeleted(dir, again.message);
      });
    }
  }
  return true;
}

function notDeleted(dir: string, why: string): ProblemError {
  const locked = /EACCES|EPERM|EROFS|NoPermissions|read-?only|permission/i.test(why);
  return new ProblemError({
    code: 'run.notDeleted',
    file: dir,
    found: locked ? `a folder that may not be changed (${why})` : `a run that could not be deleted (${why})`,
    expected: 'a folder that this user may write to',
    remedy: locked ? 'Correct its permissions, or delete it where you may.' : 'Close programs that use its files and try again.',
  });
}
