/** The map of one class, as probability or as logit, with every class' values at the cursor. */
import { useState } from 'preact/hooks';
import { isOnBreast } from '../../src/protocol/breastMap';
import type { Explanation } from '../../src/protocol/explanation';
import { decodeGrid, type Grid8 } from '../../src/protocol/grid';
import { valueAt } from '../../webview/shared/overlay';
import { chance, sentenceCase, signedNumber } from '../../webview/shared/wording';
import { MapPanel, type PanelProps } from './mapPanel';
import { mapWords } from './mapWords';
import { PROBABILITIES, thresholdOf } from './range';
import type { Point } from './useSight';
import { findingPlaces } from './words';

type Kind = 'probability' | 'logit';

export function ClassMap(props: PanelProps) {
  const { explanation: e, looks, sighting } = props;
  const [className, setClassName] = useState(e.explainedClass);
  const [kind, setKind] = useState<Kind>('probability');
  const hasLogits = Object.keys(e.logitMaps).length > 0;
  const map = (kind === 'logit' ? e.logitMaps : e.probabilityMaps)[className];
  const classes = [...new Set([e.decidedClass, ...e.classes])];
  const values = valuesAt(e, sighting.cursor ?? e.decidingPosition);
  const name = `${sentenceCase(kind)} map, ${className}`;
  const threshold = map && thresholdOf(map, looks);
  return (
    <MapPanel
      {...props}
      name={name}
      outlines={looks.outlines}
      marked={className === e.explainedClass}
      map={map}
      range={kind === 'probability' ? PROBABILITIES : undefined}
      threshold={threshold}
      words={`${name}: ${map ? mapWords(map, e, threshold) : 'not kept'}; ${findingPlaces(e)}.`}
    >
      <div class="dm-picks">
        <select aria-label="Class of the map" value={className} onChange={(event) => setClassName(event.currentTarget.value)}>
          {classes.map((c) => (
            <option key={c} value={c}>
              {sentenceCase(c)}
            </option>
          ))}
        </select>
        {hasLogits ? (
          <select aria-label="Kind of map" value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
            <option value="probability">Probability</option>
            <option value="logit">Logit</option>
          </select>
        ) : null}
      </div>
      <table class="dm-numbers dm-at-cursor">
        <caption>
          {sighting.cursor
            ? `At the cursor${isOnBreast(e, sighting.cursor.x, sighting.cursor.y) ? '' : ', off the breast'}`
            : 'At the deciding position'}
        </caption>
        <tbody>
          {values.map((v) => (
            <tr key={v.className} class={v.className === className ? 'dm-decided' : undefined}>
              <th scope="row">{sentenceCase(v.className)}</th>
              <td>{v.probability === undefined ? '' : chance(v.probability)}</td>
              {hasLogits ? <td>{v.logit === undefined ? '' : signedNumber(v.logit)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </MapPanel>
  );
}

/** Every class' probability and logit at a point. */
export function valuesAt(e: Explanation, at: Point): { className: string; probability?: number; logit?: number }[] {
  const seen = isOnBreast(e, at.x, at.y);
  const read = (map: Grid8 | undefined) => (seen && map ? valueAt(decodeGrid(map), map, e.placement, at.x, at.y) : undefined);
  return e.classes.map((className) => ({
    className,
    probability: read(e.probabilityMaps[className]),
    logit: read(e.logitMaps[className]),
  }));
}
