/** Styles of explanations and comparisons. */
import { BASE_STYLES } from '../shared/styles';

export const STYLES = `${BASE_STYLES}
.dm-sentence { max-width: 86ch; padding-top: 4px !important; font-size: 15px; line-height: 1.5; text-wrap: pretty; }
.dm-panels { display: grid; grid-template-columns: repeat(var(--dm-half), minmax(0, 1fr)); gap: 18px 14px; border-radius: 2px; }
.dm-mark { stroke: #fff; stroke-width: 1.5px; }
.dm-cursor-under { stroke: rgb(0 0 0 / 55%); stroke-width: 3px; }
.dm-cursor { stroke: rgb(255 255 255 / 85%); stroke-width: 1px; }
.dm-scale { display: grid; grid-template-columns: auto minmax(20px, 1fr) auto 3.4em; align-items: center; gap: 6px; margin-top: 5px; color: var(--dm-soft); font-size: 11px; font-variant-numeric: tabular-nums; }
.dm-ramp { position: relative; height: 6px; border-radius: 1px; }
.dm-ramp i { position: absolute; top: -2px; width: 2px; height: 10px; margin-left: -1px; background: var(--vscode-foreground); }
.dm-ramp i.dm-threshold { top: 7px; width: 0; height: 0; margin-left: -3px; border: 3px solid transparent; border-top: 0; border-bottom: 4px solid var(--dm-soft); background: none; }
.dm-readout { color: var(--vscode-foreground); text-align: right; }
.dm-panel-head { display: flex; align-items: start; gap: 4px; min-width: 0; }
.dm-panel-head .dm-panel-title { flex: 1; }
.dm-icon { display: grid; flex: none; place-items: center; width: 24px; height: 22px; padding: 0; border: 0; border-radius: 3px; background: none; color: var(--vscode-foreground); opacity: 0.75; cursor: pointer; }
.dm-icon:hover, .dm-icon:focus-visible { background: var(--vscode-toolbar-hoverBackground, transparent); opacity: 1; }
.dm-icon svg { width: 12px; height: 12px; fill: none; stroke: currentcolor; }
.dm-zoomed { cursor: grab; touch-action: none; }
.dm-zoomed:active { cursor: grabbing; }
.dm-frame > .dm-sheet { position: absolute; inset: auto; }
.dm-sheet > * { position: absolute; inset: 0; display: block; width: 100%; height: 100%; }
.dm-frame:focus-visible { outline-offset: 1px !important; }
.dm-large { display: grid; grid-column: 1 / -1; grid-template-columns: minmax(0, 1fr); order: -1; max-width: none; gap: 4px 18px; }
.dm-large figcaption { max-width: 60ch; }
.dm-link { padding: 0; border: 0; background: none; color: var(--vscode-textLink-foreground); font: inherit; text-align: left; text-decoration: underline; cursor: pointer; }
.dm-map-toggle { margin-left: 8px; }
.dm-picks { display: flex; flex-wrap: wrap; gap: 4px; }
.dm-picks select { min-width: 0; max-width: 100%; }
.dm-at-cursor td { white-space: nowrap; }
.dm-at-cursor caption { padding-bottom: 2px; color: var(--dm-soft); text-align: left; }
.dm-badge { padding: 0 7px; border: 1px solid var(--dm-line); border-radius: 9px; font-size: 12px; line-height: 18px; }
.dm-badge.dm-part-train { border-color: var(--vscode-editorWarning-foreground, #bf8803); color: var(--vscode-foreground); }
.dm-longer { max-width: 100ch; margin-top: 4px !important; color: var(--dm-soft); text-wrap: pretty; }
.dm-tools { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
.dm-threshold-choice { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; }
.dm-panel figcaption { margin-top: 6px; }
.dm-swatch { display: inline-block; width: 12px; height: 0; margin-right: 6px; border-top: 3px solid var(--dm-outline); vertical-align: middle; }
.dm-report + .dm-report { margin-top: 6px; }
.dm-facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 1px 10px; margin-top: 3px !important; font-variant-numeric: tabular-nums; }
.dm-facts dd { display: flex; align-items: center; gap: 8px; }
.dm-facts b { font-weight: 600; }
.dm-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 18px 36px; margin-top: 18px; padding-top: 14px; border-top: 1px solid var(--dm-line); }
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
.dm-button kbd { margin-left: 4px; font: inherit; letter-spacing: 1px; opacity: 0.8; }
@container (min-width: 1500px) { .dm-panels { grid-template-columns: repeat(var(--dm-all), minmax(0, 1fr)); } }
@container (max-width: 560px) { .dm-panels { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@container (max-width: 300px) { .dm-panels { grid-template-columns: minmax(0, 1fr); } }
@container (min-width: 700px) { .dm-large { grid-template-columns: minmax(0, 1fr) 230px; } .dm-large .dm-panel-head { grid-column: 1 / -1; } }
`;
