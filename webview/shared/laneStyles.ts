/** Styles of lanes, for a page and for notebook renderers alike. */
export const LANE_STYLES = `
.lane { display: block; width: 100%; height: 16px; overflow: visible; --lane-accent: var(--dm-accent, var(--accent)); --lane-soft: var(--dm-soft, var(--soft)); }
.lane-bar, .lane-dot { fill: var(--lane-accent); }
.lane-whole { fill: color-mix(in srgb, currentcolor 16%, transparent); }
.lane-axis { stroke: color-mix(in srgb, currentcolor 14%, transparent); }
.lane-reference { stroke: var(--lane-soft); stroke-dasharray: 2 2; }
.lane-whisker { stroke: var(--lane-accent); stroke-width: 1.5; }
.lane-hollow { fill: var(--vscode-editor-background); stroke: var(--lane-accent); stroke-width: 1.5; }
`;
