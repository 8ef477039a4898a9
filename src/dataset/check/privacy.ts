/** DICOM attributes that tell who the patient is. Their keywords are named; what they say never leaves the file. */
import type { CheckedProblem } from '../../protocol/dataCheck';
import { grouped } from '../grouped';
import { problemOf, type Seen } from './seen';

/** One problem for all files with the same attributes: whole data sets were exported alike. */
export function identifyingAttributes(seen: readonly Seen[]): CheckedProblem[] {
  const groups = grouped(
    // Where the identity was removed, what is left is a pseudonym.
    seen.filter(({ look: { dicom } }) => dicom && dicom.identifiers.length > 0 && !dicom.identityRemoved),
    (s) => [...s.look.dicom!.identifiers].sort().join(', '),
  );
  return [...groups].map(([keywords, theirs]) =>
    problemOf('privacy', theirs, {
      severity: 'warning',
      code: 'dicom.identifiers',
      found: `${keywords} in ${theirs.length === 1 ? 'this file' : `${theirs.length} files, this one among them`}`,
      expected: 'files without attributes that tell who the patient is',
      remedy: 'Remove them with a de-identification program before the data set leaves the hospital. No result here holds any of them.',
    }),
  );
}
