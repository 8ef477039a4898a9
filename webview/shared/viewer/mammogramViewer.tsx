/** A mammogram, of a patch or by itself, as a viewer: zoom, pan, window and level, by pointer, keys and buttons. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ViewCard } from '../../../src/protocol/mining';
import { pictureFailed, retryPictures, usePictureAttempt } from '../pictures/retries';
import { placeInWords } from '../place';
import { viewName } from '../wording';
import { type GreyWindow, isWholeRange, linearMap, WHOLE_RANGE } from './greyWindow';
import { MammogramLines, type Rectangle, type Square } from './mammogramLines';
import { Readout } from './readout';
import { isWhole, MOST_ZOOM, type Sight, sightOn, transformOf, WHOLE, zoomedAt } from './sight';
import { useViewerPointer } from './useViewerPointer';
import { afterKey, onPatchOrBack, type Shown, ZOOM_STEP } from './viewerKeys';

/** By this id a page puts the focus on the viewer. */
export const VIEWER_ID = 'mammogram-viewer';
/** Of a view with nothing particular to zoom on. */
const CLOSER = 3;
const FILTER_ID = 'grey-window';

interface Props {
  view: ViewCard;
  source: string;
  /** The patch that the view is shown for. */
  square?: Square;
  /** What is zoomed on where there is no patch, and what it is called. */
  target?: { square: Square; name: string };
  field?: Rectangle;
  outlines: boolean;
  greys: GreyWindow;
  onGreys(greys: GreyWindow): void;
}

export function MammogramViewer({ view, source, square, target, field, outlines, greys, onGreys }: Props) {
  const [place, setPlace] = useState<{ viewId: string; sight: Sight }>({ viewId: view.viewId, sight: WHOLE });
  const [failed, setFailed] = useState<string>();
  const attempt = usePictureAttempt();
  const asked = useRef(attempt);
  // Another view is shown whole: where one looked closely in the last one means nothing in it.
  const sight = place.viewId === view.viewId ? place.sight : WHOLE;
  const aim = square ?? target?.square;
  const onPatch = aim ? sightOn(aim, view) : zoomedAt(WHOLE, CLOSER);
  const latest = useRef<Shown>({ sight, greys });
  latest.current = { sight, greys };
  const change = (after: (shown: Shown) => Shown) => {
    const next = after(latest.current);
    // Two events may come before the page is drawn again.
    latest.current = next;
    setPlace({ viewId: view.viewId, sight: next.sight });
    onGreys(next.greys);
  };
  const pointer = useViewerPointer(change, sight, onPatch);
  const look = (to: (sight: Sight) => Sight) => () => change((shown) => ({ ...shown, sight: to(shown.sight) }));

  const onKeyDown = (event: KeyboardEvent) => {
    const next = afterKey(event, latest.current, onPatch);
    if (event.key === 'Escape') document.querySelector<HTMLElement>('.patch[aria-current="true"]')?.focus();
    else if (next) change(() => next);
    else return;
    event.preventDefault();
  };

  useEffect(() => setPlace({ viewId: view.viewId, sight: WHOLE }), [view.viewId]);

  // Who comes back to a picture that failed sees it asked for again. The failure of the one shown now stays: it may come before this effect runs.
  useEffect(() => setFailed((last) => (last === source ? last : undefined)), [source]);
  const missing = failed === source;
  if (missing) asked.current = attempt;
  const closer = aim ? `Zoom on the ${square ? 'patch' : target?.name.toLowerCase()}` : 'Zoom in';
  const { slope, intercept } = linearMap(greys);
  return (
    <div class="mammogram">
      <section
        id={VIEWER_ID}
        class={isWhole(sight) ? 'frame' : 'frame zoomed'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys.
        tabIndex={0}
        aria-label={`${viewName(view)}: zoom with plus, minus, zero and P, move with the arrows, window and level with brackets and braces, R resets them`}
        style={{ aspectRatio: `${view.width} / ${view.height}`, '--aspect': view.width / view.height }}
        onKeyDown={onKeyDown}
        {...pointer}
      >
        <svg class="filters" aria-hidden="true">
          <filter id={FILTER_ID} x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">
            <feComponentTransfer>
              <feFuncR type="linear" slope={slope} intercept={intercept} />
              <feFuncG type="linear" slope={slope} intercept={intercept} />
              <feFuncB type="linear" slope={slope} intercept={intercept} />
            </feComponentTransfer>
          </filter>
        </svg>
        {missing ? (
          <p class="view-missing">
            The picture {view.preview} could not be read. {/* The frame would take the pointer for a drag, and the click with it. */}
            <button type="button" onPointerDown={(event) => event.stopPropagation()} onClick={retryPictures}>
              Try again
            </button>
          </p>
        ) : null}
        <img
          // Another element asks for the picture anew.
          key={asked.current}
          src={source}
          alt={describe(view, square, field !== undefined, outlines)}
          hidden={missing}
          draggable={false}
          // In the same frame as its patch's outline, or a moment of another mammogram would lie under it.
          decoding="sync"
          onLoad={() => setFailed(undefined)}
          onError={() => {
            setFailed(source);
            pictureFailed();
          }}
          style={{ transform: transformOf(sight), filter: isWholeRange(greys) ? 'none' : `url(#${FILTER_ID})` }}
        />
        <MammogramLines view={view} sight={sight} square={square} field={field} outlines={outlines} />
        {view.laterality && view.projection && (
          <span class={`film-marker marker-${view.laterality.toLowerCase()}`} aria-hidden="true">
            {view.laterality.charAt(0)} {view.projection}
          </span>
        )}
      </section>
      <fieldset class="viewer-bar" aria-label="Zoom and window">
        <button
          type="button"
          aria-label="Zoom out"
          title="Zoom out (−)"
          aria-disabled={isWhole(sight)}
          onClick={look((s) => zoomedAt(s, 1 / ZOOM_STEP))}
        >
          −
        </button>
        <button
          type="button"
          aria-label="Zoom in"
          title="Zoom in (+)"
          aria-disabled={sight.zoom >= MOST_ZOOM}
          onClick={look((s) => zoomedAt(s, ZOOM_STEP))}
        >
          +
        </button>
        <button type="button" title={`${closer} and back (P, double click)`} onClick={look((s) => onPatchOrBack(s, onPatch))}>
          {isWhole(sight) ? (square ? 'Patch' : (target?.name ?? 'Closer')) : 'Whole'}
        </button>
        <Readout sight={sight} greys={greys} />
        <button type="button" title="Reset window and level (R)" aria-disabled={isWholeRange(greys)} onClick={() => onGreys(WHOLE_RANGE)}>
          Reset W/L
        </button>
      </fieldset>
    </div>
  );
}

function describe(view: ViewCard, square: Square | undefined, field: boolean, outlines: boolean): string {
  const place = square && placeInWords(square.x + square.size / 2, square.y + square.size / 2, view.width, view.height);
  const findings = view.outlines.length;
  const shown = findings === 0 ? 'No finding is outlined.' : `${findings} true outline${findings > 1 ? 's' : ''} shown.`;
  return [
    `${viewName(view)} of ${view.caseId}, ${view.label}.${place ? ` The patch outlined in red lies ${place}.` : ''}`,
    ...(field ? ['The receptive field of its strongest cell is outlined in white.'] : []),
    ...(outlines ? [shown] : []),
  ].join(' ');
}
