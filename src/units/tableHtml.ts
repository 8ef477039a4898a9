/** The table of units as HTML with its pictures inside: a fragment for a notebook, or a page of its own. */
import { escapeXml } from '../explanation/svgText';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import { annotationLines, conceptLine, type DrawnPatch, sentenceCase, severalExperts, sourceLine, type UnitTable } from './table';

const MOST_IN_A_LINE = 8;

/** Colours follow the notebook's theme; on a page of its own, the system's. */
const STYLES = `
.deepminer-units { margin: 0; color: var(--vscode-foreground, CanvasText); font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif); }
.deepminer-units table { border-collapse: collapse; }
.deepminer-units th, .deepminer-units td { padding: 6px 16px 6px 0; border: 0; border-bottom: 1px solid color-mix(in srgb, currentcolor 20%, transparent); text-align: left; vertical-align: top; }
.deepminer-units thead th { font-weight: 600; }
.deepminer-units tbody th { font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.deepminer-units td:nth-child(3) { min-width: 170px; }
.deepminer-units p { margin: 0 0 2px; }
.deepminer-units small, .deepminer-units figcaption { color: var(--vscode-descriptionForeground, color-mix(in srgb, currentcolor 70%, transparent)); font-size: 12px; font-weight: 400; }
.deepminer-units figcaption { margin-top: 8px; }
.deepminer-units .patches { display: grid; grid-template-columns: repeat(var(--patches), minmax(40px, 96px)); gap: 4px; }
.deepminer-units img, .deepminer-units .missing { display: grid; place-items: center; width: 100%; aspect-ratio: 1; border-radius: 2px; background: #000; color: #ccc; font-size: 11px; }
@media print { .deepminer-units tr { break-inside: avoid; } }
`;

/** A `<figure>` with a style sheet of its own; every text is escaped. */
export function tableFragment(table: UnitTable): string {
  const several = severalExperts(table);
  const rows = table.rows.map((row) => {
    const lines = annotationLines(row, several).map(({ words, quiet }) => `<p>${escapeXml(words)} <small>${escapeXml(quiet)}</small></p>`);
    const concept = conceptLine(row);
    if (lines.length === 0) lines.push('<p><small>Not annotated</small></p>');
    if (concept) lines.push(`<p><small>Measured: ${escapeXml(concept)}</small></p>`);
    const place = row.className ? `<br><small>${escapeXml(sentenceCase(row.className))} #${row.rank}</small>` : '';
    return `<tr><th scope="row">${escapeXml(row.unit)}${place}</th><td>${row.categories.map(escapeXml).join('<br>')}</td><td>${lines.join('')}</td><td><div class="patches" style="--patches: ${Math.min(Math.max(row.patches.length, 1), MOST_IN_A_LINE)}">${row.patches.map(image).join('')}</div></td></tr>`;
  });
  return `<figure class="deepminer-units"><style>${STYLES}</style><table><thead><tr><th scope="col">Unit</th><th scope="col">BI-RADS category</th><th scope="col">Annotation</th><th scope="col">Top patches</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table><figcaption>${escapeXml(sourceLine(table))} ${RESEARCH_NOTICE}</figcaption></figure>`;
}

/** A page that needs no other file. */
export function tableHtml(table: UnitTable): string {
  const title = escapeXml(`Units of ${table.run}`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title}</title>
<style>:root { color-scheme: light dark; } body { margin: 24px; background: Canvas; } h1 { font: 600 18px system-ui, sans-serif; }</style>
</head>
<body>
<h1>${title}</h1>
${tableFragment(table)}
</body>
</html>
`;
}

function image({ jpeg, words }: DrawnPatch): string {
  if (!jpeg) return `<span class="missing" role="img" aria-label="${escapeXml(words)}, picture missing">missing</span>`;
  return `<img alt="${escapeXml(words)}" title="${escapeXml(words)}" src="${dataUri(jpeg)}">`;
}

export function dataUri(jpeg: Uint8Array): string {
  return `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`;
}
