/** One cell of a table of features: what counts as missing, and which texts are numbers. */

const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null']);
/** Beyond this a float32 loses itself; no measurement of a patient is as large. */
const LARGEST = 1e30;

/** The cell without the blanks around it; undefined where it is empty or says NA, NaN or null. */
export function given(cell: string): string | undefined {
  const text = cell.trim();
  return MISSING.has(text.toLowerCase()) ? undefined : text;
}

/** The number that the text spells, with a comma for the point where the table is written so; undefined where it spells none. */
export function numberOf(text: string, decimalComma: boolean): number | undefined {
  const plain = decimalComma ? text.replace(',', '.') : text;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return undefined;
  const value = Number(plain);
  return Math.abs(value) <= LARGEST ? value : undefined;
}
