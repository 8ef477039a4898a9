/** Styles of a unit's patches in rows. */
export const PATCH_STYLES = `
.dm-patches { display: grid; grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); gap: 8px; max-width: 860px; margin-top: 8px !important; list-style: none; }
.dm-patches li { display: grid; gap: 2px; font-size: 11px; }
.dm-patches canvas, .dm-patches .dm-missing { display: block; width: 100%; height: auto; aspect-ratio: 1; border-radius: 2px; background: #000; }
.dm-missing { display: grid !important; place-items: center; padding: 6px; color: #c8c8c8; text-align: center; }
.dm-patches + .dm-button { margin-top: 10px; }
`;
