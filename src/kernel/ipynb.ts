/** Notebook files (.ipynb, nbformat 4.5) with their outputs, as VS Code and Jupyter read them. */
import { createHash } from 'node:crypto';
import type { CellResult, KeptOutput } from '../protocol/compute';

export type NotebookCell =
  | { kind: 'markdown'; source: string }
  | { kind: 'code'; source: string; outputs?: KeptOutput[]; result?: CellResult };

/** The file's text, for the project in its folder. A cell without outputs has not been run. Outputs stand in the order they came; the result of a cell is the last of them. */
export function notebookFile(cells: readonly NotebookCell[]): string {
  let executions = 0;
  const written = cells.map((cell, i) => {
    const id = createHash('sha256').update(`${i} ${cell.source}`).digest('hex').slice(0, 8);
    if (cell.kind === 'markdown') return { cell_type: 'markdown', id, metadata: {}, source: lines(cell.source) };
    if (cell.outputs) executions += 1;
    const outputs: object[] = (cell.outputs ?? []).map(streamed);
    if (cell.result?.ok && cell.result.items)
      outputs.push({ output_type: 'execute_result', execution_count: executions, data: bundle(cell.result.items), metadata: {} });
    if (cell.result && !cell.result.ok)
      outputs.push({
        output_type: 'error',
        ename: cell.result.name,
        evalue: cell.result.message,
        traceback: cell.result.stack.split('\n'),
      });
    return {
      cell_type: 'code',
      id,
      metadata: { vscode: { languageId: 'typescript' } },
      execution_count: cell.outputs ? executions : null,
      source: lines(cell.source),
      outputs,
    };
  });
  const metadata = {
    kernelspec: { name: 'deepminer', display_name: 'DeepMiner', language: 'typescript' },
    language_info: { name: 'typescript' },
    deepminer: { project: '.' },
  };
  return `${JSON.stringify({ cells: written, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

function streamed(output: KeptOutput): object {
  if (output.kind === 'display') return { output_type: 'display_data', data: bundle(output.items), metadata: {} };
  return { output_type: 'stream', name: output.kind, text: lines(output.text) };
}

/** nbformat keeps JSON types as JSON, pictures as one base64 string, text as lines. */
function bundle(items: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(items).map(([mime, content]) => {
      if (/[/+]json$/.test(mime)) return [mime, JSON.parse(content)];
      return [mime, mime.startsWith('image/') && mime !== 'image/svg+xml' ? content : lines(content)];
    }),
  );
}

/** Text as nbformat keeps it: one string a line, each with its line end. */
function lines(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== '');
}
