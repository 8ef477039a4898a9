/** The status bar item while work runs: what, how far, how long still. */
import * as vscode from 'vscode';
import type { Progress } from '../protocol/task';

export class WorkStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('deepminer.work', vscode.StatusBarAlignment.Left, 0);
  readonly #works = new Map<symbol, string>();

  constructor() {
    this.#item.name = 'DeepMiner';
    this.#item.command = 'deepminer.showLog';
    this.#item.tooltip = 'Show the log of DeepMiner';
  }

  /** Shows a piece of work until its `end`. */
  begin(title: string): { report(progress: Progress): void; end(): void } {
    const key = Symbol(title);
    const show = (text: string): void => {
      this.#works.set(key, text);
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
    const texts = [...this.#works.values()];
    if (texts.length === 0) this.#item.hide();
    else {
      this.#item.text = `$(sync~spin) ${texts.at(-1)}${texts.length > 1 ? ` (+${texts.length - 1})` : ''}`;
      this.#item.show();
    }
  }
}

export const percent = ({ done, total }: Progress): string => (total > 0 ? `${Math.floor((100 * done) / total)} %` : '');

/** Seconds as people say them: `40 s left`, `12 min left`, `2 h 5 min left`. */
export function timeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
