/**
 * Cells of tables that people open in a spreadsheet. A text that a spreadsheet would run as a formula gets an apostrophe in front, and one is
 * taken off such a cell when it is read: every text comes back as it was, also one that began with apostrophes.
 */

/** What spreadsheets take for a formula: a sign in front, in either width, behind blanks or not; or a control character that ends a cell. */
const FORMULA = String.raw`(?:\s*[=+\-@＝＋－＠]|[\t\r\n])`;
const TO_GUARD = new RegExp(`^'*${FORMULA}`);
const GUARDED = new RegExp(`^'+${FORMULA}`);

/** The text as it may stand in a cell. */
export const guarded = (text: string): string => (TO_GUARD.test(text) ? `'${text}` : text);
/** The text that stands in a cell. */
export const unguarded = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);

/** Several words in one cell, `SPICULATED; IRREGULAR`; a semicolon or backslash of their own has a backslash in front. */
export const joined = (words: readonly string[]): string => words.map((word) => word.replace(/[\\;]/g, '\\$&')).join('; ');

/** The words of such a cell; without the blank behind a semicolon, too. */
export function parted(cell: string): string[] {
  if (cell === '') return [];
  const words = [''];
  for (const [piece, escaped] of cell.matchAll(/\\([\s\S])|[\s\S]/g)) {
    if (piece === ';') words.push('');
    else words[words.length - 1] += escaped ?? piece;
  }
  return words.map((word, i) => (i > 0 && word.startsWith(' ') ? word.slice(1) : word));
}
