/** The look of an evaluation, on the page and in notebooks: the theme's colours, one accent, class names of its own. */
import { RESULT_STYLES } from './resultStyles';

export const EVALUATION_STYLES = `${RESULT_STYLES}
.dm-evaluation .dm-meaning { max-width: 100ch; margin-top: 8px; }
.dm-evaluation .dm-numbers-of { display: grid; gap: 6px; margin-top: 12px; }
.dm-summary { display: flex; flex-wrap: wrap; gap: 8px 30px; font-variant-numeric: tabular-nums; }
.dm-summary dt { color: var(--dm-soft); font-size: 12px; }
.dm-summary dd { font-size: 15px; line-height: 1.3; white-space: nowrap; }
.dm-summary dd.dm-quiet { font-size: 12px; }
.dm-summary .dm-main dd:first-of-type { font-size: 22px; font-weight: 600; line-height: 1.1; padding-top: 2px; }
.dm-figures-of { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 22px 32px; margin-top: 18px; }
.dm-figure-breakdowns { grid-column: 1 / -1; max-width: 900px; }
@container (max-width: 960px) { .dm-figures-of { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@container (max-width: 620px) { .dm-figures-of { grid-template-columns: minmax(0, 1fr); } }
.dm-plot .dm-count-text { font-size: 9px; }
.dm-plot .dm-band { fill: var(--dm-accent); opacity: 0.2; }
.dm-plot .dm-thin { stroke-width: 1.4px; }
.dm-plot .dm-cross { stroke: var(--vscode-foreground); stroke-dasharray: 2 3; opacity: 0.75; }
.dm-plot .dm-point { fill: var(--vscode-editor-background, #fff); stroke: var(--vscode-foreground); stroke-width: 2px; }
.dm-plot .dm-bin { fill: var(--dm-accent); }
.dm-plot .dm-count { fill: var(--dm-accent); opacity: 0.45; }
.dm-figure-roc .dm-plot { cursor: crosshair; }
.dm-slider { display: flex; align-items: center; gap: 10px; max-width: 400px; margin-top: 2px; color: var(--dm-soft); white-space: nowrap; }
.dm-slider input { flex: 1; min-width: 60px; margin: 0; accent-color: var(--vscode-contrastActiveBorder, var(--vscode-button-background, #0078d4)); }
.dm-readouts { display: flex; flex-wrap: wrap; gap: 4px 20px; max-width: 400px; margin-top: 6px; font-variant-numeric: tabular-nums; }
.dm-readouts dt { color: var(--dm-soft); font-size: 12px; }
.dm-readouts + p { max-width: 400px; min-height: 4.4em; margin-top: 4px; font-size: 12px; }
.dm-forest { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.dm-evaluation .dm-forest :is(th, td) { padding: 2px 0; border: 0; background: none; font-weight: 400; text-align: left; vertical-align: middle; }
.dm-evaluation .dm-forest thead th { color: var(--dm-soft); font-size: 12px; padding-bottom: 4px; }
.dm-evaluation .dm-forest th:first-child { width: 18%; padding-right: 10px; }
.dm-evaluation .dm-forest .dm-counts { width: 17%; padding-right: 18px; color: var(--dm-soft); text-align: right; white-space: nowrap; }
.dm-evaluation .dm-forest th.dm-counts { white-space: normal; }
.dm-evaluation .dm-forest :is(td, th):last-child:not([colspan]) { width: 29%; padding-left: 16px; }
.dm-evaluation .dm-forest .dm-group { padding-top: 9px; font-weight: 600; }
.dm-evaluation .dm-forest .dm-inner { padding-left: 14px; }
.dm-forest .dm-bounds { white-space: nowrap; }
@container (max-width: 520px) {
  .dm-evaluation .dm-forest th:first-child { width: 23%; }
  .dm-evaluation .dm-forest .dm-inner { padding-left: 6px; }
  .dm-evaluation .dm-forest .dm-counts { width: 21%; padding-right: 10px; font-size: 11px; }
  .dm-evaluation .dm-forest :is(td, th):last-child:not([colspan]) { width: 26%; padding-left: 12px; }
}
.dm-forest b { font-weight: 600; }
.dm-lane { position: relative; display: block; height: 18px; }
.dm-lane::before { content: ''; position: absolute; inset: 50% 0 auto; border-top: 1px solid color-mix(in srgb, currentcolor 13%, transparent); }
.dm-axis .dm-lane { display: flex; justify-content: space-between; }
.dm-axis .dm-lane::before { display: none; }
.dm-axis i { font-style: normal; }
.dm-lane .dm-reference { position: absolute; top: -2px; bottom: -2px; border-left: 1px dashed var(--dm-soft); }
.dm-lane .dm-range { position: absolute; top: 50%; height: 2px; margin-top: -1px; min-width: 1px; background: var(--dm-accent); }
.dm-lane .dm-dot { position: absolute; top: 50%; width: 9px; height: 9px; margin: -4.5px 0 0 -4.5px; background: var(--dm-accent); }
.dm-lane .dm-hollow { background: var(--vscode-editor-background, transparent); border: 1.5px solid var(--dm-accent); }
`;
