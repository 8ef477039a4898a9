/** What a file's name says: whether it may be an image, and what it is called without its ending. */

/** Endings of the formats that images/read.ts knows, best first: of one picture in several, the one that lost least is taken. */
const ENDINGS = ['dcm', 'dicom', 'ljpeg', 'tiff', 'tif', 'png', 'pgm', 'jpg', 'jpeg', 'jpe'];
const ENDING = new RegExp(`\\.(${ENDINGS.join('|')})(\\.gz)?$`, 'i');

export function mayBeImage(name: string): boolean {
  return ENDING.test(name) || !name.includes('.');
}

/** The name without the ending of an image. */
export function stemOf(name: string): string {
  return name.replace(ENDING, '');
}

/** Place of the name's ending among the formats, 0 the best. */
export function formatRank(name: string): number {
  const ending = ENDING.exec(name)?.[1].toLowerCase();
  return ending === undefined ? ENDINGS.length : ENDINGS.indexOf(ending);
}
