/** How version control is to merge logs: every line of both sides is kept, and line ends stay as they are. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

const RULE = '# Answers of experts: a merge keeps the lines of both sides.\n*.jsonl merge=union text eol=lf\n';

/** Lays the rule beside the logs, where there is none. Throws what the file system throws. */
export async function allowMerges(dir: string): Promise<void> {
  try {
    await writeFile(path.join(dir, '.gitattributes'), RULE, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
