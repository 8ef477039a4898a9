/** Which scanner digitised a case: its volume letter and the DIGITIZER line together say it. */
import type { Scanner } from '../model';

/** Scanners of each volume letter (DDSM's calibration notes), by a word of the DIGITIZER line. */
const byLetter: Record<string, Record<string, Scanner>> = {
  A: { DBA: 'dba', HOWTEK: 'howtek-mgh' },
  B: { LUMISYS: 'lumisys' },
  C: { LUMISYS: 'lumisys' },
  D: { HOWTEK: 'howtek-ismd' },
};

/**
 * The scanner of a case such as `B_3024_1`. A blank DIGITIZER is filled in where a letter has one scanner only. Undefined when it is not known
 * or the two disagree: then no optical density is claimed.
 */
export function scannerOf(caseId: string, digitizer: string | undefined): Scanner | undefined {
  const choices = byLetter[/^([A-D])_/.exec(caseId)?.[1] ?? ''];
  const brand = /DBA|HOWTEK|LUMISYS/.exec((digitizer ?? '').toUpperCase())?.[0];
  if (choices) {
    if (brand) return choices[brand];
    const only = Object.values(choices);
    return !digitizer && only.length === 1 ? only[0] : undefined;
  }
  // HOWTEK alone is two scanners with two calibrations.
  return brand === 'DBA' ? 'dba' : brand === 'LUMISYS' ? 'lumisys' : undefined;
}
