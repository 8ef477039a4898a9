/** The look of a study's results, on the page and in notebooks: an evaluation's, with lanes, slopes and a list of cases. */
import { RESULT_STYLES } from '../evaluation/resultStyles';
import { LANE_STYLES } from '../laneStyles';

export const STUDY_STYLES = `${RESULT_STYLES}${LANE_STYLES}
.dm-study-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 20px; }
.dm-study header h2 { font-size: 15px; overflow-wrap: anywhere; }
.dm-answer { max-width: 96ch; margin-top: 10px; }
.dm-answer > p:first-child { font-size: 18px; font-weight: 600; line-height: 1.35; text-wrap: pretty; }
.dm-answer > p + p { margin-top: 3px; }
.dm-study .dm-lines { max-width: 100ch; margin: 10px 0 0; list-style: none; }
.dm-study .dm-lines li + li { margin-top: 3px; }
.dm-study .dm-warning { padding: 0 0 0 10px; }
.dm-study .dm-notes { padding: 0; color: var(--dm-soft); font-size: 12px; }
.dm-study-panels { margin-top: 18px; columns: 3 330px; column-gap: 36px; }
.dm-study .dm-figure { break-inside: avoid; margin-bottom: 26px; }
.dm-study .dm-figure > * + * { margin-top: 8px; }
.dm-study .dm-figure > p.dm-quiet { font-size: 12px; }
.dm-study .dm-plot { max-width: 300px; }
.dm-study .dm-slopes { max-width: 340px; }
.dm-plot .dm-curve-twin { stroke: var(--dm-accent); stroke-width: 1.6px; stroke-dasharray: 5 3; }
.dm-plot .dm-slope path { stroke: var(--dm-soft); stroke-width: 1.2px; opacity: 0.7; }
.dm-plot .dm-slope circle { fill: var(--dm-soft); }
.dm-plot .dm-slope-chosen path { stroke: var(--dm-accent); stroke-width: 2.2px; }
.dm-plot .dm-slope-chosen circle { fill: var(--dm-accent); }
.dm-plot .dm-slope-chosen text { fill: var(--vscode-foreground); font-weight: 600; }
.dm-lanes { width: 100%; border-collapse: collapse; table-layout: fixed; font-variant-numeric: tabular-nums; }
.dm-study .dm-lanes :is(th, td) { padding: 2px 0; border: 0; background: none; font-weight: 400; text-align: left; vertical-align: middle; }
.dm-study .dm-lanes thead :is(th, td) { color: var(--dm-soft); font-size: 11px; }
.dm-study .dm-lanes :is(th, td):first-child { width: 33%; padding-right: 8px; overflow-wrap: anywhere; }
.dm-study .dm-lanes :is(th, td):nth-child(3) { width: 30%; padding-left: 12px; }
.dm-study .dm-lanes :is(th, td):nth-child(4) { width: 15%; text-align: right; white-space: nowrap; }
.dm-study .dm-lanes-wide :is(th, td):first-child { width: 29%; }
.dm-study .dm-lanes-wide :is(th, td):nth-child(3) { width: 40%; }
.dm-study .dm-lanes th.dm-lane-group { width: auto; padding-top: 7px; font-weight: 600; }
.dm-lanes th .dm-quiet { white-space: nowrap; font-size: 11px; }
.dm-lane-axis span { display: flex; justify-content: space-between; }
.dm-lane-axis i { font-style: normal; }
.dm-lane-value { white-space: nowrap; }
.dm-lane-value .dm-quiet { font-size: 11px; }
.dm-lanes b { font-weight: 600; }
.dm-study .dm-lanes .dm-strong:not(:first-child) > * { border-top: 1px solid var(--dm-line); }
.dm-study .dm-lanes .dm-strong > th { font-weight: 600; }
.dm-study .dm-lanes .dm-chosen > th { box-shadow: -3px 0 0 var(--vscode-editor-background, transparent), -5px 0 0 var(--dm-accent); }
.dm-power { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.dm-study .dm-power :is(th, td) { padding: 3px 3px; font-size: 12px; white-space: nowrap; border: 0; border-bottom: 1px solid var(--dm-line); background: none; font-weight: 400; text-align: right; }
.dm-study .dm-power thead th { color: var(--dm-soft); font-size: 11px; vertical-align: bottom; white-space: normal; }
.dm-study .dm-power th:first-child { text-align: left; }
.dm-study .dm-power thead tr + tr th { text-align: right; }
.dm-study .dm-power td.dm-shaded { background: color-mix(in srgb, var(--dm-accent) var(--share), transparent); }
.dm-study .dm-power .dm-own :is(th, td) { font-weight: 600; border-block: 2px solid var(--vscode-foreground); }
.dm-power small { margin-left: 5px; color: var(--dm-soft); font-weight: 400; }
.dm-case-panel { margin-top: 4px; padding-top: 10px; border-top: 1px solid var(--dm-line); }
.dm-case-panel summary { cursor: pointer; }
.dm-case-panel .dm-segments { margin-top: 8px; }
.dm-cases { width: 100%; margin-top: 10px; border-collapse: collapse; }
.dm-study .dm-cases :is(th, td) { padding: 3px 14px 3px 0; border: 0; border-bottom: 1px solid var(--dm-line); background: none; font-weight: 400; text-align: left; vertical-align: top; }
.dm-study .dm-cases thead th { color: var(--dm-soft); font-size: 12px; }
.dm-study .dm-cases .dm-open > * { border-bottom-color: transparent; }
.dm-study .dm-cases .dm-case-more td { padding: 2px 0 8px 16px; }
.dm-study .dm-cases :is(th, td):last-child { padding-right: 0; }
.dm-cases small { display: block; white-space: nowrap; color: var(--dm-soft); font-size: 11px; }
.dm-case-id { padding: 0; border: 0; background: none; color: var(--vscode-textLink-foreground, inherit); font: inherit; font-variant-numeric: tabular-nums; white-space: nowrap; cursor: pointer; }
.dm-case-id:hover { background: none; text-decoration: underline; }
.dm-case-id::before { content: '▸'; display: inline-block; width: 13px; }
.dm-case-id[aria-expanded=true]::before { content: '▾'; }
.dm-case-words { display: flex; flex-wrap: wrap; gap: 0 6px; margin: 0; padding: 0; list-style: none; }
.dm-case-words li + li::before { content: '· '; color: var(--dm-soft); }
.dm-calls { display: flex; gap: 3px; margin: 0; padding: 0; list-style: none; }
.dm-call { min-width: 28px; padding: 0 5px; border: 1px solid var(--dm-line); border-radius: 3px; text-align: center; font-size: 12px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.dm-call-wrong { border: 1.5px solid var(--vscode-editorWarning-foreground, #bf8803); font-weight: 600; }
.dm-study .dm-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.dm-study .dm-button { margin-top: 8px; }
@container (max-width: 640px) {
  .dm-cases thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .dm-cases tr { display: flex; flex-wrap: wrap; gap: 3px 14px; padding: 6px 0; border-bottom: 1px solid var(--dm-line); }
  .dm-study .dm-cases :is(th, td) { border: 0; padding: 0; }
  .dm-cases td:nth-child(2) { order: 1; width: 100%; }
  .dm-study .dm-cases .dm-case-calls { order: 2; display: flex; align-items: baseline; gap: 5px; }
  .dm-case-calls[data-reader]::before { content: attr(data-reader); color: var(--dm-soft); font-size: 12px; }
  .dm-cases td:nth-child(3) { margin-left: auto; text-align: right; }
  .dm-calls { flex-wrap: wrap; }
}
@container (max-width: 400px) {
  .dm-study .dm-lanes :is(th, td):first-child { width: 29%; padding-right: 4px; }
  .dm-study .dm-lanes :is(th, td):nth-child(3) { width: 35%; padding-left: 8px; }
  .dm-study .dm-lanes :is(th, td):nth-child(4) { width: 18%; font-size: 12px; }
  .dm-study .dm-lanes-wide :is(th, td):first-child { width: 27%; }
  .dm-study .dm-lanes-wide :is(th, td):nth-child(3) { width: 46%; }
  .dm-study .dm-power :is(th, td) { padding: 3px 2px; font-size: 10px; }
  .dm-power small { display: block; margin: 0; }
}
`;
