/** The status bar while work goes on: what, how far, how long still, what it waits for; and beside it the square that stops it, one click away. */
import * as vscode from 'vscode';
import type { OngoingWork, Works } from './works';
import { statusText, workLine } from './workWords';

export class WorkStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('deepminer.work', vscode.StatusBarAlignment.Left, 1);
  readonly #stop = vscode.window.createStatusBarItem('deepminer.stop', vscode.StatusBarAlignment.Left, 0);
  readonly #subscription: vscode.Disposable;
  #working = false;

  constructor(private readonly works: Works) {
    this.#item.name = 'DeepMiner';
    this.#item.command = 'deepminer.showWork';
    this.#stop.name = 'DeepMiner: Cancel';
    this.#stop.text = '$(debug-stop)';
    this.#stop.command = 'deepminer.cancelWork';
    this.#subscription = works.onDidChange(() => this.#render());
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscription, this.#item, this.#stop).dispose();
  }

  #render(): void {
    const { all } = this.works;
    const text = statusText(all);
    if ((text !== undefined) !== this.#working) {
      this.#working = text !== undefined;
      void vscode.commands.executeCommand('setContext', 'deepminer.isWorking', this.#working);
    }
    if (text === undefined) {
      this.#item.hide();
      this.#stop.hide();
      return;
    }
    this.#item.text = text;
    this.#item.tooltip = tooltipOf(all);
    this.#item.show();
    const stoppable = all.filter(canStop);
    if (stoppable.length === 0) {
      this.#stop.hide();
      return;
    }
    this.#stop.tooltip = stoppable.length === 1 ? `Cancel ${stoppable[0].title}` : 'Cancel work of DeepMiner';
    this.#stop.accessibilityInformation = { label: this.#stop.tooltip, role: 'button' };
    this.#stop.show();
  }
}

/** Whether it can be asked to stop, and was not yet. */
export const canStop = ({ cancel, stopping }: OngoingWork): boolean => cancel !== undefined && !stopping;

/** A line for each, with a link that stops it. */
function tooltipOf(works: readonly OngoingWork[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, true);
  text.isTrusted = { enabledCommands: ['deepminer.cancelWork'] };
  for (const work of works) {
    text.appendText(workLine(work));
    if (canStop(work))
      text.appendMarkdown(` [Cancel](command:deepminer.cancelWork?${encodeURIComponent(JSON.stringify([{ id: work.id }]))})`);
    text.appendMarkdown('\n\n');
  }
  return text;
}
