/** Whether bytes are a DICOM file, with its preamble or without. Source: PS3.10, section 7.1. */

const PREAMBLE = 128;
/** Where a data set without preamble begins in practice: group length, length to end, character set, image type, instance, class. */
const FIRST_ELEMENTS = new Set([0x0000, 0x0001, 0x0005, 0x0006, 0x0008, 0x0012, 0x0014, 0x0016, 0x0018]);
/** Every storage class that DICOM defines begins so; spelt out within the first elements, where nothing else has it. */
const STORAGE_CLASS = '1.2.840.10008.5.1.4.1.1.';
const SEARCHED = 1024;

export type DicomForm = 'preamble' | 'meta' | 'dataset';

/**
 * `preamble`: a whole file; `meta`: one that lost its preamble and begins with the file meta information; `dataset`: little endian elements alone;
 * undefined: no DICOM. Looks at the first kilobyte; never throws.
 */
export function dicomForm(bytes: Uint8Array): DicomForm | undefined {
  if (ascii(bytes, PREAMBLE, PREAMBLE + 4) === 'DICM') return 'preamble';
  const group = bytes[0] | (bytes[1] << 8);
  const element = bytes[2] | (bytes[3] << 8);
  if (group === 2 && element <= 1 && /^(UL|OB)$/.test(ascii(bytes, 4, 6))) return 'meta';
  if (group === 8 && FIRST_ELEMENTS.has(element) && ascii(bytes, 0, SEARCHED).includes(STORAGE_CLASS)) return 'dataset';
  return undefined;
}

/** Whether a data set without meta information spells its value representations out. */
export function isExplicit(bytes: Uint8Array): boolean {
  return /^[A-Z]{2}$/.test(ascii(bytes, 4, 6));
}

const ascii = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');
