/** The walkthrough notebook of the demo: its cells are run here, in the kernel that VS Code uses, and kept with their outputs. */
import type { MethodContext } from '../compute/method';
import { methods } from '../compute/methods';
import { type NotebookCell, notebookFile } from '../kernel/ipynb';
import type { KeptOutput } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';

const cells: { kind: 'markdown' | 'code'; source: string }[] = [
  {
    kind: 'markdown',
    source:
      '# DeepMiner: from coarse labels to named units\n\nA network was trained on patches that are only called normal, benign or malignant. This notebook looks at what its units learned and how they explain a decision. All mammograms here are synthetic. Research use only; not a medical device.',
  },
  { kind: 'markdown', source: '## The data\nCases, views and findings, split by case into train, hold-out and test.' },
  { kind: 'code', source: 'await deepminer.open()' },
  {
    kind: 'markdown',
    source: '## The network\nHow well it tells the classes apart on the test part: patches, views and cases, with intervals over cases.',
  },
  { kind: 'code', source: 'await deepminer.evaluate()' },
  {
    kind: 'markdown',
    source:
      '## Its deciding units\nThe units that decide most often were mined from the hold-out part. Coverage: which share of the places among the eight most influential units of a view they take.',
  },
  { kind: 'code', source: 'const mining = await deepminer.mine();\nmining.coverage' },
  {
    kind: 'markdown',
    source: '## Explanations\nTest views with a malignant finding, until one is decided right and one wrong. First the one that is right:',
  },
  {
    kind: 'code',
    source:
      "const views = await deepminer.views('test');\nlet right, wrong;\nfor (const view of views.filter((v) => v.label === 'malignant')) {\n  const explanation = await deepminer.explain(view.viewId);\n  if (explanation.decidedClass === 'malignant') right ??= explanation;\n  else wrong ??= explanation;\n  if (right && wrong) break;\n}\nright ?? 'none was decided right'",
  },
  { kind: 'markdown', source: 'The unit that led this decision, by the hold-out patches that excite it most:' },
  { kind: 'code', source: "const leading = right?.evidence[0];\nleading ? await deepminer.unit(leading.unit) : 'no named unit led it'" },
  { kind: 'markdown', source: 'And one that is wrong: the named units show what misled the network.' },
  { kind: 'code', source: "wrong ?? 'none was decided wrong'" },
];

/** The notebook's text. Throws ProblemError when one of its cells fails. */
export async function walkthrough(project: string, context: MethodContext): Promise<string> {
  const session = 'walkthrough';
  const done: NotebookCell[] = [];
  for (const [i, { kind, source }] of cells.entries()) {
    context.progress({ stage: 'notebook', done: i, total: cells.length });
    if (kind === 'markdown') {
      done.push({ kind, source });
      continue;
    }
    const outputs: KeptOutput[] = [];
    const listening: MethodContext = {
      ...context,
      progress: () => undefined,
      cellOutput: (_session, _cell, output) => {
        if (output.kind !== 'progress') outputs.push(output);
      },
    };
    const result = await methods.runCell({ session, cell: String(i), project, code: source, language: 'typescript' }, listening);
    if (!result.ok)
      throw new ProblemError({
        code: 'demo.cell',
        found: `${result.name} in the walkthrough's cell ${i + 1}: ${result.message}`,
        expected: 'a cell that runs',
        remedy: `Its code is:\n${source}\n${result.stack}`,
      });
    done.push({ kind: 'code', source, outputs: joinStreams(outputs), result });
  }
  await methods.endSession({ session }, context);
  context.progress({ stage: 'notebook', done: cells.length, total: cells.length });
  return notebookFile(done);
}

/** Neighbouring pieces of one stream become one output, as notebooks show them. */
function joinStreams(outputs: KeptOutput[]): KeptOutput[] {
  const joined: KeptOutput[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (output.kind !== 'display' && last?.kind === output.kind) last.text += output.text;
    else joined.push({ ...output });
  }
  return joined;
}
