/** A study as a page to print on A4: several cases a sheet, boxes to tick, no script, nothing from elsewhere. */
import { createHash } from 'node:crypto';
import { escapeXml } from '../../explanation/svgText';
import { RESEARCH_NOTICE } from '../../protocol/explanation';
import { STUDY_CALLS, type StudyPlan } from '../../protocol/study';
import { type SheetCase, sheetCode } from './sheetTable';

const CONFIDENCE = [1, 2, 3, 4, 5];

/** The foot of every page tells where a loose one belongs. A study's name has letters, digits, - and _ alone. */
const foot = (plan: StudyPlan): string => `
@page { size: A4; margin: 16mm 15mm 20mm;
  @bottom-left { content: "${plan.name}, ${sheetCode(plan)}"; font: 9pt sans-serif; color: #444; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 9pt sans-serif; color: #444; } }
`;

const STYLE = `
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 0 4mm; max-width: 190mm; font: 10.5pt/1.4 system-ui, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; color: #111; background: #fff; }
@media screen { body { padding: 10mm 6mm; } }
@media print { body { padding: 0; max-width: none; } }
h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 1mm; }
.about { color: #444; margin: 0 0 4mm; font-size: 9pt; }
.about b { color: #111; }
.how { border-left: 1mm solid #111; padding-left: 3mm; margin: 0 0 6mm; }
.how p { margin: 0 0 1mm; }
.name { display: flex; gap: 8mm; margin: 0 0 6mm; }
.name span { flex: 1; border-bottom: 0.3mm solid #111; padding-bottom: 0.5mm; }
.case { break-inside: avoid; border-top: 0.3mm solid #999; padding: 3mm 0 3.5mm; display: grid; grid-template-columns: 24mm 1fr 58mm; gap: 4mm; }
.case h2 { font-size: 10.5pt; margin: 0; }
.case h2 small { display: block; font-weight: normal; color: #444; font-size: 8.5pt; }
ol { margin: 0; padding-left: 5mm; }
li { margin: 0 0 0.8mm; }
.row { display: flex; gap: 4mm; align-items: center; margin: 0 0 2mm; white-space: nowrap; }
.box i { flex: none; width: 4.4mm; height: 4.4mm; border: 0.35mm solid #111; border-radius: 0.8mm; margin-right: 1.5mm; display: inline-block; }
.box { display: inline-flex; align-items: center; }
.scale { display: flex; justify-content: space-between; }
.ends { display: flex; justify-content: space-between; color: #444; font-size: 8.5pt; }
@media screen and (max-width: 640px) { .case { grid-template-columns: 1fr; gap: 2mm; } .case > div { max-width: 58mm; } }
footer { border-top: 0.3mm solid #999; margin-top: 2mm; padding-top: 2mm; color: #444; font-size: 9pt; }
`;

/** The page of a reader: their cases in their order; nothing in it tells a truth, a unit or a view. */
export function sheetPage(plan: StudyPlan, reader: string, cases: readonly SheetCase[]): string {
  const style = foot(plan) + STYLE;
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  const title = `${plan.name}, answer sheet of ${reader}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeXml(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
<h1>Benign or malignant?</h1>
<p class="about">Study <b>${escapeXml(plan.name)}</b>, code <b>${sheetCode(plan)}</b>, ${cases.length} cases, reader <b>${escapeXml(reader)}</b></p>
<div class="how"><p>Each case gives the words that experts chose for what weighed most in a network's decision on a mammogram, the most influential first.</p>
<p>From these words alone: tick benign or malignant, and how sure you are, from 1 (guessed) to 5 (certain). Answer in this order${plan.choices.goBack ? '' : ' and do not go back'}; leave a case that you do not answer empty.</p></div>
<div class="name"><span>Date</span><span>Signature</span></div>
</header>
<main>
${cases.map((c, i) => caseRow(c, i + 1, cases.length)).join('\n')}
</main>
<footer>${escapeXml(RESEARCH_NOTICE)}</footer>
</body>
</html>
`;
}

function caseRow({ id, words }: SheetCase, place: number, of: number): string {
  const box = (label: string | number) => `<span class="box"><i></i>${label}</span>`;
  return `<section class="case"><h2>${escapeXml(id)}<small>${place} of ${of}</small></h2>
<ol>${words.map((unit) => `<li>${escapeXml(unit.join(' / '))}</li>`).join('')}</ol>
<div><div class="row">${STUDY_CALLS.map((call) => box(call === 'benign' ? 'Benign' : 'Malignant')).join('')}</div>
<div class="scale">${CONFIDENCE.map(box).join('')}</div>
<div class="ends"><span>guessed</span><span>certain</span></div></div></section>`;
}
