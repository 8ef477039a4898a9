/** The walkthrough notebook of the demo: its cells are run here, in the kernel that VS Code uses, and kept with their outputs. */
import type { MethodContext } from '../compute/method';
import { methods } from '../compute/methods';
import { type NotebookCell, notebookFile } from '../kernel/ipynb';
import type { CellOutput, KeptOutput } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import { WALKTHROUGH } from './walkthroughCells';

/** The notebook's text. Throws ProblemError when one of its cells fails. */
export async function walkthrough(project: string, context: MethodContext): Promise<string> {
  const session = 'walkthrough';
  const done: NotebookCell[] = [];
  for (const [i, { kind, source }] of WALKTHROUGH.entries()) {
    context.progress({ stage: 'notebook', done: i, total: WALKTHROUGH.length });
    if (kind === 'markdown') {
      done.push({ kind, source });
      continue;
    }
    const outputs: CellOutput[] = [];
    const listening: MethodContext = {
      ...context,
      progress: () => undefined,
      cellOutput: (_session, _cell, output) => outputs.push(output),
    };
    const result = await methods.runCell({ session, cell: String(i), project, code: source, language: 'typescript' }, listening);
    if (!result.ok)
      throw new ProblemError({
        code: 'demo.cell',
        found: `${result.name} in the walkthrough's cell ${i + 1}: ${result.message}`,
        expected: 'a cell that runs',
        remedy: `Its code is:\n${source}\n${result.stack}`,
      });
    done.push({ kind: 'code', source, outputs: joined(outputs), result });
  }
  await methods.endSession({ session }, context);
  context.progress({ stage: 'notebook', done: WALKTHROUGH.length, total: WALKTHROUGH.length });
  return notebookFile(done);
}

/** Neighbouring pieces of one stream become one output, and all forms of a display one, as notebooks show them. */
function joined(outputs: CellOutput[]): KeptOutput[] {
  const kept: KeptOutput[] = [];
  for (const output of outputs) {
    const last = kept.at(-1);
    if (output.kind === 'progress') continue;
    if (output.kind === 'more') {
      if (last?.kind === 'display') last.items = { ...last.items, ...output.items };
    } else if (output.kind === 'display' || last?.kind !== output.kind) kept.push({ ...output });
    else last.text += output.text;
  }
  return kept;
}
