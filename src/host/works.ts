/** The work that goes on in this window: what it is, how far it is, and how it is stopped. */
import * as vscode from 'vscode';
import type { Progress } from '../protocol/task';
import type { WorkState } from './workWords';

export interface OngoingWork extends WorkState {
  readonly id: number;
  /** What is shown of it beside the status bar: the log, a view. */
  readonly details: string;
  /** Asks it to stop; absent where it cannot be. */
  readonly cancel?: () => void;
}

export interface BegunWork {
  report(progress: Progress): void;
  /** It was asked to stop, from wherever; false: that came to nothing. */
  stopping(is?: boolean): void;
  end(): void;
}

export class Works implements vscode.Disposable {
  readonly #works = new Map<number, OngoingWork>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** Work has begun, moved on, or ended. */
  readonly onDidChange = this.#changed.event;
  #next = 1;

  /** In the order of their beginning. */
  get all(): readonly OngoingWork[] {
    return [...this.#works.values()];
  }

  /** Work that goes on until its `end`. `details`: the command that shows more of it. */
  begin(title: string, { details = 'deepminer.showLog', cancel }: { details?: string; cancel?: () => void } = {}): BegunWork {
    const id = this.#next++;
    const set = (change: Partial<WorkState>): void => {
      const before = this.#works.get(id);
      if (before) this.#works.set(id, { ...before, ...change });
      this.#changed.fire();
    };
    this.#works.set(id, { id, title, details, cancel, stopping: false });
    this.#changed.fire();
    return {
      report: (progress) => set({ progress }),
      stopping: (is = true) => set({ stopping: is }),
      end: () => {
        this.#works.delete(id);
        this.#changed.fire();
      },
    };
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
