/** Styles of the drawer of a unit's patches. */
import { PATCH_STYLES } from '../shared/patchStyles';

export const DRAWER_STYLES = `${PATCH_STYLES}
.dm-drawer { margin-top: 16px; padding: 10px 12px; border: 1px solid var(--dm-line); border-radius: 3px; }
.dm-drawer-head { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
.dm-drawer-head h4 { margin-right: 8px !important; }
.dm-drawer-head :last-child { margin-left: auto; }
.dm-drawer > p .dm-button { margin-left: 8px; }
.dm-names p { margin: 0; }
.dm-names b { font-weight: 600; }
`;
