/** Styles of the drawer of a unit's patches. */
import { PATCH_STYLES } from '../shared/patchStyles';

export const DRAWER_STYLES = `${PATCH_STYLES}
.dm-drawer { margin-top: 16px; padding: 10px 12px; border: 1px solid var(--dm-line); border-radius: 3px; }
.dm-explanation { position: relative; }
.dm-over { position: absolute; z-index: 3; right: 0; left: 0; margin: 0; background: var(--vscode-notebook-editorBackground, var(--vscode-editor-background, canvas)); box-shadow: 0 4px 16px var(--vscode-widget-shadow, rgb(0 0 0 / 36%)); }
.dm-drawer-head { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
.dm-drawer-head h4 { margin-right: 8px !important; }
.dm-drawer-head :last-child { margin-left: auto; }
.dm-drawer > p .dm-button { margin-left: 8px; }
.dm-names p { margin: 0; }
.dm-names b { font-weight: 600; }
`;
