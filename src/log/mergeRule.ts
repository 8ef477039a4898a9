/** How version control is to merge logs: every line of both sides is kept, and line ends stay as they are. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { writeFileWhole } from '../project/files';

const ruleOf = (whose: string) => `# Answers of ${whose}: a merge keeps the lines of both sides.\n*.jsonl merge=union text eol=lf\n`;

/** Lays the rule beside the logs, where there is none; an empty file is what a full disk left of one. Throws ProblemError `file.*`, and what else the file system throws. */
export async function allowMerges(dir: string, whose: string): Promise<void> {
  const file = path.join(dir, '.gitattributes');
  const size = await stat(file).then(
    (found) => found.size,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return 0;
    },
  );
  if (size === 0) await writeFileWhole(file, ruleOf(whose));
}
