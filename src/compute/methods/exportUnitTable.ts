/** exportUnitTable: the table of units (paper, Figure 3) as Markdown with pictures beside it, as HTML and as SVG. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { writeFileWhole } from '../../project/files';
import { ProblemError } from '../../protocol/problem';
import { type ExportedTable, TABLE_FORMATS, type TableFormat } from '../../protocol/units';
import type { UnitTable } from '../../units/table';
import { tableHtml } from '../../units/tableHtml';
import { tableMarkdown } from '../../units/tableMarkdown';
import { tableSvg } from '../../units/tableSvg';
import type { Method } from '../method';
import { drawUnitTable } from '../unitTable';

/** Names in the folder. */
const NAME = 'units';

export const exportUnitTable: Method<'exportUnitTable'> = async ({ out, formats = [...TABLE_FORMATS], ...question }, context) => {
  const there = await stat(out).catch(() => undefined);
  if (there && !there.isDirectory()) throw noFolder(out);
  const table = await drawUnitTable(question, context);
  const files: ExportedTable['files'] = {};
  for (const format of TABLE_FORMATS) {
    if (!formats.includes(format)) continue;
    context.signal.throwIfAborted();
    files[format] = path.join(out, `${NAME}.${format}`);
    await write[format](table, files[format]);
  }
  const rows = table.rows.map(({ patches: _, ...row }) => row);
  return { run: table.run, mining: table.manifest.hash, rows, files };
};

const write: Record<TableFormat, (table: UnitTable, file: string) => Promise<void>> = {
  async md(table, file) {
    const { text, pictures } = tableMarkdown(table, NAME);
    // Pictures first: a table that is there has all of them.
    for (const [name, jpeg] of pictures) await writeFileWhole(path.join(path.dirname(file), name), jpeg);
    await writeFileWhole(file, text);
  },
  html: (table, file) => writeFileWhole(file, tableHtml(table)),
  svg: (table, file) => writeFileWhole(file, tableSvg(table)),
};

function noFolder(file: string): ProblemError {
  return new ProblemError({
    code: 'units.out',
    file,
    found: 'a file',
    expected: 'a folder, there or new',
    remedy: 'Name another folder; the table is several files.',
  });
}
