/** Writes a DDSM .ics file: what parseIcs reads. */
import type { Ics, IcsView } from './ics';

/** The text of a case's .ics. Fields that are not known are left blank, as in DDSM. */
export function writeIcs(ics: Ics): string {
  const lines = [
    'ics_version 1.0',
    `filename ${(ics.caseId ?? '').replaceAll('_', '-')}`,
    `PATIENT_AGE ${ics.age ?? ''}`,
    'FILM',
    'FILM_TYPE REGULAR',
    `DENSITY ${ics.density ?? ''}`,
    `DIGITIZER ${ics.digitizer ?? ''}`,
    'SEQUENCE',
    ...ics.views.map(viewLine),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function viewLine(v: IcsView): string {
  const field = (keyword: string, value: number | undefined) => (value === undefined ? [] : [keyword, value]);
  return [
    `${v.laterality}_${v.projection}`,
    ...field('LINES', v.height),
    ...field('PIXELS_PER_LINE', v.width),
    ...field('BITS_PER_PIXEL', v.bits),
    ...field('RESOLUTION', v.microns),
    ...(v.overlay === undefined ? [] : [v.overlay ? 'OVERLAY' : 'NON_OVERLAY']),
  ].join(' ');
}
