/** What an image file holds, before anything is made of it. */

export type ImageFormat = 'ljpeg' | 'dicom' | 'pgm' | 'png' | 'jpeg' | 'tiff';

/** What is known without reading the pixels. */
export interface ImageHeader {
  format: ImageFormat;
  width: number;
  height: number;
  /** Bits that a stored value may use. */
  bits: number;
  /** Channels of a colour picture are one grey value when read. */
  channels: number;
  /** Side of a pixel, where the file says it. */
  microns?: number;
  /** Of TIFF with several pages: their number. The first is read. */
  pages?: number;
  /** Of DICOM alone. */
  dicom?: DicomFacts;
}

export interface DicomFacts {
  laterality?: 'LEFT' | 'RIGHT';
  /** ViewPosition as written: CC, MLO, ML and so on. */
  viewPosition?: string;
  /** `MG` for mammograms. */
  modality?: string;
  /** Age in years. */
  age?: number;
  /** Keywords of attributes that tell who the patient is and are not empty (PatientName and such); never their values. */
  identifiers: readonly string[];
  /** Whether the file says that the patient's identity was removed (PatientIdentityRemoved): what `identifiers` names is then a pseudonym. */
  identityRemoved?: boolean;
}

/** Stored values of one image, row by row [height, width], 16 bits all the way: nothing is rounded to fewer. */
export interface Frame {
  width: number;
  height: number;
  /** Significant bits: values are below 2^bits. Signed values are shifted by 2^(bits - 1), so that order is kept. */
  bits: number;
  data: Uint16Array;
  /** Which end of the range is white; high where left out (DICOM: MONOCHROME1 is low). */
  white?: 'high' | 'low';
  /** Stored values to be shown as black-most and white-most, where the file says so (a DICOM window, brought back through its rescale), low first. */
  window?: readonly [number, number];
  /** Brightness was taken for grey: the file is in colour. */
  coloured?: boolean;
}
