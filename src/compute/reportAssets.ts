/** The scripts and the style sheet of reports, from the extension's own bundles. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReportAssets } from '../explanation/report/folder';
import { ProblemError } from '../protocol/problem';

/** Throws ProblemError `report.assets` where they have not been built. */
export async function reportAssets(folder = bundledFolder()): Promise<ReportAssets> {
  const read = (name: keyof ReportAssets) =>
    readFile(path.join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      throw new ProblemError({
        code: 'report.assets',
        file: path.join(folder, name),
        found: 'no such file',
        expected: "the report's scripts and style sheet, which are built with DeepMiner",
        remedy: 'Install DeepMiner again; from its sources, run "npm run build".',
      });
    });
  const [report, index, style] = await Promise.all([read('report.js'), read('index.js'), read('report.css')]);
  return { 'report.js': report, 'index.js': index, 'report.css': style };
}

/** dist/report, beside this module's bundle or two folders above its source. */
function bundledFolder(): string {
  const here = fileURLToPath(import.meta.url);
  return here.endsWith('.ts') ? path.join(path.dirname(here), '..', '..', 'dist', 'report') : path.join(path.dirname(here), 'report');
}
