/** Views whose breast lies at the other edge than its side wants, and headers that name another side or projection. */
import type { CheckedProblem } from '../../protocol/dataCheck';
import { problemOf, type Seen } from './seen';

/** So many views, of both sides, tell how a data set hangs its pictures … */
const LEAST_VIEWS = 6;
/** … when so many of them agree. A data set that turns every breast to one edge has none that do. */
const AGREEING = 0.8;

/**
 * Left breasts lie at the left edge and right ones at the right, or all the other way round: which of the two holds is told from the data set
 * itself, and the few views that differ are named.
 */
export function wrongSides(seen: readonly Seen[]): CheckedProblem[] {
  const told = seen.flatMap((s) => {
    const { laterality } = s.view;
    const edge = s.look.facts?.edge;
    return laterality && edge ? [{ s, edge, laterality, own: edge === laterality.toLowerCase() }] : [];
  });
  const own = told.filter((t) => t.own).length / told.length;
  const bothSides = new Set(told.map((t) => t.laterality)).size === 2;
  if (told.length < LEAST_VIEWS || !bothSides || (own < AGREEING && own > 1 - AGREEING)) return [];
  return told
    .filter((t) => t.own !== own >= AGREEING)
    .map(({ s, edge, laterality }) =>
      problemOf('suspect', [s], {
        severity: 'warning',
        code: 'view.side',
        found: `the breast at the ${edge} edge of ${s.view.id}`,
        expected: `a ${laterality.toLowerCase()} breast at the ${edge === 'left' ? 'right' : 'left'} edge, as in the other views of this data set`,
        remedy: 'Look at the picture and its film marker: it is mirrored, or its side is wrong.',
      }),
    );
}

/** DICOM headers that contradict what the data set says of the view, or are of no mammogram. */
export function contradictingHeaders(seen: readonly Seen[]): CheckedProblem[] {
  return seen.flatMap((s) => {
    const { dicom } = s.look;
    const { laterality, projection } = s.view;
    const warn = (code: string, found: string, expected: string) =>
      problemOf('suspect', [s], {
        severity: 'warning',
        code,
        found,
        expected,
        remedy: 'Look at the picture; correct the header or the table, or remove the file.',
      });
    const position = dicom?.viewPosition?.toUpperCase();
    return [
      ...(laterality && dicom?.laterality && dicom.laterality !== laterality
        ? [warn('view.header.side', `${dicom.laterality} in the header of ${s.view.id}`, `${laterality}, as the data set says`)]
        : []),
      ...(projection && (position === 'CC' || position === 'MLO') && position !== projection
        ? [warn('view.header.projection', `${position} in the header of ${s.view.id}`, `${projection}, as the data set says`)]
        : []),
      // Scanned films that were saved as DICOM are OT or SC.
      ...(dicom?.modality && !['MG', 'OT', 'SC', 'CR', 'DX'].includes(dicom.modality)
        ? [warn('view.header.modality', `a picture of modality ${dicom.modality}`, 'a mammogram (MG)')]
        : []),
    ];
  });
}
