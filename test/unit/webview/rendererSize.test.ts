/** A notebook loads a renderer before it shows anything: what it loads at first stays small. */
import { ok } from 'node:assert/strict';
import { build, type Metafile } from 'esbuild';

const root = new URL('../../../', import.meta.url).pathname;
const RENDERERS = ['explanation', 'units', 'evaluation', 'study'];
const MOST_BYTES = 60_000;

/** Bytes of a file and of all that it imports before it runs. */
function loadedAtFirst(file: string, outputs: Metafile['outputs'], seen = new Set<string>()): number {
  if (seen.has(file)) return 0;
  seen.add(file);
  const { bytes, imports } = outputs[file];
  const at = imports.filter(({ kind }) => kind === 'import-statement');
  return at.reduce((sum, { path }) => sum + loadedAtFirst(path, outputs, seen), bytes);
}

describe('notebook renderers', () => {
  let outputs: Metafile['outputs'];
  before(async () => {
    const built = await build({
      entryPoints: Object.fromEntries(RENDERERS.map((name) => [name, `notebook-renderers/${name}/renderer.tsx`])),
      bundle: true,
      minify: true,
      splitting: true,
      metafile: true,
      write: false,
      outdir: 'out',
      format: 'esm',
      target: 'es2022',
      legalComments: 'none',
      absWorkingDir: root,
    });
    outputs = built.metafile.outputs;
  });

  for (const name of RENDERERS)
    it(`${name} loads less than ${MOST_BYTES} bytes before it draws`, () => {
      const bytes = loadedAtFirst(`out/${name}.js`, outputs);
      ok(bytes > 0 && bytes < MOST_BYTES, `${bytes} bytes`);
    });
});
