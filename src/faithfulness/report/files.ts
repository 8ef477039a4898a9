/** Tables and figures beside faithfulness.json, for people who open the folder: CSV, SVG on paper, and the report in words. */
import { access, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeFileWhole } from '../../project/files';
import type { Faithfulness } from '../../protocol/faithfulness';
import { figuresOf, svgOf, titles } from './figures';
import { onPaper } from './ink';
import { tablesOf } from './tables';
import { textOf } from './words';

/** Writes every file anew, or with `absent` those alone that are not there. Throws ProblemError when the disk refuses. */
export async function writeReport(dir: string, f: Faithfulness, absent = false): Promise<void> {
  const files: [string, string][] = [
    ...tablesOf(f).map(([part, text]): [string, string] => [`faithfulness-${part}.csv`, text]),
    ...figuresOf(f, onPaper).map(([part, figure]): [string, string] => [`faithfulness-${part}.svg`, svgOf(part, figure, onPaper)]),
    ['faithfulness.txt', `${textOf(f)}\n`],
  ];
  // A part that cannot be measured any more leaves nothing of an earlier measurement.
  if (!absent)
    for (const part of Object.keys(titles))
      for (const kind of ['csv', 'svg']) await rm(path.join(dir, `faithfulness-${part}.${kind}`), { force: true });
  for (const [name, content] of files) {
    const file = path.join(dir, name);
    if (!(absent && (await isThere(file)))) await writeFileWhole(file, content);
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
