/** Display items of the compute process as VS Code's notebook outputs, streamed text joined, errors with their line. */
import * as vscode from 'vscode';
import type { CellResult } from '../../protocol/compute';

/** One output with every form of a value; VS Code shows the richest it has a renderer for. */
export function displayOutput(items: Record<string, string>): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput(Object.entries(items).map(([mime, value]) => outputItem(mime, value)));
}

/** Pictures arrive as base64, everything else as text. */
function outputItem(mime: string, value: string): vscode.NotebookCellOutputItem {
  const binary = /^(image|audio|video)\//.test(mime) && mime !== 'image/svg+xml';
  return new vscode.NotebookCellOutputItem(binary ? Buffer.from(value, 'base64') : Buffer.from(value), mime);
}

/** An error output; its stack starts with the line in the cell. */
export function errorOutput(failure: Extract<CellResult, { ok: false }>): vscode.NotebookCellOutput {
  const error = new Error(failure.line === undefined ? failure.message : `${failure.message} (line ${failure.line})`);
  error.name = failure.name;
  error.stack = failure.stack;
  return new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.error(error)]);
}

/** Marks the output that passes among those of its cell. */
const PASSING = 'deepminerPassing';

/** Outputs of a running cell: text of one stream is appended to the output before it when that is of the same stream; one output passes. */
export class OutputStream {
  #last: { stream: 'stdout' | 'stderr'; output: vscode.NotebookCellOutput } | undefined;
  #shown: vscode.NotebookCellOutput | undefined;
  /** Replaced in place and taken away again. */
  #passing: vscode.NotebookCellOutput | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly execution: vscode.NotebookCellExecution) {}

  text(stream: 'stdout' | 'stderr', text: string): void {
    const item = vscode.NotebookCellOutputItem[stream](text);
    const last = this.#last;
    if (last?.stream === stream) this.#then(() => this.execution.appendOutputItems(item, last.output));
    else {
      const output = new vscode.NotebookCellOutput([item]);
      this.#last = { stream, output };
      this.#then(() => this.execution.appendOutput(output));
    }
  }

  output(output: vscode.NotebookCellOutput): void {
    this.#last = undefined;
    this.#shown = output;
    this.#then(() => this.execution.appendOutput(output));
  }

  /** Further forms of the output before. */
  more(items: Record<string, string>): void {
    const shown = this.#shown;
    if (shown) this.#then(() => this.execution.appendOutputItems(displayOutput(items).items, shown));
  }

  /** Shows items in the one output that passes, in the place where it stands; undefined takes it away. */
  passing(items: Record<string, string> | undefined): void {
    const shown = this.#passing;
    if (!items) {
      this.#passing = undefined;
      // A running cell's output can be emptied alone; taking it away sets all the others anew.
      if (shown) this.#then(() => this.execution.replaceOutput(this.execution.cell.outputs.filter((o) => o.metadata?.[PASSING] !== true)));
    } else if (shown) {
      const replaced = displayOutput(items).items;
      this.#then(() => this.execution.replaceOutputItems(replaced, shown));
    } else {
      const output = displayOutput(items);
      output.metadata = { [PASSING]: true };
      this.#passing = output;
      this.#then(() => this.execution.appendOutput(output));
    }
  }

  /** Resolves when everything so far stands in the notebook. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  #then(step: () => Thenable<void>): void {
    this.#queue = this.#queue.then(step);
  }
}
