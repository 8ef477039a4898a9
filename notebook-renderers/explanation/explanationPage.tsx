/** The explanation of one view (SPEC 8; paper, Figures 4 and 5): a sentence, the panels, and the numbers behind them. */
import { useState } from 'preact/hooks';
import type { Explanation } from '../../src/protocol/explanation';
import { decodeGrid } from '../../src/protocol/grid';
import { valueAt } from '../../webview/shared/overlay';
import { percent, sentenceCase, shortNumber } from '../../webview/shared/wording';
import { namesOf } from '../shared/words';
import { Features } from './features';
import { Balance, ClassScores, OtherUnits } from './figures';
import type { Looks } from './looks';
import { MapPanel, type Point } from './mapPanel';
import { Report } from './report';
import { Toolbar } from './toolbar';
import { UnitCaption } from './unitCaption';
import { findingPlaces, peakPlace } from './words';

interface Props {
  explanation: Explanation;
  looks: Looks;
  onLooks(looks: Looks): void;
}

export function ExplanationPage({ explanation: e, looks: remembered, onLooks }: Props) {
  const [looks, setLooks] = useState(remembered);
  const [cursor, setCursor] = useState<Point>();
  const [spoken, setSpoken] = useState('');
  const change = (next: Looks) => {
    setLooks(next);
    onLooks(next);
  };

  const place = (point: Point | undefined) => {
    setCursor(point);
    setSpoken(point ? readAloud(e, point) : '');
  };
  const onKey = (event: KeyboardEvent) => {
    const moved = movedCursor(event.key, cursor ?? e.decidingPosition, e);
    if (!moved && event.key !== 'Escape') return;
    // The notebook moves between cells with the same keys.
    event.preventDefault();
    event.stopPropagation();
    place(moved);
  };

  const panels = 2 + e.evidence.length;
  const shared = { explanation: e, looks, cursor, onCursor: setCursor, outlines: looks.outlines };
  return (
    <article class="dm-explanation" aria-label={`Explanation of ${e.viewId}`}>
      <header class="dm-head">
        <p class="dm-source">
          <span>{e.viewId}</span>
          <span>
            decided <b>{e.decidedClass}</b>
          </span>
          <span>
            truth <b>{e.truth ?? 'unknown'}</b>
          </span>
        </p>
        <p class="dm-sentence">{e.sentence}</p>
        {e.warnings.map((warning) => (
          <p key={warning} class="dm-warning" role="note">
            {warning}
          </p>
        ))}
      </header>
      <Toolbar looks={looks} findings={e.findings.length > 0} onLooks={change}>
        <button
          type="button"
          class="dm-button"
          aria-pressed={cursor !== undefined}
          title="Arrow keys move a cursor that reads every map at one place; Escape takes it away."
          onClick={() => place(cursor ? undefined : e.decidingPosition)}
          onKeyDown={onKey}
        >
          Cursor <kbd>←↑→↓</kbd>
        </button>
      </Toolbar>
      <section class="dm-panels" aria-label="Pictures and maps" style={{ '--dm-all': panels, '--dm-half': Math.ceil(panels / 2) }}>
        <MapPanel {...shared} outlines title="View" words={`The view; ${findingPlaces(e)}.`}>
          <Report explanation={e} />
        </MapPanel>
        <MapPanel
          {...shared}
          marked
          title={`Class activation map, ${e.explainedClass}`}
          map={e.cam}
          words={`Class activation map of ${e.explainedClass}: strongest ${peakPlace(e.cam, e)}; ${findingPlaces(e)}.`}
        >
          <p>
            The ring marks the deciding position: {e.explainedClass} {percent(e.decidingPosition.probability)} there.
          </p>
        </MapPanel>
        {e.evidence.map((unit) => (
          <MapPanel
            key={unit.unit}
            {...shared}
            title={unit.unit}
            map={unit.map}
            threshold={unit.maskThreshold}
            words={`Activation of ${unit.unit}, ${namesOf(unit).join('; ') || 'not annotated'}${unit.map ? `: strongest ${peakPlace(unit.map, e)}` : ', map not kept'}.`}
          >
            <UnitCaption explanation={e} evidence={unit} />
          </MapPanel>
        ))}
      </section>
      <p class="dm-hidden" role="status">
        {spoken}
      </p>
      {e.evidence.length === 0 ? <p class="dm-quiet">None of the eight most influential units is annotated.</p> : null}
      <div class="dm-figures">
        <ClassScores explanation={e} />
        <Balance explanation={e} />
        <Features explanation={e} />
        <OtherUnits explanation={e} />
      </div>
      <footer class="dm-foot">
        <span>{e.notice}</span>
        <span>
          Run {e.source.run}, network {e.source.network.slice(0, 8)}, mining {e.source.mining.slice(0, 8)}
        </span>
      </footer>
    </article>
  );
}

/** One cell of the map per arrow key, never out of the view. */
function movedCursor(key: string, from: Point, { view, placement }: Explanation): Point | undefined {
  const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [];
  if (x === undefined || y === undefined) return undefined;
  const within = (at: number, size: number) => Math.min(Math.max(at, 0), size);
  return { x: within(from.x + x * placement.stepX, view.width), y: within(from.y + y * placement.stepY, view.height) };
}

function readAloud(e: Explanation, at: Point): string {
  const maps = [{ name: 'class activation', map: e.cam }, ...e.evidence.flatMap((u) => (u.map ? [{ name: u.unit, map: u.map }] : []))];
  const values = maps.map(({ name, map }) => `${name} ${shortNumber(valueAt(decodeGrid(map), map, e.placement, at.x, at.y))}`);
  return sentenceCase(`column ${Math.round(at.x)}, row ${Math.round(at.y)}: ${values.join(', ')}`);
}
