/** Similar views in a notebook: the query and the nearest hold-out views side by side, with the units that lead both. */
import { useState } from 'preact/hooks';
import type { PicturedView, SharedUnit, SimilarViews } from '../../src/protocol/similar';
import { Bar } from '../../webview/shared/bar';
import { polygonPath, sentenceCase, shortNumber, signedNumber } from '../../webview/shared/wording';
import { namesOf } from '../shared/words';

/** Units beneath a view before all are asked for. */
const AT_FIRST = 3;

export function SimilarPage({ similar: s }: { similar: SimilarViews }) {
  const [outlines, setOutlines] = useState(true);
  const [all, setAll] = useState(false);
  const most = Math.max(...s.views.map((v) => v.shared.length), 0);
  return (
    <article class="dm-explanation dm-similar" aria-label={`Views similar to ${s.query.viewId}`}>
      <header class="dm-head">
        <p class="dm-source">
          <span>{s.query.viewId}</span>
          <span>
            {s.decided ? 'decided' : 'compared for'} <b>{s.className}</b>
          </span>
          <span>
            truth <b>{s.query.label ?? 'unknown'}</b>
          </span>
        </p>
        <p class="dm-quiet">
          {s.views.length === 0
            ? 'No hold-out view could be compared.'
            : `The nearest of ${s.compared} hold-out views${s.sameCase ? '' : ' of other cases'}: distance between the influences of all units on ${s.className}.`}
        </p>
      </header>
      <div class="dm-toolbar">
        <label>
          <input type="checkbox" checked={outlines} onChange={(event) => setOutlines(event.currentTarget.checked)} /> True outlines
        </label>
        {most > AT_FIRST ? (
          <label>
            <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} /> All shared units
          </label>
        ) : null}
      </div>
      <ol class="dm-similar-views">
        <li class="dm-query">
          <p class="dm-panel-title">Query</p>
          <Picture viewId={s.query.viewId} label={s.query.label} picture={s.pictures?.[s.query.viewId]} outlines={outlines} />
          <p>{sentenceCase(s.query.label ?? 'truth unknown')}</p>
        </li>
        {s.views.map((v, i) => (
          <li key={v.viewId}>
            <p class="dm-panel-title" title={v.viewId}>
              {i + 1}. {v.viewId}
            </p>
            <Picture viewId={v.viewId} label={v.label} picture={s.pictures?.[v.viewId]} outlines={outlines} />
            <p>{sentenceCase(v.label ?? 'truth unknown')}</p>
            <p class="dm-quiet">
              Distance {shortNumber(v.distance)}, cosine {v.cosine.toFixed(2)}
            </p>
            <Shared shared={all ? v.shared : v.shared.slice(0, AT_FIRST)} hidden={all ? 0 : v.shared.length - AT_FIRST} similar={s} />
          </li>
        ))}
      </ol>
      <footer class="dm-foot">
        <span>{s.notice}</span>
        <span>
          Run {s.source.run}, network {s.source.network.slice(0, 8)}, mining {s.source.mining.slice(0, 8)}
        </span>
      </footer>
    </article>
  );
}

interface PictureProps {
  viewId: string;
  label?: string;
  picture?: PicturedView;
  outlines: boolean;
}

function Picture({ viewId, label, picture, outlines }: PictureProps) {
  if (!picture) return <div class="dm-missing">picture missing</div>;
  const { width, height } = picture;
  const findings = picture.outlines.length;
  return (
    <div
      class="dm-frame"
      role="img"
      aria-label={`${viewId}, ${label ?? 'truth unknown'}${outlines && findings > 0 ? `; ${findings} true outline${findings > 1 ? 's' : ''} shown` : ''}.`}
      style={{ aspectRatio: `${width} / ${height}` }}
    >
      <img src={picture.picture} alt="" draggable={false} />
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {outlines
          ? picture.outlines.map(({ points }) => (
              <g key={points.join()} transform="translate(0.5 0.5)">
                <path class="dm-outline-under" d={polygonPath(points)} />
                <path class="dm-outline" d={polygonPath(points)} />
              </g>
            ))
          : null}
      </svg>
    </div>
  );
}

/** Bars of both influences, the query's above the view's. */
function Shared({ shared, hidden, similar }: { shared: SharedUnit[]; hidden: number; similar: SimilarViews }) {
  if (shared.length === 0) return <p class="dm-quiet">No unit among the {similar.topUnits} most influential of both.</p>;
  const largest = Math.max(...similar.views.flatMap((v) => v.shared.flatMap((u) => [u.onQuery, u.onView])), Number.MIN_VALUE);
  return (
    <ul class="dm-shared">
      {shared.map(({ unit, onQuery, onView }) => (
        <li key={unit}>
          <b>{unit}</b> <span class="dm-quiet">{namesOf({ annotations: similar.names[unit] ?? [] }).join('; ')}</span>
          <span class="dm-pair" title={`influence on the query ${signedNumber(onQuery)}, on this view ${signedNumber(onView)}`}>
            <Bar value={onQuery} largest={largest} />
            <small>{signedNumber(onQuery)} query</small>
            <Bar value={onView} largest={largest} />
            <small>{signedNumber(onView)} here</small>
          </span>
        </li>
      ))}
      {hidden > 0 ? <li class="dm-quiet">{hidden} more</li> : null}
    </ul>
  );
}
