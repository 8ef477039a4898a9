/** One notebook's kernel: a compute process of its own, so that an interrupt or a crash costs this notebook's variables at most. */
import type * as vscode from 'vscode';
import type { CellOutput, CellResult } from '../../protocol/compute';
import { ComputeClient } from '../computeClient';
import type { Services } from '../services';

/** A cell that never awaits is broken off by SIGINT; a process that does not heed that is ended. */
const INTERRUPT_MS = 1000;
const GRACE_MS = 5000;

export interface RunningCell {
  id: string;
  code: string;
  language: 'typescript' | 'javascript';
  project: string;
  signal: AbortSignal;
  onOutput(output: CellOutput): void;
}

export class NotebookKernel implements vscode.Disposable {
  readonly #client: ComputeClient;
  readonly #outputs = new Map<string, (output: CellOutput) => void>();
  /** Executions since the process started, as the numbers beside the cells. */
  #executions = 0;
  #pid: number | undefined;

  constructor(
    services: Services,
    private readonly session: string,
  ) {
    this.#client = new ComputeClient({
      ...services.processOptions,
      interruptMs: INTERRUPT_MS,
      graceMs: GRACE_MS,
      onCellOutput: (_, cell, output) => this.#outputs.get(cell)?.(output),
    });
  }

  get pid(): number | undefined {
    return this.#client.pid;
  }

  /** Number of the next execution; counts from 1 again when the process is a new one. */
  nextExecution(): number {
    if (this.#client.pid === undefined || this.#client.pid !== this.#pid) this.#executions = 0;
    return ++this.#executions;
  }

  async run(cell: RunningCell): Promise<CellResult> {
    this.#outputs.set(cell.id, cell.onOutput);
    try {
      const { id, code, language, project } = cell;
      const answer = this.#client.methods.runCell({ session: this.session, cell: id, project, code, language }, { signal: cell.signal });
      this.#pid = this.#client.pid;
      return await answer;
    } finally {
      this.#outputs.delete(cell.id);
    }
  }

  /** Forgets all variables. */
  restart(): void {
    this.#client.restart();
  }

  dispose(): void {
    this.#client.dispose();
  }
}
