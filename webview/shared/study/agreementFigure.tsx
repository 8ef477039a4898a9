/** Agreement of readers beyond chance: a dot and whiskers for every kappa, of all readers first. */
import type { Kappa } from '../../../src/protocol/kappa';
import type { StudyScore } from '../../../src/protocol/study';
import { CONDITION_NAMES } from '../../../src/protocol/studyWords';
import { DotLane } from '../lane';
import { type LaneRow, LaneTable } from './laneTable';

export function AgreementFigure({ agreement }: Pick<StudyScore, 'agreement'>) {
  const kappas = agreement.flatMap(({ all, pairs }) => [...(all ? [all] : []), ...pairs]);
  const low = Math.min(0, ...kappas.map((k) => Math.floor(5 * (k.interval?.low ?? k.kappa ?? 0)) / 5));
  const groups = agreement.map(({ condition, all, pairs }) => ({
    title: agreement.length > 1 ? CONDITION_NAMES[condition] : undefined,
    rows: [
      ...(all ? [kappaRow(`All (${all.readers})`, all, low, true)] : []),
      ...pairs.map((pair) => kappaRow(pair.readers.join(' – '), pair, low)),
    ],
  }));
  return (
    <>
      <LaneTable label="Agreement of readers" head="Kappa" wide axis={[signed(low, 1), signed((low + 1) / 2, 1), '1']} groups={groups} />
      <p class="dm-quiet">Dashed: as by chance. All readers: Fleiss; two: Cohen; 95 % over cases.</p>
    </>
  );
}

function kappaRow(name: string, { kappa, reason, interval, units }: Kappa, low: number, strong = false): LaneRow {
  const place = (value: number): number => (value - low) / (1 - low);
  if (kappa === null)
    return {
      key: name,
      name,
      strong,
      lane: null,
      value: '–',
      interval: reason === 'oneCategory' ? 'all calls alike' : `${units} cases: too few`,
    };
  return {
    key: name,
    name,
    strong,
    lane: (
      <DotLane
        dot={place(kappa)}
        low={interval ? place(interval.low) : undefined}
        high={interval ? place(interval.high) : undefined}
        reference={place(0)}
      />
    ),
    value: signed(kappa, 2),
    interval: interval ? `${signed(interval.low, 2)} to ${signed(interval.high, 2)}` : undefined,
  };
}

const signed = (value: number, digits: number): string => String(Number(value.toFixed(digits))).replace('-', '−');
