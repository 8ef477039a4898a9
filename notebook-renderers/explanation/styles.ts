/** The renderer's style sheet: a notebook output takes the theme's colours and keeps to its own class names. */
import { FIGURE_STYLES } from '../../webview/shared/figureStyles';

export const STYLES = `${FIGURE_STYLES}
.dm-output { --dm-line: var(--vscode-widget-border, var(--vscode-panel-border, color-mix(in srgb, currentcolor 22%, transparent)));
  --dm-soft: var(--vscode-descriptionForeground, inherit); --dm-accent: var(--vscode-charts-blue, var(--vscode-progressBar-background, #3794ff));
  --dm-outline: #b3123f; }
.dm-explanation { container-type: inline-size; padding: 4px 2px 8px; color: var(--vscode-foreground); font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif); }
.dm-explanation * { box-sizing: border-box; }
.dm-explanation :is(p, h3, h4, ul, dl, dd, figure) { margin: 0; padding: 0; }
.dm-explanation :focus-visible { outline: 2px solid var(--vscode-focusBorder, #0078d4); outline-offset: 3px; }
.dm-quiet, .dm-explanation dt { color: var(--dm-soft); }
.dm-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.dm-source { display: flex; flex-wrap: wrap; gap: 0 16px; color: var(--dm-soft); }
.dm-source b { color: var(--vscode-foreground); font-weight: 600; }
.dm-sentence { max-width: 86ch; padding-top: 4px !important; font-size: 15px; line-height: 1.5; text-wrap: pretty; }
.dm-warning { max-width: 86ch; margin-top: 6px !important; padding-left: 10px !important; border-left: 3px solid var(--vscode-editorWarning-foreground, #bf8803); }
.dm-toolbar { display: flex; min-width: 0; flex-wrap: wrap; align-items: center; gap: 6px 22px; margin: 12px 0 10px; padding: 6px 0; border-block: 1px solid var(--dm-line); border-inline: 0; }
.dm-toolbar label, .dm-unit-head label { display: inline-flex; align-items: center; gap: 7px; min-height: 24px; }
.dm-toolbar input { margin: 0; accent-color: var(--vscode-contrastActiveBorder, var(--vscode-button-background, #0078d4)); }
.dm-toolbar input[type=range] { width: 110px; }
.dm-explanation select { padding: 2px 6px; border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, var(--dm-line))); border-radius: 3px; background: var(--vscode-dropdown-background); color: var(--vscode-dropdown-foreground); font: inherit; }
.dm-panels { display: grid; grid-template-columns: repeat(var(--dm-half), minmax(0, 1fr)); gap: 18px 14px; border-radius: 2px; }
.dm-panel { display: flex; flex-direction: column; min-width: 0; max-width: 320px; }
.dm-panel-title { margin-bottom: 4px; overflow: hidden; font-weight: 600; font-variant-numeric: tabular-nums; text-overflow: ellipsis; white-space: nowrap; }
.dm-frame { position: relative; overflow: hidden; border-radius: 2px; background: #000; cursor: crosshair; }
.dm-frame > * { position: absolute; inset: 0; display: block; width: 100%; height: 100%; }
.dm-frame svg * { fill: none; vector-effect: non-scaling-stroke; }
.dm-outline-under { stroke: rgb(255 236 240 / 75%); stroke-width: 3.5px; }
.dm-outline { stroke: var(--dm-outline); stroke-width: 2px; }
.dm-mark { stroke: #fff; stroke-width: 1.5px; }
.dm-cursor-under { stroke: rgb(0 0 0 / 55%); stroke-width: 3px; }
.dm-cursor { stroke: rgb(255 255 255 / 85%); stroke-width: 1px; }
.dm-scale { display: grid; grid-template-columns: auto minmax(20px, 1fr) auto 3.4em; align-items: center; gap: 6px; margin-top: 5px; color: var(--dm-soft); font-size: 11px; font-variant-numeric: tabular-nums; }
.dm-ramp { position: relative; height: 6px; border-radius: 1px; }
.dm-ramp i { position: absolute; top: -2px; width: 2px; height: 10px; margin-left: -1px; background: var(--vscode-foreground); }
.dm-ramp i.dm-threshold { top: 7px; width: 0; height: 0; margin-left: -3px; border: 3px solid transparent; border-top: 0; border-bottom: 4px solid var(--dm-soft); background: none; }
.dm-readout { color: var(--vscode-foreground); text-align: right; }
.dm-panel figcaption { margin-top: 6px; }
.dm-name { font-weight: 600; line-height: 1.35; text-wrap: pretty; }
.dm-name::first-letter { text-transform: uppercase; }
.dm-swatch { display: inline-block; width: 12px; height: 0; margin-right: 6px; border-top: 3px solid var(--dm-outline); vertical-align: middle; }
.dm-report + .dm-report { margin-top: 6px; }
.dm-facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 1px 10px; margin-top: 3px !important; font-variant-numeric: tabular-nums; }
.dm-facts dd { display: flex; align-items: center; gap: 8px; }
.dm-facts b { font-weight: 600; }
.dm-bar { flex: 1; min-width: 24px; height: 7px; background: color-mix(in srgb, currentcolor 12%, transparent); }
td .dm-bar { display: block; min-width: 60px; }
.dm-bar i { display: block; height: 100%; background: var(--dm-accent); }
.dm-bar i.dm-negative { background: repeating-linear-gradient(135deg, var(--dm-soft) 0 2px, transparent 2px 4px); }
.dm-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 18px 36px; margin-top: 18px; padding-top: 14px; border-top: 1px solid var(--dm-line); }
.dm-explanation h4 { font-size: 13px; font-weight: 600; }
.dm-numbers + h4 { margin-top: 14px; }
.dm-numbers { width: 100%; margin-top: 5px; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.dm-numbers :is(th, td) { padding: 2px 0; border: 0; background: none; font-weight: 400; text-align: left; vertical-align: baseline; }
.dm-numbers td:last-child { padding-left: 12px; text-align: right; white-space: nowrap; }
.dm-numbers th { padding-right: 12px; }
.dm-bar-cell { width: 50%; }
.dm-features .dm-bar-cell { width: 24%; }
.dm-features td + td { padding-left: 12px; text-align: right; white-space: nowrap; }
.dm-features b { font-weight: 600; overflow-wrap: anywhere; }
.dm-features + p { margin-top: 4px; }
.dm-numbers .dm-decided > *, .dm-numbers tfoot > tr > * { font-weight: 600; }
.dm-numbers tfoot > tr > * { border-top: 1px solid var(--dm-line); }
.dm-foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 20px; margin-top: 14px; color: var(--dm-soft); font-size: 12px; }
.dm-unit-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 14px; margin-bottom: 4px; }
.dm-unit-head h3 { font-size: 15px; font-weight: 600; font-variant-numeric: tabular-nums; }
.dm-unit-head label { margin-left: auto; }
.dm-patches { display: grid; grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); gap: 8px; max-width: 860px; margin-top: 8px !important; list-style: none; }
.dm-patches li { display: grid; gap: 2px; font-size: 11px; }
.dm-patches canvas, .dm-patches .dm-missing { display: block; width: 100%; height: auto; aspect-ratio: 1; border-radius: 2px; background: #000; }
.dm-missing { display: grid !important; place-items: center; padding: 6px; color: #c8c8c8; text-align: center; }
.dm-patches + .dm-button { margin-top: 10px; }
.dm-button { padding: 2px 10px; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 3px; background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); font: inherit; cursor: pointer; }
.dm-button kbd { margin-left: 4px; font: inherit; letter-spacing: 1px; opacity: 0.8; }
.dm-button[aria-pressed=true] { outline: 1px solid var(--vscode-focusBorder, #0078d4); }
.dm-similar-views { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 180px), 1fr)); gap: 18px 16px; margin: 0; padding: 0; list-style: none; }
.dm-similar-views > li { min-width: 0; }
.dm-similar .dm-frame { cursor: default; }
.dm-similar .dm-frame + p { margin-top: 4px; }
.dm-similar .dm-missing { aspect-ratio: 2 / 3; border-radius: 2px; background: #000; }
.dm-query .dm-frame { outline: 2px solid var(--dm-accent); outline-offset: 1px; }
.dm-shared { margin-top: 6px !important; font-size: 12px; list-style: none; }
.dm-shared li + li { margin-top: 6px; }
.dm-shared b { font-weight: 600; font-variant-numeric: tabular-nums; }
.dm-pair { display: grid; grid-template-columns: minmax(24px, 1fr) max-content; align-items: center; gap: 0 8px; }
.dm-pair small { color: var(--dm-soft); font-size: 11px; line-height: 14px; font-variant-numeric: tabular-nums; }
.dm-note { max-width: 72ch; padding: 8px 12px; border: 1px solid var(--vscode-inputValidation-warningBorder, #b89500); border-radius: 3px; color: var(--vscode-foreground); font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif); overflow-wrap: anywhere; }
.dm-note p { margin: 2px 0 0; }
@container (min-width: 1300px) { .dm-panels { grid-template-columns: repeat(var(--dm-all), minmax(0, 1fr)); } }
@container (max-width: 560px) { .dm-panels { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@container (max-width: 300px) { .dm-panels { grid-template-columns: minmax(0, 1fr); } }
.vscode-high-contrast .dm-frame, .vscode-high-contrast-light .dm-frame, .vscode-high-contrast .dm-patches canvas, .vscode-high-contrast-light .dm-patches canvas { outline: 1px solid var(--vscode-contrastBorder); }
.vscode-high-contrast .dm-bar, .vscode-high-contrast-light .dm-bar { outline: 1px solid var(--vscode-contrastBorder); }
`;
