/** The status bar item while work runs: what, how far, how long still. */
import * as vscode from 'vscode';
import { percent, timeLeft } from '../protocol/progressWords';
import type { Progress } from '../protocol/task';

const SHOW_LOG = 'deepminer.showLog';

export class WorkStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('deepminer.work', vscode.StatusBarAlignment.Left, 0);
  readonly #works = new Map<symbol, { text: string; command: string }>();

  constructor() {
    this.#item.name = 'DeepMiner';
  }

  /** Shows a piece of work until its `end`; a click on it runs `command`. */
  begin(title: string, command = SHOW_LOG): { report(progress: Progress): void; end(): void } {
    const key = Symbol(title);
    const show = (text: string): void => {
      this.#works.set(key, { text, command });
      this.#render();
    };
    show(title);
    return {
      report: (progress) =>
        show(`${title} ${percent(progress)}${progress.secondsLeft === undefined ? '' : `, ${timeLeft(progress.secondsLeft)}`}`),
      end: () => {
        this.#works.delete(key);
        this.#render();
      },
    };
  }

  dispose(): void {
    this.#item.dispose();
  }

  #render(): void {
    const works = [...this.#works.values()];
    const last = works.at(-1);
    if (!last) this.#item.hide();
    else {
      this.#item.text = `$(sync~spin) ${last.text}${works.length > 1 ? ` (+${works.length - 1})` : ''}`;
      this.#item.command = last.command;
      this.#item.tooltip = last.command === SHOW_LOG ? 'Show the log of DeepMiner' : 'Show the runs of DeepMiner';
      this.#item.show();
    }
  }
}
