/** A unit's top patches beneath the name that was clicked, fetched from the extension host, with the way to its page and to the survey. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { UnitDisplay } from '../../src/protocol/mining';
import type { ExplainedUnit } from '../../src/protocol/rendererMessages';
import { adoptStyles } from '../../webview/shared/adoptStyles';
import { UnitNames } from '../../webview/shared/unitNames';
import { UnitPatches } from '../shared/unitPatches';
import { DRAWER_STYLES } from './drawerStyles';
import type { HostLink } from './hostLink';

adoptStyles(DRAWER_STYLES);

/** Space in pixels that the drawer has below a name: with less of it, it takes its place in the page instead of lying over it. */
const ROOM = 420;
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
  const drawer = useRef<HTMLElement>(null);
  const top = useTopBelowName(drawer, unit);
  const go = (type: 'openUnit' | 'annotate') =>
    host.ask({ type, ...chosen }).then((answer) => setSaid(answer.type === 'failed' ? answer.message : ''));
  const failed = !display && !said.endsWith('…');
  return (
    <section
      ref={drawer}
      class={top === undefined ? 'dm-drawer' : 'dm-drawer dm-over'}
      style={{ top: top === undefined ? '' : `${top}px` }}
      aria-label={`Top patches of ${unit}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
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

/**
 * Where in the explanation the drawer begins, in pixels: just below the unit's name. A notebook's outputs cannot scroll by themselves, so what opened
 * elsewhere would not be seen. Undefined where it would reach beyond the explanation's end.
 */
function useTopBelowName(drawer: RefObject<HTMLElement | null>, unit: string): number | undefined {
  const [top, setTop] = useState<number>();
  useLayoutEffect(() => {
    const page = drawer.current?.closest('.dm-explanation');
    const name = [...(page?.querySelectorAll('.dm-link') ?? [])].find((link) => link.textContent?.includes(unit));
    if (!page || !name) return;
    const { top: start, bottom: end } = page.getBoundingClientRect();
    const { bottom } = name.getBoundingClientRect();
    setTop(end - bottom < ROOM ? undefined : bottom - start + 4);
  }, [drawer, unit]);
  return top;
}
