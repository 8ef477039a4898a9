/** Finds DDSM cases below a folder: every .ics with the views and overlays of the same case beside it. */
import path from 'node:path';
import type { Problem } from '../../protocol/problem';
import { filesBelow } from '../filesBelow';
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
  const { files, problems } = await filesBelow(root, signal);
  const cases: CaseFiles[] = [];
  const names = new Map<string, string[]>();
  for (const file of files) {
    const dir = path.dirname(file);
    const here = names.get(dir);
    if (here) here.push(path.basename(file));
    else names.set(dir, [path.basename(file)]);
  }
  for (const [dir, here] of names) collect(dir, here, cases, problems);
  return { cases, problems };
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
