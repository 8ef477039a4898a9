/** The look of an evaluation, on the page and in notebooks: the theme's colours, one accent, class names of its own. */
export const EVALUATION_STYLES = `
.dm-evaluation { --dm-line: var(--vscode-widget-border, var(--vscode-panel-border, color-mix(in srgb, currentcolor 22%, transparent)));
  --dm-soft: var(--vscode-descriptionForeground, inherit); --dm-accent: var(--vscode-charts-blue, var(--vscode-progressBar-background, #3794ff));
  container-type: inline-size; color: var(--vscode-foreground); font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif); }
.dm-evaluation * { box-sizing: border-box; }
.dm-evaluation :is(p, h2, h3, dl, dd, fieldset, legend) { margin: 0; padding: 0; border: 0; }
.dm-evaluation h2 { font-size: 18px; font-weight: 600; line-height: 1.3; }
.dm-evaluation h3 { font-size: 13px; font-weight: 600; }
.dm-evaluation :focus-visible { outline: 2px solid var(--vscode-focusBorder, #0078d4); outline-offset: 2px; }
.dm-evaluation .dm-quiet { color: var(--dm-soft); font-weight: 400; }
.dm-evaluation .dm-source { display: flex; flex-wrap: wrap; gap: 0 16px; color: var(--dm-soft); font-variant-numeric: tabular-nums; }
.dm-evaluation .dm-warning { max-width: 86ch; margin-top: 8px; padding-left: 10px; border-left: 3px solid var(--vscode-editorWarning-foreground, #bf8803); }
.dm-choices { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 24px; margin-top: 14px; padding: 8px 0; border-block: 1px solid var(--dm-line); }
.dm-segments { display: flex; flex-wrap: wrap; align-items: center; }
.dm-segments legend { float: left; margin-right: 8px; color: var(--dm-soft); }
.dm-segments label { position: relative; }
.dm-segments input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.dm-segments span { display: block; padding: 3px 11px; border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--dm-line))); margin-left: -1px; }
.dm-segments label:first-of-type span { border-radius: 3px 0 0 3px; }
.dm-segments label:last-of-type span { border-radius: 0 3px 3px 0; }
.dm-segments input:checked + span { background: var(--vscode-list-activeSelectionBackground, var(--vscode-button-background)); color: var(--vscode-list-activeSelectionForeground, var(--vscode-button-foreground)); font-weight: 600; }
.vscode-high-contrast .dm-segments input:checked + span { outline: 1px solid var(--vscode-contrastActiveBorder, currentcolor); outline-offset: -3px; }
.dm-segments input:focus-visible + span { outline: 2px solid var(--vscode-focusBorder, #0078d4); outline-offset: 1px; z-index: 1; position: relative; }
.dm-evaluation .dm-meaning { max-width: 100ch; margin-top: 8px; }
.dm-evaluation .dm-numbers-of { display: grid; gap: 6px; margin-top: 12px; }
.dm-summary { display: flex; flex-wrap: wrap; gap: 8px 30px; font-variant-numeric: tabular-nums; }
.dm-summary dt { color: var(--dm-soft); font-size: 12px; }
.dm-summary dd { font-size: 15px; line-height: 1.3; white-space: nowrap; }
.dm-summary dd.dm-quiet { font-size: 12px; }
.dm-summary .dm-main dd:first-of-type { font-size: 22px; font-weight: 600; line-height: 1.1; padding-top: 2px; }
.dm-figures-of { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 22px 32px; margin-top: 18px; }
.dm-figure { min-width: 0; }
.dm-figure-breakdowns { grid-column: 1 / -1; max-width: 900px; }
.dm-figure > header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 12px; margin-bottom: 6px; padding-bottom: 3px; border-bottom: 1px solid var(--dm-line); }
@container (max-width: 960px) { .dm-figures-of { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@container (max-width: 620px) { .dm-figures-of { grid-template-columns: minmax(0, 1fr); } }
.dm-plot { display: block; width: 100%; max-width: 400px; overflow: visible; touch-action: none; }
.dm-plot text { fill: var(--dm-soft); font-size: 11px; font-variant-numeric: tabular-nums; }
.dm-plot .dm-count-text { font-size: 9px; }
.dm-plot path { fill: none; }
.dm-plot .dm-grid { stroke: color-mix(in srgb, currentcolor 13%, transparent); }
.dm-plot .dm-chance { stroke: var(--dm-soft); stroke-dasharray: 4 3; opacity: 0.7; }
.dm-plot .dm-band { fill: var(--dm-accent); opacity: 0.2; }
.dm-plot .dm-curve { stroke: var(--dm-accent); stroke-width: 2.2px; stroke-linejoin: round; }
.dm-plot .dm-thin { stroke-width: 1.4px; }
.dm-plot .dm-curve-other { stroke: var(--dm-soft); stroke-width: 1.1px; opacity: 0.65; }
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
.dm-confusion { width: 100%; max-width: 460px; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.dm-evaluation .dm-confusion :is(th, td) { padding: 6px 5px; border: 1px solid var(--dm-line); font-weight: 400; text-align: center; background: none; }
.dm-evaluation .dm-confusion th { color: var(--dm-soft); font-size: 12px; overflow-wrap: break-word; }
.dm-evaluation .dm-confusion tbody th { color: var(--vscode-foreground); text-align: left; }
.dm-evaluation .dm-confusion td { background: color-mix(in srgb, var(--dm-accent) var(--share), transparent); font-size: 15px; }
.dm-evaluation .dm-confusion td.dm-right { box-shadow: inset 0 0 0 1px var(--dm-soft); }
.dm-confusion small { display: block; font-size: 11px; }
.dm-confusion + p { margin-top: 6px; font-size: 12px; }
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
.dm-evaluation > p { margin-top: 10px; }
.dm-evaluation .dm-foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 20px; margin-top: 16px; padding-top: 8px; border-top: 1px solid var(--dm-line); color: var(--dm-soft); font-size: 12px; }
`;
