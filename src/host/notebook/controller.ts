/** The notebook kernel "DeepMiner": cells of an .ipynb run as TypeScript or JavaScript in the compute process, outputs streamed. */
import * as vscode from 'vscode';
import { ComputeError, WorkCancelledError } from '../computeErrors';
import type { Services } from '../services';
import { ensureTrust } from '../work';
import { registerCellLanguage } from './cellLanguage';
import { CellProgress } from './cellProgress';
import { NotebookKernel } from './kernel';
import { notebookProject } from './notebookProject';
import { displayOutput, errorOutput, OutputStream } from './outputs';
import { TypedNotebooks } from './typedNotebooks';

export const NOTEBOOK_TYPE = 'jupyter-notebook';
const CONTROLLER_ID = 'deepminer';
/** VS Code takes a moment to bind a kernel to a notebook just opened. */
const CHOICE_MS = 5000;

export class DeepMinerController implements vscode.Disposable {
  readonly #controller = vscode.notebooks.createNotebookController(CONTROLLER_ID, NOTEBOOK_TYPE, 'DeepMiner');
  readonly #kernels = new Map<vscode.NotebookDocument, NotebookKernel>();
  /** Cells of a notebook run one after the other, in the order they were started. */
  readonly #queues = new Map<vscode.NotebookDocument, Promise<void>>();
  /** Where the cell of a notebook that runs now writes. */
  readonly #streams = new Map<vscode.NotebookDocument, OutputStream>();
  readonly #typed = new TypedNotebooks();
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
        this.#typed.set(notebook, selected);
        this.#chosen.fire(notebook);
      }),
      registerCellLanguage(services, (notebook) => this.#typed.has(notebook), notebookProject),
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#prefer(notebook)),
      vscode.workspace.onWillSaveNotebookDocument((save) => {
        const stream = this.#streams.get(save.notebook);
        stream?.passing(undefined);
        // Saved while a cell runs, a file must not keep how far it was.
        if (stream) save.waitUntil(stream.settled());
      }),
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
   * Shows what was computed before beneath a cell, as if it had just been run; `later` gives further forms of it, which take longer. The notebook is the active one.
   * (A notebook opened with outputs in its data would be simpler, but VS Code 1.139 does not draw those.)
   */
  async show(
    notebook: vscode.NotebookDocument,
    index: number,
    items: Record<string, string>,
    later?: () => Promise<Record<string, string>>,
  ): Promise<void> {
    await this.#chooseFor(notebook);
    const execution = this.#controller.createNotebookCellExecution(notebook.cellAt(index));
    execution.start();
    const stream = new OutputStream(execution);
    stream.output(displayOutput(items));
    await stream.settled();
    try {
      if (later) stream.more(await later());
      await stream.settled();
    } finally {
      execution.end(true);
    }
  }

  dispose(): void {
    for (const kernel of this.#kernels.values()) kernel.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** A notebook that names this kernel gets it without being asked. */
  #prefer(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== NOTEBOOK_TYPE) return;
    const { metadata } = notebook.metadata as { metadata?: { kernelspec?: { name?: string } } };
    if (metadata?.kernelspec?.name !== 'deepminer') return;
    this.#controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
    this.#typed.set(notebook, true);
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
    this.#typed.set(notebook, false);
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
    const progress = new CellProgress(stream);
    this.#streams.set(notebook, stream);
    try {
      const result = await kernel.run({
        id: execution.cell.document.uri.toString(),
        code: execution.cell.document.getText(),
        language: execution.cell.document.languageId === 'javascript' ? 'javascript' : 'typescript',
        project: await notebookProject(notebook),
        signal: abort.signal,
        onOutput: (output) => {
          if (output.kind === 'progress') progress.report(output.progress);
          else if (output.kind === 'display') stream.output(displayOutput(output.items));
          else if (output.kind === 'more') stream.more(output.items);
          else stream.text(output.kind, output.text);
        },
      });
      progress.end();
      if (!result.ok) stream.output(errorOutput(result));
      else if (result.items) stream.output(displayOutput(result.items));
      await stream.settled();
      execution.end(result.ok, Date.now());
      return result.ok;
    } catch (error) {
      progress.end();
      stream.output(errorOutput(failureOf(error)));
      await stream.settled();
      execution.end(false, Date.now());
      return false;
    } finally {
      this.#streams.delete(notebook);
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
