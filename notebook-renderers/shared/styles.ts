/** Styles that renderers share: an output takes the theme's colours and keeps to its own class names. */

/** The variables of an output, and the note that stands where one cannot be shown. */
export const NOTE_STYLES = `
.dm-output { --dm-line: var(--vscode-widget-border, var(--vscode-panel-border, color-mix(in srgb, currentcolor 22%, transparent)));
  --dm-soft: var(--vscode-descriptionForeground, inherit); --dm-accent: var(--vscode-charts-blue, var(--vscode-progressBar-background, #3794ff));
  --dm-outline: #b3123f; }
.dm-note { max-width: 72ch; padding: 8px 12px; border: 1px solid var(--vscode-inputValidation-warningBorder, #b89500); border-radius: 3px; color: var(--vscode-foreground); font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif); overflow-wrap: anywhere; }
.dm-note p { margin: 2px 0 0; }
`;

/** An article with toolbar, pictures, buttons and bars. */
export const BASE_STYLES = `${NOTE_STYLES}
.dm-explanation { container-type: inline-size; padding: 4px 2px 8px; color: var(--vscode-foreground); font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif); }
.dm-explanation * { box-sizing: border-box; }
.dm-explanation :is(p, h3, h4, ul, dl, dd, figure) { margin: 0; padding: 0; }
.dm-explanation :focus-visible { outline: 2px solid var(--vscode-focusBorder, #0078d4); outline-offset: 3px; }
.dm-quiet, .dm-explanation dt { color: var(--dm-soft); }
.dm-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.dm-source { display: flex; flex-wrap: wrap; gap: 0 16px; color: var(--dm-soft); }
.dm-source b { color: var(--vscode-foreground); font-weight: 600; }
.dm-warning { max-width: 86ch; margin-top: 6px !important; padding-left: 10px !important; border-left: 3px solid var(--vscode-editorWarning-foreground, #bf8803); }
.dm-toolbar { display: flex; min-width: 0; flex-wrap: wrap; align-items: center; gap: 6px 22px; margin: 12px 0 10px; padding: 6px 0; border-block: 1px solid var(--dm-line); border-inline: 0; }
.dm-toolbar label, .dm-unit-head label { display: inline-flex; align-items: center; gap: 7px; min-height: 24px; }
.dm-toolbar input { margin: 0; accent-color: var(--vscode-contrastActiveBorder, var(--vscode-button-background, #0078d4)); }
.dm-toolbar input[type=range] { width: 110px; }
.dm-explanation select { padding: 2px 6px; border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, var(--dm-line))); border-radius: 3px; background: var(--vscode-dropdown-background); color: var(--vscode-dropdown-foreground); font: inherit; }
.dm-panel { display: flex; flex-direction: column; min-width: 0; max-width: 320px; }
.dm-panel-title { margin-bottom: 4px; overflow: hidden; font-weight: 600; font-variant-numeric: tabular-nums; text-overflow: ellipsis; white-space: nowrap; }
.dm-frame { position: relative; overflow: hidden; border-radius: 2px; background: #000; cursor: crosshair; }
.dm-frame > * { position: absolute; inset: 0; display: block; width: 100%; height: 100%; }
.dm-frame svg * { fill: none; vector-effect: non-scaling-stroke; }
.dm-outline-under { stroke: rgb(255 236 240 / 75%); stroke-width: 3.5px; }
.dm-outline { stroke: var(--dm-outline); stroke-width: 2px; }
.dm-name { font-weight: 600; line-height: 1.35; text-wrap: pretty; }
.dm-name::first-letter { text-transform: uppercase; }
.dm-bar { flex: 1; min-width: 24px; height: 7px; background: color-mix(in srgb, currentcolor 12%, transparent); }
td .dm-bar { display: block; min-width: 60px; }
.dm-bar i { display: block; height: 100%; background: var(--dm-accent); }
.dm-bar i.dm-negative { background: repeating-linear-gradient(135deg, var(--dm-soft) 0 2px, transparent 2px 4px); }
.dm-explanation h4 { font-size: 13px; font-weight: 600; }
.dm-foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 20px; margin-top: 14px; color: var(--dm-soft); font-size: 12px; }
.dm-button { padding: 2px 10px; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 3px; background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); font: inherit; cursor: pointer; }
.dm-button:disabled { opacity: 0.5; cursor: default; }
.dm-button[aria-pressed=true] { outline: 1px solid var(--vscode-focusBorder, #0078d4); }
.vscode-high-contrast .dm-frame, .vscode-high-contrast-light .dm-frame, .vscode-high-contrast .dm-patches canvas, .vscode-high-contrast-light .dm-patches canvas { outline: 1px solid var(--vscode-contrastBorder); }
.vscode-high-contrast .dm-bar, .vscode-high-contrast-light .dm-bar { outline: 1px solid var(--vscode-contrastBorder); }
`;
