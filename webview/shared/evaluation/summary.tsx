/** The figures of one class at one level, with their intervals. */
import type { ClassEvaluation, Level } from '../../../src/protocol/evaluation';
import { area, bounds } from './words';

export function Summary({ evaluated, level }: { evaluated: ClassEvaluation; level: Level }) {
  const { auc, interval, delong, partialIntervals, calibration, noInterval } = evaluated;
  return (
    <>
      <dl class="dm-summary">
        <Figure name="AUC" value={area(auc)} note={within(interval)} main />
        <Figure name="95 % by DeLong" value={bounds(delong)} note={level === 'case' ? 'cases are independent' : 'as if independent'} />
        <Figure name="Partial AUC, published" value={area(evaluated.partialAucPublished)} note={within(partialIntervals?.published)} />
        <Figure name="standard" value={area(evaluated.partialAucStandard)} note={within(partialIntervals?.standard)} />
        <Figure
          name="corrected"
          value={evaluated.partialAucCorrected === undefined ? '–' : area(evaluated.partialAucCorrected)}
          note="chance 0.5"
        />
        <Figure name="Brier score" value={calibration ? area(calibration.brier) : '–'} note="0 is best" />
        <Figure name="Calibration error" value={calibration ? area(calibration.error) : '–'} note="0 is best" />
        <Figure name="Positives" value={String(evaluated.positives)} note={`${evaluated.negatives} negatives`} />
      </dl>
      {noInterval ? <p class="dm-quiet">{noInterval}</p> : null}
    </>
  );
}

const within = (interval: { low: number; high: number } | undefined) => (interval ? `95 % ${bounds(interval)}` : 'no interval');

function Figure({ name, value, note, main }: { name: string; value: string; note: string; main?: boolean }) {
  return (
    <div class={main ? 'dm-main' : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
      <dd class="dm-quiet">{note}</dd>
    </div>
  );
}
