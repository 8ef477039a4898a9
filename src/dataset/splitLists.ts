/** Split lists: text files that name the files, views or cases of each part, one a line, as the authors of the paper publish theirs. */
import path from 'node:path';
import { readBytes } from '../images/bytes';
import { type Problem, ProblemError } from '../protocol/problem';
import { oddity, omission } from './fault';
import type { Case, Part } from './model';

/** Absolute path of each part's list; a part without one is not listed. */
export type ListFiles = Partial<Record<Part, string>>;

export interface Listed {
  /** Cases that exactly one list names. */
  parts: Map<string, Part>;
  /** Cases that several lists name: in none of them is it safe to use them. */
  crossing: Set<string>;
  problems: Problem[];
}

/** Endings that mirrors add to a view's name, any number of them. */
const ENDINGS = /(\.(ljpeg|dcm|dicom|tiff?|png|pgm|jpe?g|jpe|gz|\d+))+$/i;
/** DDSM's volume before a case, as the published lists have it: `benign_01-B_3102_1`. */
const VOLUME = /^(benign|benign_without_callback|cancer|normal)_\d+-/i;

/**
 * The part of every case that a list names by its id, or by one of its views' ids or files. A case that several lists name is in none of them, with an
 * error. Names that nothing in the data set has, and names that several cases have, are told of with their count. Throws ProblemError `file.*` where a
 * list cannot be read, and `split.lists` where no line of any list names anything in the data set.
 */
export async function readSplitLists(root: string, cases: readonly Case[], lists: ListFiles): Promise<Listed> {
  const names = namesOf(root, cases);
  const named = new Map<string, Map<Part, { file: string; line: number }>>();
  const problems: Problem[] = [];
  for (const [part, file] of Object.entries(lists) as [Part, string][]) {
    const unknown: Line[] = [];
    const ambiguous: Line[] = [];
    for (const entry of await linesOf(file)) {
      const found = lookUp(entry.text, names);
      if (found.size === 0) unknown.push(entry);
      else if (found.size > 1) ambiguous.push(entry);
      for (const id of found.size === 1 ? found : []) {
        const places = named.get(id) ?? new Map<Part, { file: string; line: number }>();
        if (!places.has(part)) places.set(part, { file, line: entry.line });
        named.set(id, places);
      }
    }
    if (unknown.length > 0) problems.push(unknownNames(file, unknown));
    if (ambiguous.length > 0) problems.push(ambiguousNames(file, ambiguous));
  }
  if (named.size === 0) throw nothingNamed(lists);
  const parts = new Map<string, Part>();
  const crossing = new Set<string>();
  for (const [id, places] of named) {
    const [first, second] = places;
    parts.set(id, first[0]);
    if (!second) continue;
    parts.delete(id);
    crossing.add(id);
    problems.push(crossingCase(id, first, second));
  }
  return { parts, crossing, problems };
}

interface Line {
  text: string;
  /** 1-based. */
  line: number;
}

/** Lines that say something; what follows a # is a comment. */
async function linesOf(file: string): Promise<Line[]> {
  const text = new TextDecoder('utf-8').decode(await readBytes(file));
  return text
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({ text: line.replace(/^\s*#.*$/, '').trim(), line: i + 1 }))
    .filter((line) => line.text !== '');
}

/** Cases by every name that a list may call them or their views by, without capitals. */
function namesOf(root: string, cases: readonly Case[]): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  const add = (name: string, id: string) => {
    const key = name.toLowerCase();
    names.set(key, (names.get(key) ?? new Set()).add(id));
  };
  for (const { id, views } of cases) {
    add(id, id);
    for (const view of views) {
      const steps = path.relative(root, view.file).split(path.sep);
      // From the whole path below the root to the name alone.
      const tails = steps.map((_, i) => steps.slice(i).join('/'));
      for (const name of [view.id, ...tails, ...tails.map((tail) => tail.replace(ENDINGS, ''))]) add(name, id);
    }
  }
  return names;
}

/** The cases that a line may mean: by the whole of it first, then without endings and volume, then by the file's name alone. */
function lookUp(text: string, names: ReadonlyMap<string, Set<string>>): ReadonlySet<string> {
  const whole = text
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .toLowerCase();
  const base = path.posix.basename(whole);
  for (const name of [whole, whole.replace(ENDINGS, ''), base, base.replace(ENDINGS, ''), base.replace(ENDINGS, '').replace(VOLUME, '')]) {
    const found = names.get(name);
    if (found) return found;
  }
  return new Set();
}

function crossingCase(
  id: string,
  [part, at]: [Part, { file: string; line: number }],
  [other, there]: [Part, { file: string; line: number }],
): Problem {
  return omission(
    'split.list.crossing',
    there,
    `case ${id}, which the list of the ${part} part names too (${path.basename(at.file)}:${at.line})`,
    'each case in one list',
    `The case is left out, lest the network be measured on what it learned from; take it out of the ${part} or the ${other} list to use it.`,
  );
}

function unknownNames(file: string, lines: readonly Line[]): Problem {
  return oddity(
    'split.list.unknown',
    { file, line: lines[0].line },
    `${lines.length} names that nothing in the data set has (first: "${short(lines[0].text)}")`,
    'file names, view ids or case ids of the data set',
    'They are passed over, as a list of the whole data set has them for a part of it.',
  );
}

function ambiguousNames(file: string, lines: readonly Line[]): Problem {
  return omission(
    'split.list.ambiguous',
    { file, line: lines[0].line },
    `${lines.length} names that files of several cases have (first: "${short(lines[0].text)}")`,
    'names that one case has',
    'Write the path of the file below dataset.root; until then these lines say nothing.',
  );
}

function nothingNamed(lists: ListFiles): ProblemError {
  const [file] = Object.values(lists);
  return new ProblemError({
    code: 'split.lists',
    file,
    found: 'no line that names anything in the data set',
    expected: 'file names, view ids or case ids of the data set ("deepminer views" lists them)',
    remedy: 'Correct dataset.split.lists in deepminer.json, or the lists.',
  });
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
