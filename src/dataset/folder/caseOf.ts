/** Which images of a folder are one case: the option dataset.caseOf. */
import { createContext, Script } from 'node:vm';
import { ProblemError } from '../../protocol/problem';
import type { ImageFile } from './layout';

/** An expression that takes longer than this over all names is refused: some take longer than a life for a single one. */
const SECONDS = 2;

/**
 * The case of each image, in their order: null for one by itself (`file`, or outside any folder with `folder`), undefined for one whose name the
 * expression does not match. Throws ProblemError `folder.caseOf` for an expression that is none, has not exactly one group, or takes too long.
 */
export function casesOf(images: readonly Pick<ImageFile, 'steps' | 'within'>[], caseOf: string): (string | null | undefined)[] {
  if (caseOf === 'file') return images.map(() => null);
  if (caseOf === 'folder') return images.map(({ within }) => (within === '' ? null : within.split('/')[0]));
  const expression = compile(caseOf);
  return matches(
    expression,
    images.map(({ steps }) => steps[steps.length - 1]),
  ).map((found) => found || undefined);
}

function compile(caseOf: string): RegExp {
  let expression: RegExp;
  try {
    expression = new RegExp(caseOf);
  } catch (error) {
    throw refused(caseOf, `which is no regular expression (${(error as Error).message})`);
  }
  // An empty alternative matches anything, and tells how many groups there are.
  const groups = new RegExp(`${caseOf}|`).exec('')!.length - 1;
  if (groups !== 1) throw refused(caseOf, `which has ${groups} groups`);
  return expression;
}

/** What the group holds in each name. The engine is interrupted from outside: no look at an expression tells how long it takes. */
function matches(expression: RegExp, names: readonly string[]): (string | undefined)[] {
  const context = createContext({ expression, names });
  const script = new Script('names.map((name) => expression.exec(name)?.[1])');
  try {
    return Array.from(script.runInContext(context, { timeout: SECONDS * 1000 }) as string[]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw refused(expression.source, `which takes more than ${SECONDS} seconds for ${names.length} file names`);
  }
}

function refused(caseOf: string, why: string): ProblemError {
  return new ProblemError({
    code: 'folder.caseOf',
    found: `dataset.caseOf "${caseOf}", ${why}`,
    expected: 'file, folder, or a regular expression with one group over the file name',
    remedy:
      'Correct it in deepminer.json; "^([^_]+)_" takes what stands before the first underscore. Write (?:…) for groups that are not the case, and no repetition inside another.',
  });
}
