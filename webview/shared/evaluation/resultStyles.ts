/** The look that results share, on pages and in notebooks: type, choices, titled figures, plots of two shares, matrices of counts. */
export const RESULT_STYLES = `
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
.dm-figure { min-width: 0; }
.dm-figure > header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 12px; margin-bottom: 6px; padding-bottom: 3px; border-bottom: 1px solid var(--dm-line); }
.dm-plot { display: block; width: 100%; max-width: 400px; overflow: visible; touch-action: none; }
.dm-plot text { fill: var(--dm-soft); font-size: 11px; font-variant-numeric: tabular-nums; }
.dm-plot path { fill: none; }
.dm-plot .dm-grid { stroke: color-mix(in srgb, currentcolor 13%, transparent); }
.dm-plot .dm-chance { stroke: var(--dm-soft); stroke-dasharray: 4 3; opacity: 0.7; }
.dm-plot .dm-curve { stroke: var(--dm-accent); stroke-width: 2.2px; stroke-linejoin: round; }
.dm-plot .dm-curve-other { stroke: var(--dm-soft); stroke-width: 1.1px; opacity: 0.65; }
.dm-confusion { width: 100%; max-width: 460px; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.dm-evaluation .dm-confusion :is(th, td) { padding: 6px 5px; border: 1px solid var(--dm-line); font-weight: 400; text-align: center; background: none; }
.dm-evaluation .dm-confusion th { color: var(--dm-soft); font-size: 12px; overflow-wrap: break-word; }
.dm-evaluation .dm-confusion tbody th { color: var(--vscode-foreground); text-align: left; }
.dm-evaluation .dm-confusion td { background: color-mix(in srgb, var(--dm-accent) var(--share), transparent); font-size: 15px; }
.dm-evaluation .dm-confusion td.dm-right { box-shadow: inset 0 0 0 1px var(--dm-soft); }
.dm-confusion small { display: block; font-size: 11px; }
.dm-confusion + p { margin-top: 6px; font-size: 12px; }
.dm-evaluation > p { margin-top: 10px; }
.dm-evaluation .dm-foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 20px; margin-top: 16px; padding-top: 8px; border-top: 1px solid var(--dm-line); color: var(--dm-soft); font-size: 12px; }
`;
