/** Info.txt of mini-MIAS: a line for every abnormality, parted by blanks. */
import type { Lesion, Pathology } from '../../protocol/finding';
import type { Problem } from '../../protocol/problem';
import { oddity, omission } from '../fault';

export interface MiasFinding {
  lesions: Lesion[];
  pathology: Pathology;
  /** In pixels of a film of 1024 x 1024; the origin is the lower left corner. */
  circle?: { x: number; y: number; radius: number };
  /** Said to be spread over the whole breast, in place of coordinates. */
  spread: boolean;
  /** 1-based. */
  line: number;
}

/** What the table says of each film, by its reference `mdb001`; none for a normal one. */
export type MiasTable = Map<string, { findings: MiasFinding[]; broken: boolean }>;

const REFERENCE = /^mdb\d{3}$/i;
/** Fatty, fatty-glandular, dense-glandular: three steps, which are not the four of the ACR. */
const TISSUES = new Set(['F', 'G', 'D']);

/** Classes of abnormality in the words of reports; MISC is "other, ill-defined masses". */
const LESIONS: Readonly<Record<string, Lesion>> = {
  CALC: { kind: 'calcification' },
  CIRC: { kind: 'mass', margins: ['CIRCUMSCRIBED'] },
  SPIC: { kind: 'mass', margins: ['SPICULATED'] },
  MISC: { kind: 'mass', margins: ['ILL_DEFINED'] },
  ARCH: { kind: 'mass', shape: ['ARCHITECTURAL_DISTORTION'] },
  ASYM: { kind: 'mass', shape: ['ASYMMETRIC_BREAST_TISSUE'] },
};

/** Reads the text; lines that begin with no reference are its heading. A film with a line that cannot be understood is `broken`. */
export function parseMiasTable(text: string, file: string): { table: MiasTable; problems: Problem[] } {
  const table: MiasTable = new Map();
  const problems: Problem[] = [];
  for (const [i, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const [reference, tissue, word, ...rest] = raw.trim().split(/\s+/);
    if (!REFERENCE.test(reference)) continue;
    const id = reference.toLowerCase();
    const film = table.get(id) ?? { findings: [], broken: false };
    table.set(id, film);
    const at = { file, line: i + 1 };
    const kind = word?.toUpperCase();
    if (!TISSUES.has(tissue?.toUpperCase()))
      problems.push(oddity('mias.tissue', at, `tissue "${tissue ?? ''}"`, 'F, G or D', 'It is passed over.'));
    if (kind === 'NORM') continue;
    if (kind === undefined || !Object.hasOwn(LESIONS, kind)) {
      film.broken = true;
      const expected = `NORM, ${Object.keys(LESIONS).join(', ')}`;
      problems.push(omission('mias.class', at, `class "${word ?? ''}" of ${id}`, expected, 'The film is left out; correct the line.'));
      continue;
    }
    film.findings.push({ ...finding(rest, at, id, problems), lesions: [LESIONS[kind]], line: i + 1 });
  }
  return { table, problems };
}

/** `B 535 425 197`, `B`, or `M *NOTE 3*`. */
function finding(
  words: readonly string[],
  at: { file: string; line: number },
  id: string,
  problems: Problem[],
): Pick<MiasFinding, 'pathology' | 'circle' | 'spread'> {
  const severity = words[0]?.toUpperCase();
  const known = severity === 'B' || severity === 'M';
  if (!known)
    problems.push(oddity('mias.severity', at, `severity "${words[0] ?? ''}" of ${id}`, 'B or M', 'The finding counts as unproven.'));
  const pathology = severity === 'B' ? 'benign' : severity === 'M' ? 'malignant' : 'unproven';
  const rest = known ? words.slice(1) : words.filter((word) => !/^[a-z]$/i.test(word));
  const numbers = rest.slice(0, 3).map(Number);
  const whole = numbers.length === 3 && numbers.every((n) => Number.isFinite(n)) && numbers[2] > 0;
  const [x, y, radius] = numbers;
  return { pathology, ...(whole && { circle: { x, y, radius } }), spread: /note/i.test(rest.join(' ')) };
}
