/** A DDSM .ics file: who was examined, on which scanner, and the size of each view. */
import type { Problem } from '../../protocol/problem';
import type { Laterality, Projection } from '../model';

export interface IcsView {
  laterality: Laterality;
  projection: Projection;
  /** Rows (LINES). */
  height?: number;
  /** Columns (PIXELS_PER_LINE). */
  width?: number;
  bits?: number;
  /** Side of a pixel (RESOLUTION). */
  microns?: number;
  /** Whether an overlay belongs to it; absent where the line does not say. */
  overlay?: boolean;
}

/** Dates are read over: nothing here points at a person. */
export interface Ics {
  /** `B_3024_1`, from the `filename` line. */
  caseId?: string;
  age?: number;
  /** ACR breast density 1-4. */
  density?: number;
  /** Scanner as written, e.g. `LUMISYS LASER`. */
  digitizer?: string;
  views: IcsView[];
}

/** Lines that carry nothing this project uses. */
const passedOver = new Set(['ICS_VERSION', 'DATE_OF_STUDY', 'FILM', 'FILM_TYPE', 'DATE_DIGITIZED', 'SELECTED', 'SEQUENCE']);

/** `B-3024-1` and `b_3024_1.ics` are the case `B_3024_1`. */
export function normaliseCaseId(name: string): string {
  return name
    .trim()
    .replace(/\.ics(\.gz)?$/i, '')
    .replaceAll('-', '_')
    .toUpperCase();
}

/** Reads the text. Never throws: blank and missing fields stay undefined, each oddity is a warning with its line. */
export function parseIcs(text: string, file: string): { ics: Ics; problems: Problem[] } {
  const ics: Ics = { views: [] };
  const problems: Problem[] = [];
  const warn = (line: number, found: string, expected: string, code = 'ddsm.ics.field') =>
    problems.push({
      severity: 'warning',
      code,
      file,
      line,
      found,
      expected,
      remedy: 'The field is left open; complete the .ics from its source if you can.',
    });

  for (const [i, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const words = raw.trim().split(/\s+/);
    const keyword = words[0].toUpperCase();
    const rest = words.slice(1);
    const number = (low: number, high: number) =>
      numberIn(rest[0], low, high, (found) => warn(i + 1, `${keyword} ${found}`, `${low} to ${high}`));
    const view = /^(LEFT|RIGHT)_(CC|MLO)$/.exec(keyword);
    if (keyword === '') continue;
    else if (view)
      ics.views.push(readView(view[1] as Laterality, view[2] as Projection, rest, (found, expected) => warn(i + 1, found, expected)));
    else if (keyword === 'FILENAME') ics.caseId = rest[0] ? normaliseCaseId(rest[0]) : undefined;
    else if (keyword === 'PATIENT_AGE') ics.age = number(1, 120);
    else if (keyword === 'DENSITY') ics.density = number(1, 4);
    else if (keyword === 'DIGITIZER') {
      ics.digitizer = rest.join(' ') || undefined;
      if (!ics.digitizer) warn(i + 1, 'DIGITIZER (blank)', 'a scanner: its optical density cannot be computed');
    } else if (!passedOver.has(keyword)) warn(i + 1, `"${raw.trim().slice(0, 60)}"`, 'a keyword of the .ics format', 'ddsm.ics.line');
  }
  const seen = new Set<string>();
  ics.views = ics.views.filter((v) => {
    const name = `${v.laterality}_${v.projection}`;
    if (seen.has(name)) warn(1, `${name} twice`, 'each view once; the first counts', 'ddsm.ics.view');
    return !seen.has(name) && seen.add(name);
  });
  return { ics, problems };
}

/** `LINES 4696 PIXELS_PER_LINE 3024 BITS_PER_PIXEL 12 RESOLUTION 50 OVERLAY`, in any order, any of them missing. */
function readView(
  laterality: Laterality,
  projection: Projection,
  words: string[],
  warn: (found: string, expected: string) => void,
): IcsView {
  const name = `${laterality}_${projection}`;
  const upper = words.map((w) => w.toUpperCase());
  const value = (keyword: string, low: number, high: number, whole = true) => {
    const at = upper.indexOf(keyword);
    const odd = (found: string) => warn(`${keyword} ${found} of ${name}`, `${low} to ${high}`);
    return numberIn(at < 0 ? undefined : upper[at + 1], low, high, odd, whole);
  };
  const overlay = upper.includes('NON_OVERLAY') ? false : upper.includes('OVERLAY') ? true : undefined;
  if (overlay === undefined) warn(`neither OVERLAY nor NON_OVERLAY for ${name}`, 'one of them; the file decides');
  return {
    laterality,
    projection,
    height: value('LINES', 1, 65535),
    width: value('PIXELS_PER_LINE', 1, 65535),
    bits: value('BITS_PER_PIXEL', 2, 16),
    microns: value('RESOLUTION', 1, 1000, false),
    overlay,
  };
}

/** A number in the range; only a pixel size may have decimals (43.5 microns). */
function numberIn(word: string | undefined, low: number, high: number, odd: (found: string) => void, whole = true): number | undefined {
  const value = Number(word);
  if (word !== undefined && word !== '' && value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
  odd(word || '(blank)');
  return undefined;
}
