/** INbreast's files, by the number that each image has in all of them. */
import path from 'node:path';

export interface ImageFile {
  /** `22580192`. */
  number: string;
  /** What the name says of the patient: it joins images to cases, and goes nowhere else. */
  patient: string;
  /** `L`, `R`, as the name has it. */
  side: string;
  /** `CC`, `ML`. */
  projection: string;
  file: string;
}

const DICOM = /^(\d+)_([0-9a-z]+)_MG_([LR])_([A-Z]+)(?:_ANON)?\.dcm$/i;
const XML = /^(\d+)\.xml$/i;

export interface InbreastFiles {
  images: Map<string, ImageFile>;
  /** Regions by image number. */
  xml: Map<string, string>;
  /** DICOM files of other names. */
  strangers: string[];
  table?: string;
  /** The table as it is delivered. */
  spreadsheet?: string;
}

/** Sorts the files of a data set by what they are; of two with one number the first counts. */
export function inbreastFiles(files: readonly string[]): InbreastFiles {
  const found: InbreastFiles = { images: new Map(), xml: new Map(), strangers: [] };
  for (const file of files) {
    const name = path.basename(file);
    const image = DICOM.exec(name);
    const xml = XML.exec(name);
    if (image) {
      const [, number, patient, side, projection] = image;
      if (!found.images.has(number)) found.images.set(number, { number, patient: patient.toLowerCase(), side, projection, file });
    } else if (xml) {
      if (!found.xml.has(xml[1])) found.xml.set(xml[1], file);
    } else if (/\.dcm$/i.test(name)) found.strangers.push(file);
    else if (/^inbreast\.csv$/i.test(name)) found.table ??= file;
    else if (/^inbreast\.xlsx?$/i.test(name)) found.spreadsheet ??= file;
  }
  return found;
}

/**
 * Case id of a patient: `inbreast_` and the lowest number among their images. It says nothing of the patient, and follows from their own images alone, so that
 * it stays when those of others come or go.
 */
export function caseIdOf(numbers: readonly string[]): string {
  return `inbreast_${numbers.reduce((a, b) => (byNumber(a, b) <= 0 ? a : b))}`;
}

/** Numbers of any length, in their order. */
export const byNumber = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
