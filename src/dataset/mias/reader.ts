/** Reads mini-MIAS: 322 films of 161 women, a table of abnormalities, circles for outlines. */
import path from 'node:path';
import { readBytes } from '../../images/bytes';
import { readImageHeader } from '../../images/read';
import type { Finding } from '../../protocol/finding';
import { type Problem, ProblemError } from '../../protocol/problem';
import type { Task } from '../../protocol/task';
import { finishDataset } from '../ending';
import { failureOf, LEST_NORMAL, oddity, omission } from '../fault';
import { filesBelow } from '../filesBelow';
import type { Case, Dataset, View } from '../model';
import { together } from '../together';
import { circleOutline, MIAS_SIDE, wholeOutline } from './outline';
import { type MiasFinding, type MiasTable, parseMiasTable } from './table';

export const EXPECTS = 'films mdb001.pgm … mdb322.pgm and their table Info.txt';
export const FILM = /^(mdb(\d{3}))\.(pgm|png|jpe?g|tiff?)(\.gz)?$/i;
export const TABLE = /^info(\.txt)?$/i;

const AT_ONCE = 16;
/** Side of a pixel in micrometres: the films were reduced to this from 50. */
const MICRONS = 200;
/** All films are mediolateral oblique. */
const PROJECTION = 'MLO';

/**
 * The two films of a woman, an odd number and the even one after it, are a case; odd numbers are right breasts and even ones left, as the data set's
 * own notes say. A film whose abnormality has no place is left out. Density has three steps here, which are not the ACR's, and is left open. Throws
 * ProblemError `dataset.missing` or `dataset.empty`, and the signal's reason on abort.
 */
export async function readMias(root: string, task: Task): Promise<Dataset> {
  const { files, problems } = await filesBelow(root, task.signal);
  const tableFile = files.find((file) => TABLE.test(path.basename(file)));
  if (!tableFile) throw noTable(root);
  const { table, problems: odd } = parseMiasTable(new TextDecoder('latin1').decode(await readBytes(tableFile)), tableFile);
  problems.push(...odd);
  const films = withoutDoubles(files, problems);
  const views = await together([...films], AT_ONCE, 'read data set', task, ([id, file]) => readFilm(id, file, table, tableFile, problems));
  const cases = new Map<string, Case>();
  for (const view of views) {
    if (!view) continue;
    const found = cases.get(view.caseId) ?? { id: view.caseId, dir: path.dirname(view.file), views: [] };
    found.views.push(view);
    cases.set(view.caseId, found);
  }
  const absent = [...table.keys()].filter((id) => !films.has(id));
  if (absent.length > 0) problems.push(noFilm(tableFile, absent));
  return finishDataset({ format: 'mini-mias', root, cases: [...cases.values()], problems }, EXPECTS);
}

/** Files by film, in the order of their numbers. A film in two formats is used once, a PGM first. */
function withoutDoubles(files: readonly string[], problems: Problem[]): Map<string, string> {
  const films = new Map<string, string>();
  const isPgm = (file: string) => /\.pgm(\.gz)?$/i.test(file);
  const found = files.filter((file) => FILM.test(path.basename(file))).sort((a, b) => Number(isPgm(b)) - Number(isPgm(a)));
  for (const file of found) {
    const id = FILM.exec(path.basename(file))![1].toLowerCase();
    const used = films.get(id);
    if (!used) films.set(id, file);
    else problems.push(oddity('mias.film.double', file, `film ${id} a second time`, `one; ${used} is used`, 'Remove one of the two.'));
  }
  return new Map([...films].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readFilm(id: string, file: string, table: MiasTable, tableFile: string, problems: Problem[]): Promise<View | undefined> {
  const film = table.get(id);
  if (film?.broken) return undefined;
  if (!film) {
    problems.push(
      omission(
        'mias.film.unlisted',
        file,
        `film ${id}, which ${path.basename(tableFile)} does not have`,
        'a line for every film',
        LEST_NORMAL,
      ),
    );
    return undefined;
  }
  try {
    const { width, height, bits } = await readImageHeader(file);
    if (width !== height)
      throw new ProblemError(
        omission(
          'mias.size',
          file,
          `${width} x ${height} pixels`,
          `${MIAS_SIDE} x ${MIAS_SIDE}`,
          'It was cut, and the table no longer fits it: restore it from its source. Until then it is left out.',
        ),
      );
    const findings = findingsOf(film.findings, { width, height }, id, tableFile, problems);
    if (!findings) return undefined;
    const number = Number(id.slice(3));
    const laterality = number % 2 === 1 ? 'RIGHT' : 'LEFT';
    const caseId = `mdb${String(number - ((number + 1) % 2)).padStart(3, '0')}`;
    const microns = (MICRONS * MIAS_SIDE) / width;
    return {
      id: `${caseId}.${laterality}_${PROJECTION}`,
      caseId,
      laterality,
      projection: PROJECTION,
      file,
      width,
      height,
      bits,
      microns,
      findings,
    };
  } catch (error) {
    problems.push(failureOf(error, 'mias.film.unreadable', file));
    return undefined;
  }
}

/** Undefined, with an error, when an abnormality has no place. */
function findingsOf(
  said: readonly MiasFinding[],
  size: { width: number; height: number },
  id: string,
  tableFile: string,
  problems: Problem[],
): Finding[] | undefined {
  const findings: Finding[] = [];
  for (const { lesions, pathology, circle, spread, line } of said) {
    // Calcifications said to be all over the breast have no circle, and are wherever one looks.
    const boundary = circle ? circleOutline(circle, size) : spread ? wholeOutline(size) : undefined;
    if (!boundary) {
      const found = circle ? `an abnormality of ${id} outside the film` : `an abnormality of ${id} without coordinates`;
      problems.push(omission('mias.place', { file: tableFile, line }, found, 'x, y and radius in the film', LEST_NORMAL));
      return undefined;
    }
    findings.push({ id: findings.length + 1, lesions, pathology, boundary, cores: [] });
  }
  return findings;
}

function noFilm(file: string, absent: readonly string[]): Problem {
  return oddity(
    'mias.film.missing',
    file,
    `${absent.length} films without a file (first: ${absent[0]})`,
    'a file for every film of the table',
    'The others are used; restore them from their source to have these too.',
  );
}

function noTable(root: string): ProblemError {
  return new ProblemError({
    code: 'dataset.empty',
    file: root,
    found: 'no Info.txt in this folder or below',
    expected: EXPECTS,
    remedy: 'Copy the table Info.txt of mini-MIAS beside the films, or correct dataset.root in deepminer.json.',
  });
}
