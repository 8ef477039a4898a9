/** The cells of a new notebook, as an .ipynb (nbformat 4.5). */

interface Cell {
  kind: 'markdown' | 'code';
  source: string;
}

const CELLS: Cell[] = [
  {
    kind: 'markdown',
    source:
      '# DeepMiner\nCells are TypeScript. `deepminer` is this project: its views, runs, units and explanations. A cell shows the value of its last line.',
  },
  { kind: 'code', source: 'await deepminer.open()' },
  { kind: 'code', source: '(await deepminer.runs()).map(({ run, status, epochsDone }) => ({ run, status, epochsDone }))' },
  {
    kind: 'markdown',
    source: '## Explain a view\nA view of the test part with a finding: its class activation map and the named units behind the decision.',
  },
  {
    kind: 'code',
    source:
      "const views = await deepminer.views('test');\nconst view = views.find((v) => v.findings > 0) ?? views[0];\nawait deepminer.explain(view.viewId)",
  },
];

/** Content of the file: kernel DeepMiner, language TypeScript. */
export function starterNotebook(): Record<string, unknown> {
  return {
    cells: CELLS.map(({ kind, source }, i) => ({
      id: `cell-${i + 1}`,
      cell_type: kind,
      metadata: {},
      source: source.split(/(?<=\n)/),
      ...(kind === 'code' && { execution_count: null, outputs: [] }),
    })),
    metadata: {
      kernelspec: { name: 'deepminer', display_name: 'DeepMiner', language: 'typescript' },
      language_info: { name: 'typescript', file_extension: '.ts' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}
