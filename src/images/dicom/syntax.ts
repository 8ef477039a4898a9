/** Transfer syntaxes: how elements and pixels are written. Source: PS3.5, Annex A; PS3.6, Annex A. */
import { unsupported } from './problem';

export type PixelCoding = 'raw' | 'rle' | 'jpeg' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg-2000';

export interface TransferSyntax {
  uid: string;
  name: string;
  coding: PixelCoding;
  implicit?: boolean;
  bigEndian?: boolean;
  deflated?: boolean;
}

export const IMPLICIT_LITTLE: TransferSyntax = {
  uid: '1.2.840.10008.1.2',
  name: 'implicit VR little endian',
  coding: 'raw',
  implicit: true,
};
export const EXPLICIT_LITTLE: TransferSyntax = { uid: '1.2.840.10008.1.2.1', name: 'explicit VR little endian', coding: 'raw' };

export const TRANSFER_SYNTAXES: readonly TransferSyntax[] = [
  IMPLICIT_LITTLE,
  EXPLICIT_LITTLE,
  { uid: '1.2.840.10008.1.2.1.99', name: 'deflated explicit VR little endian', coding: 'raw', deflated: true },
  { uid: '1.2.840.10008.1.2.2', name: 'explicit VR big endian', coding: 'raw', bigEndian: true },
  { uid: '1.2.840.10008.1.2.5', name: 'RLE lossless', coding: 'rle' },
  { uid: '1.2.840.10008.1.2.4.50', name: 'JPEG baseline', coding: 'jpeg' },
  { uid: '1.2.840.10008.1.2.4.51', name: 'JPEG extended', coding: 'jpeg' },
  { uid: '1.2.840.10008.1.2.4.57', name: 'JPEG lossless (process 14)', coding: 'jpeg-lossless' },
  { uid: '1.2.840.10008.1.2.4.70', name: 'JPEG lossless (process 14, selection value 1)', coding: 'jpeg-lossless' },
  { uid: '1.2.840.10008.1.2.4.80', name: 'JPEG-LS lossless', coding: 'jpeg-ls' },
  { uid: '1.2.840.10008.1.2.4.81', name: 'JPEG-LS near-lossless', coding: 'jpeg-ls' },
  { uid: '1.2.840.10008.1.2.4.90', name: 'JPEG 2000 lossless', coding: 'jpeg-2000' },
  { uid: '1.2.840.10008.1.2.4.91', name: 'JPEG 2000', coding: 'jpeg-2000' },
];

/** The syntax of a UID. Throws ProblemError `image.dicom.unsupported` for one that is not read (video, JPEG XL and such). */
export function transferSyntax(uid: string, file?: string): TransferSyntax {
  const found = TRANSFER_SYNTAXES.find((s) => s.uid === uid);
  if (found) return found;
  throw unsupported(
    file,
    uid === '' ? 'no transfer syntax' : `transfer syntax ${uid.replace(/[^\d.]/g, '?').slice(0, 64)}`,
    'uncompressed pixels, RLE, JPEG, JPEG lossless, JPEG-LS or JPEG 2000',
    'Convert the file to explicit VR little endian, with gdcmconv or dcmconv say.',
  );
}
