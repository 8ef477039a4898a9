/**
 * The file of an expert's answers. A plain name (`reference`, `dr-wu`) is its own file name; any other becomes a readable
 * part and a hash of the exact name, so that no name leaves the folder and no two names share a file, also where the
 * file system does not tell upper from lower case. The name itself stands in every answer.
 */
import { createHash } from 'node:crypto';
import { ProblemError } from '../protocol/problem';

const PLAIN = /^[a-z0-9][a-z0-9_-]{0,47}$/;
/** Names that Windows gives to devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** File name without folder. Throws ProblemError `annotation.expert` for a blank name or one with control characters. */
export function expertFile(expert: string): string {
  const name = expertName(expert);
  if (PLAIN.test(name) && !DEVICE.test(name)) return `${name}.jsonl`;
  const readable = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32);
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  // `~` is in no plain name: the two forms never meet.
  return `${readable || 'expert'}~${hash}.jsonl`;
}

/** The name as it is compared and kept: composed Unicode, no blanks around it. */
export function expertName(expert: string): string {
  const name = expert.normalize('NFC').trim();
  if (name === '' || name.length > 200 || /[\p{Cc}\p{Cs}]/u.test(name))
    throw new ProblemError({
      code: 'annotation.expert',
      found: name === '' ? 'an expert without a name' : `the expert name ${JSON.stringify(name.slice(0, 60))}`,
      expected: 'a name of 1 to 200 printable characters',
      remedy: 'Enter the name under which the answers are to be kept.',
    });
  return name;
}
