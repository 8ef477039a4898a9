/** Tables as CSV text (RFC 4180): a header, a record a line, numbers in full. */

export type Cell = string | number | null | undefined;

/** Missing cells are empty. Line ends are \n, which every reader takes. */
export function csvText(header: readonly string[], records: Iterable<readonly Cell[]>): string {
  let text = `${header.map(cellText).join(',')}\n`;
  for (const record of records) text += `${record.map(cellText).join(',')}\n`;
  return text;
}

function cellText(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
