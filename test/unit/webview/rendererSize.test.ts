/** A notebook loads a renderer before it shows anything: each stays small. */
import { ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('../../../', import.meta.url).pathname;
const MOST_BYTES = 60_000;

describe('notebook renderers', () => {
  const entries = readdirSync(`${root}notebook-renderers`, { withFileTypes: true }).filter((e) => e.isDirectory() && e.name !== 'shared');
  for (const { name } of entries)
    it(`${name} is a bundle of less than ${MOST_BYTES} bytes`, async () => {
      const { outputFiles } = await build({
        entryPoints: [`${root}notebook-renderers/${name}/renderer.tsx`],
        bundle: true,
        minify: true,
        write: false,
        format: 'esm',
        target: 'es2022',
        legalComments: 'none',
        absWorkingDir: root,
      });
      ok(outputFiles[0].contents.length < MOST_BYTES, `${outputFiles[0].contents.length} bytes`);
    });
});
