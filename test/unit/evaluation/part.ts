/** A part of a data set for evaluation tests: cases of four views, each view with the findings it is given, patches that cover them. */
import type { Case, View } from '../../../src/dataset/model';
import type { Patch } from '../../../src/patches/patch';
import { configSchema } from '../../../src/project/config';
import type { Finding, Pathology } from '../../../src/protocol/finding';

export const classes = ['normal', 'benign', 'malignant'];
export const rule = configSchema.parse({}).patches;
const SIDE = 100;
const PLACES = [
  ['LEFT', 'CC'],
  ['LEFT', 'MLO'],
  ['RIGHT', 'CC'],
  ['RIGHT', 'MLO'],
] as const;

/** The view of a case by its number, 0-3: left CC, left MLO, right CC, right MLO. */
export function viewIdOf(caseId: string, view: number): string {
  return `${caseId}.${PLACES[view].join('_')}`;
}

export function caseWith(
  id: string,
  findings: readonly (readonly Finding[])[],
  more: { density?: number; scanner?: View['scanner'] } = {},
): Case {
  const { density, scanner } = more;
  const views = PLACES.map(
    ([laterality, projection], i): View => ({
      id: viewIdOf(id, i),
      caseId: id,
      laterality,
      projection,
      file: `/nowhere/${id}.${i}`,
      width: 10 * SIDE,
      height: SIDE,
      bits: 12,
      scanner,
      findings: [...(findings[i] ?? [])],
    }),
  );
  return { id, dir: `/nowhere/${id}`, density, views };
}

/** A finding that fills the square `place` of its view, 0-9. */
export function findingAt(place: number, pathology: Pathology, more: Partial<Finding> = {}): Finding {
  const [left, right] = [place * SIDE, (place + 1) * SIDE - 1];
  return {
    id: place + 1,
    lesions: [{ kind: 'mass' }],
    pathology,
    boundary: [left, 0, right, 0, right, SIDE - 1, left, SIDE - 1],
    cores: [],
    ...more,
  };
}

/** The patch over the square `place` of its view. */
export function patchAt(viewId: string, place: number, label: number): Patch {
  return { viewId, x: place * SIDE, y: 0, size: SIDE, label, tissue: 1 };
}
