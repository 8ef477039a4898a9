/** All panels of an explanation: the view, its CAM, a class map, the annotated units, and units against it on demand. */
import { useState } from 'preact/hooks';
import type { Explanation, UnitEvidence } from '../../src/protocol/explanation';
import type { UnitId } from '../../src/protocol/unit';
import { chance } from '../../webview/shared/wording';
import { namesOf } from '../shared/words';
import { ClassMap } from './classMap';
import type { Looks } from './looks';
import { MapPanel, type PanelProps } from './mapPanel';
import { mapWords } from './mapWords';
import { thresholdOf } from './range';
import { Report } from './report';
import { UnitCaption } from './unitCaption';
import type { Sighting } from './useSight';
import { findingPlaces } from './words';

interface Props {
  explanation: Explanation;
  looks: Looks;
  sighting: Sighting;
  /** Units against the explained class whose maps are shown too. */
  against?: readonly UnitEvidence[];
  /** Absent where nobody can be asked for a unit. */
  onUnit?(unit: UnitId): void;
}

export function Panels({ explanation: e, looks, sighting, against = [], onUnit }: Props) {
  const [enlarged, setEnlarged] = useState<string>();
  const units = [...e.evidence, ...against];
  const hasClassMap = Object.keys(e.probabilityMaps).length > 0;
  const panels = (hasClassMap ? 3 : 2) + units.length;
  const shared: PanelProps = { explanation: e, looks, sighting, enlarged, onEnlarge: setEnlarged };
  const camThreshold = thresholdOf(e.cam, looks);
  return (
    <section class="dm-panels" aria-label="Pictures and maps" style={{ '--dm-all': panels, '--dm-half': Math.ceil(panels / 2) }}>
      <MapPanel {...shared} outlines name="View" words={`The view; ${findingPlaces(e)}.`}>
        <Report explanation={e} />
      </MapPanel>
      <MapPanel
        {...shared}
        outlines={looks.outlines}
        marked
        name={`Class activation map, ${e.explainedClass}`}
        map={e.cam}
        threshold={camThreshold}
        words={`Class activation map of ${e.explainedClass}: ${mapWords(e.cam, e, camThreshold)}; ${findingPlaces(e)}.`}
      >
        <p>
          The ring marks the deciding position: {e.explainedClass} {chance(e.decidingPosition.probability)} there.
        </p>
      </MapPanel>
      {hasClassMap ? <ClassMap {...shared} /> : null}
      {units.map((unit) => (
        <UnitPanel key={unit.unit} {...shared} unit={unit} onUnit={onUnit} />
      ))}
    </section>
  );
}

function UnitPanel({ unit, onUnit, ...shared }: PanelProps & { unit: UnitEvidence; onUnit?(unit: UnitId): void }) {
  const { explanation: e, looks } = shared;
  const map = unit.map ?? undefined;
  const threshold = map && thresholdOf(map, looks, unit.maskThreshold ?? undefined);
  const called = namesOf(unit).join('; ') || 'not annotated';
  return (
    <MapPanel
      {...shared}
      outlines={looks.outlines}
      name={unit.unit}
      title={
        onUnit ? (
          <button type="button" class="dm-link" title="Show its top patches" onClick={() => onUnit(unit.unit)}>
            {unit.unit}
          </button>
        ) : undefined
      }
      map={map}
      threshold={threshold}
      words={`Activation of ${unit.unit}, ${called}: ${map ? mapWords(map, e, threshold) : 'map not kept'}.`}
    >
      {map ? null : <p class="dm-quiet">Its map was not kept.</p>}
      <UnitCaption explanation={e} evidence={unit} />
    </MapPanel>
  );
}
