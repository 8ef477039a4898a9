/** Styles of two explanations side by side. */
export const COMPARISON_STYLES = `
.dm-sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px 0; }
.dm-side { display: grid; grid-row: span 3; grid-template-rows: subgrid; row-gap: 0; min-width: 0; }
.dm-side .dm-panels { grid-template-columns: repeat(2, minmax(0, 1fr)); align-content: start; }
.dm-side h3 { overflow: hidden; margin-bottom: 2px; font-size: 14px; font-weight: 600; text-overflow: ellipsis; }
.dm-side:first-child { padding-right: 20px; }
.dm-side + .dm-side { padding-left: 20px; border-left: 1px solid var(--dm-line); }
.dm-side .dm-head { margin-bottom: 12px; }
.dm-differences :is(th[scope=col], td) { padding-left: 12px; text-align: right; vertical-align: top; }
.dm-differences thead th { overflow-wrap: anywhere; color: var(--dm-soft); }
.dm-differs td { font-weight: 600; }
@container (max-width: 720px) { .dm-sides { grid-template-columns: minmax(0, 1fr); } .dm-side:first-child { padding: 0; } .dm-side + .dm-side { padding: 14px 0 0; border-top: 1px solid var(--dm-line); border-left: 0; } }
`;
