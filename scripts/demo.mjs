// npm run demo: the whole method once on synthetic mammograms, from a clean clone to an explanation.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build, ensurePackages, root, run } from './install.mjs';

const demo = path.join(root, 'demo');
try {
  await ensurePackages();
  await build();
  await rm(demo, { recursive: true, force: true });
  await run(process.execPath, [
    'dist/cli.cjs',
    'demo',
    path.join(demo, 'project'),
    '--summary',
    path.join(demo, 'summary.json'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  console.error(String(error.message ?? error));
  process.exitCode = error.code || 1;
}
