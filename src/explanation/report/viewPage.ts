/** One page a view: the explanation as JSON that the page's script draws, and its static picture for readers without scripts. */
import { portableName } from '../../project/fileName';
import { type Explanation, RESEARCH_NOTICE } from '../../protocol/explanation';
import { escapeXml } from '../svgText';
import { INDEX } from './folder';

/** Nothing from elsewhere, nothing inline: the report is read from the disk. */
export const POLICY = "default-src 'none'; img-src data: 'self'; style-src 'self'; script-src 'self'";

/** Ids of the views before and after, in the order of the index. */
export interface Neighbours {
  before?: string;
  after?: string;
}

export function htmlPage(title: string, root: string, script: string | undefined, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeXml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}report.css">
${script ? `<script src="${root}${script}" defer></script>\n` : ''}</head>
<body>
${body}
</body>
</html>
`;
}

export function viewPage(e: Explanation, neighbours: Neighbours): string {
  const words = `Explanation of ${e.viewId}: ${e.sentence}`;
  const body = `${navigation(e.viewId, neighbours)}
<main id="explanation" class="dm-output"><noscript><p>${escapeXml(e.summary)}</p><img class="still" src="${address(e.viewId, '.jpg')}" alt="${escapeXml(words)}"></noscript></main>
<script type="application/json" id="data">${embedded(e)}</script>`;
  return htmlPage(`${e.viewId}: ${e.decidedClass}`, '../', 'report.js', body);
}

/** In place of the page of a view that could not be explained. */
export function failedPage(viewId: string, reason: string, neighbours: Neighbours): string {
  const body = `${navigation(viewId, neighbours)}
<main><h2>This view could not be explained</h2><p class="problem">${escapeXml(reason)}</p><p class="quiet">${escapeXml(RESEARCH_NOTICE)}</p></main>`;
  return htmlPage(`${viewId}: not explained`, '../', undefined, body);
}

/** A view's file in its folder, as an address. */
export function address(viewId: string, ending: string): string {
  return escapeXml(`${encodeURIComponent(portableName(viewId))}${ending}`);
}

function navigation(viewId: string, { before, after }: Neighbours): string {
  const link = (id: string | undefined, words: string, rel: string) =>
    id === undefined
      ? `<span class="quiet">${words}</span>`
      : `<a rel="${rel}" href="${address(id, '.html')}" title="${escapeXml(id)}">${words}</a>`;
  return `<header class="bar"><nav aria-label="Views"><a href="../${INDEX}">All views</a>${link(before, 'Previous', 'prev')}${link(after, 'Next', 'next')}</nav><h1>${escapeXml(viewId)}</h1></header>`;
}

/** JSON that cannot end its script element. */
function embedded(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
