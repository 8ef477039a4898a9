/** The figures of a mined unit, as its page and a notebook show them: classes, activations, measured concepts. */
import type { MinedUnit } from '../../src/protocol/mining';
import type { MeasuredConcepts } from '../../src/protocol/units';
import { ActivationHistogram } from './activationHistogram';
import { ClassTable } from './classTable';
import { ConceptBars } from './conceptBars';

interface Props {
  unit: MinedUnit;
  classes: readonly string[];
  concepts?: MeasuredConcepts;
}

export function UnitFigures({ unit, classes, concepts }: Props) {
  const counted = unit.activations && unit.weights && unit.influence;
  return (
    <div class="dm-unit-figures">
      {unit.activations ? <ActivationHistogram activations={unit.activations} threshold={unit.maskThreshold} classes={classes} /> : null}
      <div class="dm-figure-stack">
        <ClassTable unit={unit} classes={classes} />
        {counted ? null : (
          <section>
            <h4>Figures</h4>
            <p class="dm-quiet">This result was mined before weights and activations were kept: mine again to see them.</p>
          </section>
        )}
        <ConceptBars concepts={concepts} />
      </div>
    </div>
  );
}
