/** What can be wrong with a DICOM file, said to the person who has it. */
import { ProblemError } from '../../protocol/problem';

/** The file ends before its image does. */
export function truncated(file: string | undefined, found: string, expected: string): ProblemError {
  return new ProblemError({ code: 'image.dicom.truncated', file, found, expected, remedy: 'Copy or download the file again.' });
}

/** The file says something that cannot be. */
export function corrupt(file: string | undefined, found: string, expected: string): ProblemError {
  return new ProblemError({ code: 'image.dicom.corrupt', file, found, expected, remedy: 'Copy or download the file again.' });
}

/** A whole file of a kind that is not read. */
export function unsupported(file: string | undefined, found: string, expected: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'image.dicom.unsupported', file, found, expected, remedy });
}
