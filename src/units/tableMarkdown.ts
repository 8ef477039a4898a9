/** The table of units as Markdown; its pictures are files beside it. */
import { RESEARCH_NOTICE } from '../protocol/explanation';
import { annotationLines, conceptLine, sentenceCase, severalExperts, sourceLine, type UnitTable } from './table';

export interface MarkdownTable {
  text: string;
  /** Pictures by their path relative to the Markdown file. */
  pictures: Map<string, Uint8Array>;
}

/** `folder`: where the pictures go, relative to the file. */
export function tableMarkdown(table: UnitTable, folder: string): MarkdownTable {
  const pictures = new Map<string, Uint8Array>();
  const several = severalExperts(table);
  const rows = table.rows.map((row) => {
    const lines = annotationLines(row, several).map(({ words, quiet }) => `${plain(words)} (${plain(quiet)})`);
    const concept = conceptLine(row);
    if (lines.length === 0) lines.push('not annotated');
    if (concept) lines.push(`measured: ${plain(concept)}`);
    const images = row.patches.map(({ jpeg, words }, i) => {
      if (!jpeg) return 'picture missing';
      const file = `${folder}/${row.unit}-${i + 1}.jpg`;
      pictures.set(file, jpeg);
      return `![${plain(words)}](${file})`;
    });
    const place = row.className ? `<br>${plain(sentenceCase(row.className))} ${row.rank}` : '';
    return `| ${plain(row.unit)}${place} | ${row.categories.map(plain).join(', ')} | ${lines.join('<br>')} | ${images.join(' ')} |`;
  });
  const text = [
    `# Units of ${plain(table.run)}`,
    '',
    '| Unit | BI-RADS category | Annotation | Top patches |',
    '|---|---|---|---|',
    ...rows,
    '',
    plain(sourceLine(table)),
    '',
    RESEARCH_NOTICE,
    '',
  ].join('\n');
  return { text, pictures };
}

/** Words as words: nothing in them is markup, a cell's border or a line's end. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#!|~$:@]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
