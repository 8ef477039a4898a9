/** Finds DDSM cases below a folder: every .ics with the views and overlays of the same case beside it. */
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Problem, ProblemError } from '../../protocol/problem';
import type { Laterality, Projection } from '../model';
import { normaliseCaseId } from './ics';

/** `LEFT_CC` and such. */
export type ViewName = `${Laterality}_${Projection}`;

export interface CaseFiles {
  /** `B_3024_1`, from the file names. */
  id: string;
  dir: string;
  ics: string;
  /** Pixel file and overlay by view. */
  pixels: Map<ViewName, string>;
  overlays: Map<ViewName, string>;
}

const VIEW_FILE = /^(.+)\.(LEFT|RIGHT)_(CC|MLO)\.(LJPEG|OVERLAY)(\.gz)?$/i;
/** A view that a mirror has converted: `B_3024_1.LEFT_CC.LJPEG.1.jpg`, `B_3024_1.LEFT_CC.png`. */
const CONVERTED_FILE = /^(.+)\.(LEFT|RIGHT)_(CC|MLO)(\.LJPEG)?(\.\d+)?\.(PNG|TIFF?|PGM|JPE?G)(\.gz)?$/i;
/** The volume that mirrors put before a case: `benign_01-B_3102_1`. */
const VOLUME = /^(benign|benign_without_callback|cancer|normal)_\d+-/i;
/** Of a view converted to several formats, the first: what lost least. */
const CONVERTED_ORDER = ['PNG', 'TIF', 'TIFF', 'PGM', 'JPG', 'JPEG'];
const ICS_FILE = /\.ics(\.gz)?$/i;

/**
 * All cases, in the order of their paths. Names may have `-` for `_` and stand in volumes nested at will. View files without an .ics are
 * reported. Throws ProblemError `dataset.missing` when the root is no folder.
 */
export async function findCases(root: string, signal: AbortSignal): Promise<{ cases: CaseFiles[]; problems: Problem[] }> {
  const isFolder = await stat(root).then(
    (s) => s.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new ProblemError({
      code: 'dataset.missing',
      file: root,
      found: 'no such folder',
      expected: 'the folder of the data set',
      remedy: 'Correct dataset.root in deepminer.json, or copy the data set there.',
    });
  const cases: CaseFiles[] = [];
  const problems: Problem[] = [];
  const visited = new Set<string>();
  const visit = async (dir: string): Promise<void> => {
    signal.throwIfAborted();
    // Mirrors are often made of links: follow them, but no folder twice.
    const real = await realpath(dir);
    if (visited.has(real)) return;
    visited.add(real);
    const { files, folders } = await list(dir, problems);
    collect(dir, files, cases, problems);
    for (const folder of folders) await visit(path.join(dir, folder));
  };
  await visit(root);
  return { cases, problems };
}

async function list(dir: string, problems: Problem[]): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for (const entry of await readdir(dir, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const target = entry.isSymbolicLink() ? await stat(path.join(dir, entry.name)).catch(() => entry) : entry;
      if (target.isDirectory()) folders.push(entry.name);
      else files.push(entry.name);
    }
  } catch (error) {
    problems.push({
      severity: 'error',
      code: 'dataset.folder',
      file: dir,
      found: `a folder that cannot be read (${(error as Error).message})`,
      expected: 'a folder of the data set',
      remedy: 'Correct its permissions; until then its cases are left out.',
    });
  }
  return { files: files.sort(), folders: folders.sort() };
}

/** Groups one folder's files by case. */
function collect(dir: string, files: string[], cases: CaseFiles[], problems: Problem[]): void {
  const here = new Map<string, CaseFiles>();
  for (const name of files.filter((f) => ICS_FILE.test(f))) {
    const id = normaliseCaseId(name.replace(VOLUME, ''));
    if (!here.has(id)) here.set(id, { id, dir, ics: path.join(dir, name), pixels: new Map(), overlays: new Map() });
  }
  const homeless = new Set<string>();
  for (const name of originalsFirst(files)) {
    const converted = CONVERTED_FILE.exec(name);
    const match = VIEW_FILE.exec(name) ?? converted;
    if (!match) continue;
    const id = normaliseCaseId(match[1].replace(VOLUME, ''));
    const found = here.get(id);
    if (!found) {
      homeless.add(id);
      continue;
    }
    const view = `${match[2]}_${match[3]}`.toUpperCase() as ViewName;
    const kind = converted || match[4].toUpperCase() === 'LJPEG' ? found.pixels : found.overlays;
    // Plain before gzipped: the list is sorted.
    if (!kind.has(view)) kind.set(view, path.join(dir, name));
  }
  cases.push(...here.values());
  for (const id of homeless)
    problems.push({
      severity: 'error',
      code: 'ddsm.ics.missing',
      file: path.join(dir, `${id.replaceAll('_', '-')}.ics`),
      found: `views of case ${id} without its .ics`,
      expected: 'the .ics file beside them',
      remedy: 'Restore it from the source; until then the case is left out.',
    });
}

/** The names in their order, but converted pictures last: an .LJPEG goes before them. */
function originalsFirst(files: readonly string[]): string[] {
  const rank = (name: string) => 1 + CONVERTED_ORDER.indexOf(CONVERTED_FILE.exec(name)?.[6].toUpperCase() ?? '');
  return [...files].sort((a, b) => rank(a) - rank(b));
}
