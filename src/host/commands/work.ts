/** Show Work and Cancel Work: the work that goes on in this window, as a list that stays fresh while it is open. */
import * as vscode from 'vscode';
import type { Services } from '../services';
import { canStop } from '../statusBar';
import type { OngoingWork } from '../works';
import { isWaiting, workLine } from '../workWords';
import { argumentsOf, type Command } from './command';

const STOP: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('debug-stop'), tooltip: 'Cancel' };

interface WorkItem extends vscode.QuickPickItem {
  work: OngoingWork;
}

export const showWork: Command = async (services) => {
  const work = await choose(services, 'DeepMiner: work in progress', 'Choose one to see more of it');
  if (work) await vscode.commands.executeCommand(work.details);
};

/** The one that is named, the only one there is, or the one that is chosen. */
export const cancelWork: Command = async (services, given) => {
  const { id } = argumentsOf<{ id: number }>(given);
  const stoppable = services.works.all.filter(canStop);
  if (stoppable.length === 0) {
    if (id === undefined) void vscode.window.showInformationMessage('DeepMiner does nothing that could be cancelled.');
    return;
  }
  const named = stoppable.find((work) => work.id === id) ?? (stoppable.length === 1 ? stoppable[0] : undefined);
  (named ?? (await choose(services, 'DeepMiner: work to cancel', 'Choose what to cancel', canStop)))?.cancel?.();
};

function choose(
  { works }: Services,
  title: string,
  placeholder: string,
  holds: (work: OngoingWork) => boolean = () => true,
): Promise<OngoingWork | undefined> {
  const pick = vscode.window.createQuickPick<WorkItem>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.keepScrollPosition = true;
  const show = (): void => {
    const active = pick.activeItems[0]?.work.id;
    const shown = works.all.filter(holds);
    if (shown.length === 0) {
      pick.hide();
      return;
    }
    pick.items = shown.map((work) => ({
      work,
      label: `${isWaiting(work) ? '$(watch)' : '$(sync)'} ${workLine(work)}`,
      detail: work.progress?.waitingFor === undefined ? work.progress?.message : undefined,
      buttons: canStop(work) ? [STOP] : [],
    }));
    pick.activeItems = pick.items.filter(({ work }) => work.id === active);
  };
  const changes = works.onDidChange(show);
  pick.onDidTriggerItemButton(({ item }) => item.work.cancel?.());
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      // As it is by now: it may have ended under the list.
      resolve(works.all.find(({ id }) => id === pick.selectedItems[0]?.work.id));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      changes.dispose();
      pick.dispose();
    });
    pick.show();
    show();
  });
}
