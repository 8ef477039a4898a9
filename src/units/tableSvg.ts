/** The table of units as one SVG picture, for print: black on white, its patches inside. */
import { escapeXml, FONT, textLines, textWidth, wrap } from '../explanation/svgText';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import { annotationLines, conceptLine, sentenceCase, severalExperts, sourceLine, type UnitTable } from './table';
import { dataUri } from './tableHtml';

/** Pixels. */
const MARGIN = 24;
const SIDE = 104;
const GAP = 6;
const TEXT = 14;
const SMALL = 12;
const COLUMNS = { unit: 112, category: 142, annotation: 250 };
const PAD = 16;
const HEAD = 34;
const MUTED = '#5c5c5c';
const LINE = '#d0d0d0';

/** Throws nothing: what does not fit is wrapped, and rows grow with their words. */
export function tableSvg(table: UnitTable): string {
  const several = severalExperts(table);
  const most = Math.max(1, ...table.rows.map(({ patches }) => patches.length));
  const category = MARGIN + COLUMNS.unit + PAD;
  const annotation = category + COLUMNS.category + PAD;
  const patches = annotation + COLUMNS.annotation + PAD;
  const width = patches + most * (SIDE + GAP) - GAP + MARGIN;
  const head = ([text, x]: [string, number]) => textLines([text], x, MARGIN + TEXT, { size: TEXT, weight: 'bold' });
  const parts = [
    ...(
      [
        ['Unit', MARGIN],
        ['BI-RADS category', category],
        ['Annotation', annotation],
        ['Top patches', patches],
      ] as [string, number][]
    ).map(head),
  ];
  let y = MARGIN + HEAD;
  for (const row of table.rows) {
    const said = stack(
      [
        ...annotationLines(row, several).flatMap(({ words, quiet }) => [
          { text: words, size: TEXT },
          { text: quiet, size: SMALL, colour: MUTED },
        ]),
        ...(row.annotations.length === 0 ? [{ text: 'Not annotated', size: TEXT, colour: MUTED }] : []),
        ...(row.concept ? [{ text: `Measured: ${conceptLine(row)}`, size: SMALL, colour: MUTED }] : []),
      ],
      annotation,
      y,
      COLUMNS.annotation,
    );
    const called = stack(
      [
        { text: row.unit, size: TEXT, weight: 'bold' },
        ...(row.className ? [{ text: `${sentenceCase(row.className)} ${row.rank}`, size: SMALL, colour: MUTED }] : []),
      ],
      MARGIN,
      y,
      COLUMNS.unit,
    );
    const filed = stack(
      row.categories.map((text) => ({ text, size: TEXT })),
      category,
      y,
      COLUMNS.category,
    );
    const height = Math.max(SIDE, called.height, filed.height, said.height) + 2 * 8;
    const pictures = row.patches.map(({ jpeg, words: alt }, i) => {
      const at = `x="${patches + i * (SIDE + GAP)}" y="${y + 8}" width="${SIDE}" height="${SIDE}"`;
      const title = `<title>${escapeXml(alt)}</title>`;
      return jpeg ? `<image ${at} href="${dataUri(jpeg)}">${title}</image>` : `<rect ${at} fill="#eee">${title}</rect>`;
    });
    parts.push(`<path d="M${MARGIN} ${y}H${width - MARGIN}" stroke="${LINE}"/>`, called.svg, filed.svg, said.svg, ...pictures);
    y += height;
  }
  const foot = wrap(`${sourceLine(table)} ${RESEARCH_NOTICE}`, SMALL, width - 2 * MARGIN);
  parts.push(`<path d="M${MARGIN} ${y}H${width - MARGIN}" stroke="${LINE}"/>`);
  parts.push(textLines(foot, MARGIN, y + 22, { size: SMALL, colour: MUTED }));
  const height = y + 22 + Math.round(foot.length * SMALL * 1.35) + MARGIN - SMALL;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeXml(FONT)}"><title>${escapeXml(`Units of ${table.run}`)}</title><rect width="${width}" height="${height}" fill="#fff"/>${parts.join('\n')}</svg>\n`;
}

interface Words {
  text: string;
  size: number;
  weight?: 'bold';
  colour?: string;
}

/** Texts beneath each other, each wrapped to `width`, from `top` on. */
function stack(texts: readonly Words[], x: number, top: number, width: number): { svg: string; height: number } {
  let height = 0;
  const svg = texts.map(({ text, ...style }) => {
    const lines = textWidth(text, style.size) <= width ? [text] : wrap(text, style.size, width);
    const drawn = textLines(lines, x, top + height + 8 + style.size, style);
    height += lines.length * Math.round(style.size * 1.35);
    return drawn;
  });
  return { svg: svg.join(''), height };
}
