/** Styles of the unit figures, for a page and for the notebook renderer alike: the theme's colours, one accent, sign and state by form too. */
export const FIGURE_STYLES = `
.dm-unit-figures, .dm-names { --dm-line: var(--vscode-widget-border, var(--vscode-panel-border, color-mix(in srgb, currentcolor 22%, transparent)));
  --dm-soft: var(--vscode-descriptionForeground, inherit); --dm-accent: var(--vscode-charts-blue, var(--vscode-progressBar-background, #3794ff)); }
.dm-unit-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 290px), 1fr)); gap: 20px 36px; margin-top: 16px; padding-top: 14px; border-top: 1px solid var(--dm-line); }
.dm-figure-stack { display: grid; align-content: start; gap: 20px; min-width: 0; }
.dm-unit-figures :is(h4, p), .dm-names p { margin: 0; }
.dm-unit-figures h4 { font-size: 13px; font-weight: 600; }
.dm-unit-figures .dm-quiet, .dm-names .dm-quiet { color: var(--dm-soft); }
.dm-names b { font-weight: 600; }
.dm-figure-head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; }
.dm-figure-head label { display: inline-flex; align-items: center; gap: 6px; cursor: pointer; }
.dm-figure-head input { margin: 0; accent-color: var(--vscode-contrastActiveBorder, var(--vscode-button-background, #0078d4)); }
.dm-histogram-rows { display: grid; grid-template-columns: max-content minmax(60px, 1fr) max-content; gap: 6px 12px; margin-top: 8px; font-variant-numeric: tabular-nums; }
.dm-histogram-rows > span { align-self: end; line-height: 1.25; }
.dm-histogram-rows small { display: block; font-size: 11px; }
.dm-histogram-rows svg { display: block; width: 100%; height: 40px; overflow: visible; border-bottom: 1px solid var(--dm-soft); }
.dm-row-figure { text-align: right; }
.dm-bin { fill: var(--dm-accent); stroke: var(--vscode-editor-background, transparent); stroke-width: 1px; vector-effect: non-scaling-stroke; }
.dm-bin:hover { fill: var(--vscode-foreground); }
.dm-threshold-line { stroke: var(--vscode-foreground); stroke-width: 1px; stroke-dasharray: 3 3; vector-effect: non-scaling-stroke; pointer-events: none; }
.dm-axis { position: relative; height: 16px; color: var(--dm-soft); font-size: 11px; }
.dm-axis i { position: absolute; top: -2px; font-style: normal; white-space: nowrap; transform: translateX(-50%); }
.dm-axis i:first-child { transform: none; }
.dm-axis i:last-child { transform: translateX(-100%); }
.dm-axis .dm-axis-threshold { color: var(--vscode-foreground); }
.dm-unit-figures table { width: 100%; margin: 6px 0 0; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.dm-unit-figures :is(th, td) { padding: 2px 7px 2px 0; border: 0; background: none; font-weight: 400; text-align: left; vertical-align: middle; }
.dm-unit-figures :is(th, td):last-child { padding-right: 0; }
.dm-unit-figures thead th { color: var(--dm-soft); font-size: 12px; }
.dm-unit-figures .dm-figure { text-align: right; white-space: nowrap; }
.dm-unit-figures thead th:last-child { text-align: right; }
.dm-unit-figures .dm-bar-cell { width: 26%; min-width: 26px; }
.dm-concepts .dm-bar-cell { width: 50%; }
.dm-concepts .dm-reached > * { font-weight: 600; }
.dm-unit-figures :is(.dm-bar, .dm-diverging) { position: relative; display: block; min-width: 44px; height: 8px; background: color-mix(in srgb, currentcolor 12%, transparent); }
.dm-unit-figures .dm-bar i { display: block; height: 100%; background: var(--dm-accent); }
.dm-unit-figures .dm-bar u { position: absolute; top: -3px; bottom: -3px; width: 0; border-left: 2px solid var(--vscode-foreground); }
.dm-diverging::after { position: absolute; top: -3px; bottom: -3px; left: 50%; border-left: 1px solid var(--vscode-foreground); content: ""; }
.dm-diverging i { position: absolute; top: 0; bottom: 0; background: var(--dm-accent); }
.dm-unit-figures i.dm-negative { background: repeating-linear-gradient(135deg, var(--dm-soft) 0 2px, transparent 2px 4px); }
.vscode-high-contrast :is(.dm-bar, .dm-diverging), .vscode-high-contrast-light :is(.dm-bar, .dm-diverging) { outline: 1px solid var(--vscode-contrastBorder); }
`;
