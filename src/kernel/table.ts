/** Tables in a notebook: rows of plain values as HTML that scrolls, the same in words as Node's console draws it. */
import { Console } from 'node:console';
import { Writable } from 'node:stream';

/** Rows that are drawn; the rest is counted. */
const MOST_ROWS = 300;
/** Columns that a person still reads side by side. */
const MOST_COLUMNS = 40;
const LONGEST_TEXT = 200;

type Row = Record<string, unknown>;

/** Whether a value is a list of flat objects, which a table shows better than braces do: none is empty, none holds more than values and short lists of them. */
export function isTabular(value: unknown): value is Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isFlat);
}

/** Items of a table. `rows`: objects, lists, or single values; `columns`: those to show, in their order; by default all that occur. */
export function tableItems(rows: readonly unknown[], columns?: readonly string[]): Record<string, string> {
  const drawn = rows.slice(0, MOST_ROWS).map(asRow);
  const names = (columns ?? [...new Set(drawn.flatMap((row) => Object.keys(row)))]).slice(0, MOST_COLUMNS);
  const rest = rows.length - drawn.length;
  const more = rest > 0 ? `${rest} more of ${rows.length} rows are not shown.` : undefined;
  return { 'text/html': html(drawn, names, more), 'text/plain': text(drawn, names) + (more ? `\n${more}` : '') };
}

const isPlain = (value: unknown): boolean => value === null || (typeof value !== 'object' && typeof value !== 'function');

function isFlat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  // Objects made in a cell have its context's prototype; classes with more to them are no rows.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false;
  const fields = Object.values(value);
  return fields.length > 0 && fields.every((field) => isPlain(field) || field instanceof Date);
}

function asRow(value: unknown): Row {
  if (Array.isArray(value)) return Object.fromEntries(value.map((field, i) => [String(i), field]));
  return isPlain(value) ? { value } : (value as Row);
}

function html(rows: readonly Row[], names: readonly string[], more: string | undefined): string {
  const numeric = new Set(names.filter((name) => rows.some((r) => typeof r[name] === 'number')));
  const cell = (name: string, value: unknown): string =>
    `<td${numeric.has(name) ? ' class="number"' : ''}>${escapeHtml(words(value))}</td>`;
  const head = names.map((name) => `<th scope="col"${numeric.has(name) ? ' class="number"' : ''}>${escapeHtml(name)}</th>`).join('');
  const body = rows.map((row) => `<tr>${names.map((name) => cell(name, row[name])).join('')}</tr>`).join('\n');
  const foot = more ? `<p>${escapeHtml(more)}</p>` : '';
  return `<div class="deepminer-table"><style>${STYLE}</style><div class="scroll" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>
${body}
</tbody></table></div>${foot}</div>`;
}

function text(rows: readonly Row[], names: readonly string[]): string {
  const printed = rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] === undefined ? '' : row[name]])));
  let drawn = '';
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      drawn += chunk;
      done();
    },
  });
  new Console({ stdout, colorMode: false }).table(printed);
  return drawn.trimEnd();
}

/** A value as it stands in a cell of the table; numbers to six digits that count. */
function words(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  const said = value instanceof Date ? value.toISOString() : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return said.length > LONGEST_TEXT ? `${said.slice(0, LONGEST_TEXT)} …` : said;
}

const STYLE = `
.deepminer-table { color: var(--vscode-foreground, CanvasText); font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif); }
.deepminer-table .scroll { max-height: 420px; overflow: auto; width: fit-content; max-width: 100%; }
.deepminer-table table { border-collapse: collapse; color: inherit; font: inherit; font-variant-numeric: tabular-nums; }
.deepminer-table th, .deepminer-table td { padding: 3px 16px 3px 0; border: 0; border-bottom: 1px solid color-mix(in srgb, currentcolor 14%, transparent); text-align: left; white-space: nowrap; }
.deepminer-table thead th { position: sticky; top: 0; font-weight: 600; background: var(--vscode-notebook-outputContainerBackgroundColor, var(--vscode-editor-background, Canvas)); }
.deepminer-table .number { text-align: right; }
.deepminer-table p { margin: 6px 0 0; color: var(--vscode-descriptionForeground, inherit); font-size: 12px; }
`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text as HTML shows it. */
export const escapeHtml = (said: string): string => said.replace(/[&<>"]/g, (c) => ENTITIES[c]);
