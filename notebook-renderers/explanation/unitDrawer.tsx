/** A unit's top patches beneath the panels, fetched from the extension host, with the way to its page and to the survey. */
import { useEffect, useState } from 'preact/hooks';
import type { UnitDisplay } from '../../src/protocol/mining';
import type { ExplainedUnit } from '../../src/protocol/rendererMessages';
import { adoptStyles } from '../../webview/shared/adoptStyles';
import { UnitNames } from '../../webview/shared/unitNames';
import { UnitPatches } from '../shared/unitPatches';
import { DRAWER_STYLES } from './drawerStyles';
import type { HostLink } from './hostLink';

adoptStyles(DRAWER_STYLES);

/** The first question after a pause starts a process and reads pictures. */
const PATIENCE = 10;

export interface DrawerProps {
  chosen: ExplainedUnit;
  host: HostLink;
  onClose(): void;
}

export function UnitDrawer({ chosen, host, onClose }: DrawerProps) {
  const [display, setDisplay] = useState<UnitDisplay>();
  const [said, setSaid] = useState('Reading its top patches …');
  const { unit, run, network } = chosen;
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    setDisplay(undefined);
    setSaid('Reading its top patches …');
    host.ask({ type: 'unit', unit, run, network }, PATIENCE).then((answer) => {
      if (!current) return;
      if (answer.type === 'unit') setDisplay(answer.display);
      setSaid(answer.type === 'failed' ? answer.message : '');
    });
    return () => {
      current = false;
    };
  }, [host, unit, run, network, attempt]);
  const go = (type: 'openUnit' | 'annotate') =>
    host.ask({ type, ...chosen }).then((answer) => setSaid(answer.type === 'failed' ? answer.message : ''));
  const failed = !display && !said.endsWith('…');
  return (
    <section class="dm-drawer" aria-label={`Top patches of ${unit}`}>
      <div class="dm-drawer-head">
        <h4>{unit}</h4>
        <button type="button" class="dm-button" onClick={() => go('openUnit')}>
          Open unit
        </button>
        <button type="button" class="dm-button" onClick={() => go('annotate')}>
          Annotate
        </button>
        <button type="button" class="dm-button" onClick={onClose}>
          Close
        </button>
      </div>
      <p role="status" class={failed ? 'dm-warning' : 'dm-quiet'}>
        {said}
        {failed ? (
          <button type="button" class="dm-button" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </button>
        ) : null}
      </p>
      {display ? (
        <>
          <UnitNames annotations={display.annotations ?? []} unrecognized={display.unrecognized} />
          <UnitPatches display={display} patches={display.unit.patches} shown="segmented" />
        </>
      ) : null}
    </section>
  );
}
