/** Styles of mined units and similar views in a notebook. */
import { FIGURE_STYLES } from '../../webview/shared/figureStyles';
import { PATCH_STYLES } from '../shared/patchStyles';
import { BASE_STYLES } from '../shared/styles';

export const UNIT_STYLES = `${BASE_STYLES}${FIGURE_STYLES}${PATCH_STYLES}
.dm-unit-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 14px; margin-bottom: 4px; }
.dm-unit-head h3 { font-size: 15px; font-weight: 600; font-variant-numeric: tabular-nums; }
.dm-unit-head label { margin-left: auto; }
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
`;
