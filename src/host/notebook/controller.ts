/** The notebook kernel "DeepMiner": cells of an .ipynb run as TypeScript or JavaScript in the compute process, outputs streamed. */
import * as vscode from 'vscode';
import { ComputeError, WorkCancelledError } from '../computeErrors';
import type { Services } from '../services';
import { ensureTrust } from '../work';
import { NotebookKernel } from './kernel';
import { notebookProject } from './notebookProject';
import { displayOutput, errorOutput, OutputStream } from './outputs';

export const NOTEBOOK_TYPE = 'jupyter-notebook';
const CONTROLLER_ID = 'deepminer';
/** VS Code takes a moment to bind a kernel to a notebook just opened. */
const CHOICE_MS = 5000;

export class DeepMinerController implements vscode.Disposable {
  readonly #controller = vscode.notebooks.createNotebookController(CONTROLLER_ID, NOTEBOOK_TYPE, 'DeepMiner');
  readonly #kernels = new Map<vscode.NotebookDocument, NotebookKernel>();
  /** Cells of a notebook run one after the other, in the order they were started. */
  readonly #queues = new Map<vscode.NotebookDocument, Promise<void>>();
  readonly #chosenFor = new Set<vscode.NotebookDocument>();
  readonly #chosen = new vscode.EventEmitter<vscode.NotebookDocument>();
  readonly #disposables: vscode.Disposable[] = [this.#chosen];

  constructor(private readonly services: Services) {
    this.#controller.description = 'TypeScript and JavaScript';
    this.#controller.detail = 'runs in a compute process beside VS Code';
    this.#controller.supportedLanguages = ['typescript', 'javascript'];
    this.#controller.supportsExecutionOrder = true;
    this.#controller.executeHandler = (cells, notebook) => this.#runAll(cells, notebook);
    this.#disposables.push(
      this.#controller,
      this.#controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (selected) this.#chosenFor.add(notebook);
        else this.#chosenFor.delete(notebook);
        this.#chosen.fire(notebook);
      }),
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#prefer(notebook)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#forget(notebook)),
    );
    for (const notebook of vscode.workspace.notebookDocuments) this.#prefer(notebook);
  }

  /** Process id of a notebook's kernel while it runs, for tests of what happens when it dies. */
  pidOf(notebook: vscode.NotebookDocument): number | undefined {
    return this.#kernels.get(notebook)?.pid;
  }

  /** Ends the process of a notebook; its variables are gone. */
  restart(notebook: vscode.NotebookDocument): void {
    this.#kernels.get(notebook)?.restart();
  }

  /**
   * Shows outputs that were computed before beneath a cell, as if it had just been run. The notebook is the active one.
   * (A notebook opened with outputs in its data would be simpler, but VS Code 1.139 does not draw those.)
   */
  async show(notebook: vscode.NotebookDocument, index: number, outputs: vscode.NotebookCellOutput[]): Promise<void> {
    await this.#chooseFor(notebook);
    const execution = this.#controller.createNotebookCellExecution(notebook.cellAt(index));
    execution.start();
    await execution.replaceOutput(outputs);
    execution.end(true);
  }

  dispose(): void {
    for (const kernel of this.#kernels.values()) kernel.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** A notebook that names this kernel gets it without being asked. */
  #prefer(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== NOTEBOOK_TYPE) return;
    const { metadata } = notebook.metadata as { metadata?: { kernelspec?: { name?: string } } };
    if (metadata?.kernelspec?.name === 'deepminer')
      this.#controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
  }

  /** Makes this the kernel of the active notebook; throws when VS Code has not within a few seconds. */
  async #chooseFor(notebook: vscode.NotebookDocument): Promise<void> {
    if (this.#chosenFor.has(notebook)) return;
    const chosen = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('The kernel DeepMiner was not chosen for this notebook: choose it at the top right.')),
        CHOICE_MS,
      );
      const subscription = this.#chosen.event((changed) => {
        if (changed !== notebook) return;
        clearTimeout(timer);
        subscription.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('notebook.selectKernel', { id: CONTROLLER_ID, extension: this.services.context.extension.id });
    await chosen;
  }

  #forget(notebook: vscode.NotebookDocument): void {
    this.#kernels.get(notebook)?.dispose();
    this.#kernels.delete(notebook);
    this.#queues.delete(notebook);
    this.#chosenFor.delete(notebook);
  }

  #kernelOf(notebook: vscode.NotebookDocument): NotebookKernel {
    const kernel = this.#kernels.get(notebook) ?? new NotebookKernel(this.services, notebook.uri.toString());
    this.#kernels.set(notebook, kernel);
    return kernel;
  }

  async #runAll(cells: vscode.NotebookCell[], notebook: vscode.NotebookDocument): Promise<void> {
    if (!(await ensureTrust())) return;
    const executions = cells.map((cell) => this.#controller.createNotebookCellExecution(cell));
    const before = this.#queues.get(notebook) ?? Promise.resolve();
    const all = before.then(async () => {
      for (let i = 0; i < executions.length; i++) {
        if (await this.#run(executions[i], notebook)) continue;
        // After an error the cells below would only fail for want of its names.
        for (const rest of executions.slice(i + 1)) skip(rest);
        return;
      }
    });
    this.#queues.set(notebook, all);
    await all;
  }

  async #run(execution: vscode.NotebookCellExecution, notebook: vscode.NotebookDocument): Promise<boolean> {
    if (execution.token.isCancellationRequested) {
      skip(execution);
      return false;
    }
    const kernel = this.#kernelOf(notebook);
    const abort = new AbortController();
    const subscription = execution.token.onCancellationRequested(() => abort.abort());
    execution.executionOrder = kernel.nextExecution();
    execution.start(Date.now());
    await execution.clearOutput();
    const stream = new OutputStream(execution);
    try {
      const result = await kernel.run({
        id: execution.cell.document.uri.toString(),
        code: execution.cell.document.getText(),
        language: execution.cell.document.languageId === 'javascript' ? 'javascript' : 'typescript',
        project: await notebookProject(notebook),
        signal: abort.signal,
        onOutput: (output) =>
          output.kind === 'display' ? stream.output(displayOutput(output.items)) : stream.text(output.kind, output.text),
      });
      if (!result.ok) stream.output(errorOutput(result));
      else if (result.items) stream.output(displayOutput(result.items));
      await stream.settled();
      execution.end(result.ok, Date.now());
      return result.ok;
    } catch (error) {
      stream.output(errorOutput(failureOf(error)));
      await stream.settled();
      execution.end(false, Date.now());
      return false;
    } finally {
      subscription.dispose();
    }
  }
}

/** Ends an execution that never began, without a mark beside its cell. */
function skip(execution: vscode.NotebookCellExecution): void {
  execution.start();
  execution.end(undefined);
}

function failureOf(error: unknown): { ok: false; name: string; message: string; stack: string } {
  if (error instanceof WorkCancelledError)
    return {
      ok: false,
      name: 'Interrupted',
      message: "The cell did not stop and its process was ended; this notebook's variables are gone.",
      stack: '',
    };
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { ok: false, name, message, stack: error instanceof ComputeError ? (error.remoteStack ?? '') : '' };
}
