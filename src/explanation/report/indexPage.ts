/** The report's first page: what was explained, the agreement table, what failed, and every view as a card that the page's script filters. */
import { RESEARCH_NOTICE } from '../../protocol/explanation';
import type { AgreementTable, FailedView, ReportedView, ReportPart } from '../../protocol/explanationReport';
import { escapeXml } from '../svgText';
import { leadingName } from '../unitWords';
import { probabilityWords } from '../wording';
import { AGREEMENT_COLUMNS, agreementNote, rowCells, rowName } from './agreementText';
import { address, htmlPage } from './viewPage';

export interface ReportIndex {
  run: string;
  part: ReportPart;
  className?: string;
  /** Content hashes. */
  network: string;
  mining: string;
  classes: readonly string[];
  /** The class that is found in almost every view: no outcome of its own. */
  background: string | null;
  views: readonly ReportedView[];
  failed: readonly FailedView[];
  /** Files that the data set leaves out, and why. */
  leftOut: readonly string[];
  agreement: AgreementTable;
}

export function indexPage(r: ReportIndex): string {
  const cases = new Set(r.views.map((v) => v.caseId)).size;
  const right = r.views.filter((v) => v.truth === v.decidedClass).length;
  const known = r.views.filter((v) => v.truth !== undefined).length;
  const about = r.className ? `, for ${r.className}` : '';
  const body = `<header>
<h1>Explanations of ${escapeXml(r.run)}, ${partWords(r.part)}${escapeXml(about)}</h1>
<p>${count(r.views.length, 'view')} of ${count(cases, 'case')}; ${right} of ${known} decided rightly.${r.failed.length > 0 ? ` <a href="#failed">${count(r.failed.length, 'view')} could not be explained.</a>` : ''}</p>
<p class="quiet">Network ${escapeXml(r.network.slice(0, 12))}, mining ${escapeXml(r.mining.slice(0, 12))}. <b>${escapeXml(RESEARCH_NOTICE)}</b></p>
</header>
<main>
<section aria-labelledby="views"><h2 id="views">Views</h2>
${filters(r)}
<p id="shown" role="status">${count(r.views.length, 'view')}</p>
<ol class="cards" id="cards">
${r.views.map((v) => card(v)).join('\n')}
</ol></section>
${agreementSection(r.agreement)}
${failedSection(r)}
</main>`;
  return htmlPage(`Explanations of ${r.run}`, '', 'index.js', body);
}

function partWords(part: ReportPart): string {
  return part === 'all' ? 'all views' : `${part === 'holdout' ? 'hold-out' : part} part`;
}

/** Hidden until the script that makes them work runs. */
function filters({ views, classes, background }: ReportIndex): string {
  const truths = [...new Set(views.flatMap((v) => v.truth ?? []))].sort((a, b) => place(classes, a) - place(classes, b));
  const options = (values: readonly string[]) => values.map((v) => `<option>${escapeXml(v)}</option>`).join('');
  const positives = classes.filter((c) => c !== background);
  const outcomes = positives
    .map(
      (c) =>
        `<optgroup label="${escapeXml(c)}">${(
          [
            ['tp', 'true positive'],
            ['fp', 'false positive'],
            ['fn', 'false negative'],
            ['tn', 'true negative'],
          ] as const
        )
          .map(([code, words]) => `<option value="${escapeXml(`${code} ${c}`)}">${escapeXml(`${c}: ${words}`)}</option>`)
          .join('')}</optgroup>`,
    )
    .join('');
  const field = (name: string, label: string, all: string, inside: string) =>
    `<label>${label}<select name="${name}"><option value="">${all}</option>${inside}</select></label>`;
  return `<form id="filters" hidden>
${field('truth', 'Truth', 'Any', options(truths))}
${field('decided', 'Decision', 'Any', options(classes))}
${field('outcome', 'Outcome', 'Any', `<option value="right">Right</option><option value="wrong">Wrong</option>${outcomes}`)}
${field('kind', 'Finding', 'Any', `${options(['mass', 'calcification', 'other'])}<option value="none">no finding</option>`)}
${field('unit', 'Unit named in evidence', 'Any', unitOptions(views))}
${field('sort', 'Order', 'View', classes.map((c) => `<option value="${escapeXml(c)}">${escapeXml(`Score ${c}, high to low`)}</option>`).join(''))}
<label>Search<input type="search" name="text" placeholder="View, class, word"></label>
<button type="reset">Show all</button>
</form>`;
}

/** Those shown in most views first. */
function unitOptions(views: readonly ReportedView[]): string {
  const shown = new Map<string, { words: string; times: number }>();
  for (const u of views.flatMap((v) => v.shown)) {
    const known = shown.get(u.unit) ?? { words: leadingName(u), times: 0 };
    shown.set(u.unit, { ...known, times: known.times + 1 });
  }
  return [...shown]
    .sort(([a, x], [b, y]) => y.times - x.times || a.localeCompare(b))
    .map(([unit, { words, times }]) => `<option value="${unit}">${escapeXml(`${words} (${unit}, ${count(times, 'view')})`)}</option>`)
    .join('');
}

function card(v: ReportedView): string {
  const kinds = [...new Set(v.findings.flatMap((f) => f.lesions.map((l) => l.kind)))];
  const verdict = v.truth === undefined ? '' : v.truth === v.decidedClass ? 'right' : 'wrong';
  const outlines = v.findings.map((f) => {
    const points = escapeXml(f.boundary.map((at) => (at + 0.5).toFixed(1)).join(' '));
    return `<polygon class="under" points="${points}"/><polygon points="${points}"/>`;
  });
  const text = [v.viewId, v.truth ?? '', v.decidedClass, v.summary, ...kinds, ...v.shown.map((u) => `${u.unit} ${leadingName(u)}`)];
  const data = {
    truth: v.truth ?? '',
    decided: v.decidedClass,
    kinds: kinds.join(' '),
    units: v.shown.map((u) => u.unit).join(' '),
    scores: JSON.stringify(v.scores),
    text: text.join(' ').toLowerCase(),
  };
  const attributes = Object.entries(data).map(([name, value]) => `data-${name}="${escapeXml(value)}"`);
  return `<li ${attributes.join(' ')}><a href="views/${address(v.viewId, '.html')}"><span class="picture"><img loading="lazy" src="thumbnails/${address(v.viewId, '.jpg')}" alt=""><svg viewBox="0 0 ${v.width} ${v.height}" preserveAspectRatio="xMidYMid meet" aria-hidden="true">${outlines.join('')}</svg></span><span class="name">${escapeXml(v.viewId)}</span></a>
<p class="verdict ${verdict}"><b>${escapeXml(v.decidedClass)}</b> ${probabilityWords(v.scores[v.decidedClass])}${verdict ? `<span>${verdict === 'right' ? 'right' : `wrong: ${escapeXml(v.truth!)}`}</span>` : ''}</p>
<p class="summary">${escapeXml(v.summary)}</p></li>`;
}

function agreementSection(t: AgreementTable): string {
  const head = ['', ...AGREEMENT_COLUMNS].map((c) => (c ? `<th scope="col">${c}</th>` : '<td></td>')).join('');
  const rows = t.rows.map(
    (r) =>
      `<tr><th scope="row">${escapeXml(rowName(r))}</th>${rowCells(r)
        .map((c) => `<td>${escapeXml(c)}</td>`)
        .join('')}</tr>`,
  );
  return `<section aria-labelledby="agreement"><h2 id="agreement">Agreement with the reports</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="agreement"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>
<p class="quiet">${escapeXml(agreementNote(t))} <a href="agreement.csv">As CSV</a></p></section>`;
}

function failedSection({ failed, leftOut }: ReportIndex): string {
  if (failed.length + leftOut.length === 0) return '';
  const items = [
    ...failed.map(({ viewId, reason }) => `<li><b>${escapeXml(viewId)}</b> ${escapeXml(reason)}</li>`),
    ...leftOut.map((reason) => `<li>${escapeXml(reason)}</li>`),
  ];
  return `<section aria-labelledby="failed"><h2 id="failed">Not explained</h2><ul class="failed">${items.join('')}</ul></section>`;
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}

const place = (classes: readonly string[], name: string) => (classes.includes(name) ? classes.indexOf(name) : classes.length);
