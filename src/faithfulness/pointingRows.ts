/** Trials of the pointing game summed up: hits with Wilson's interval, chance, energy, by kind of map and by unit. */
import type { BiradsCategory } from '../protocol/annotation';
import type { Pointing, PointingRow, PointingTrial } from '../protocol/faithfulness';
import type { UnitId } from '../protocol/unit';
import { wilson } from '../statistics/wilson';
import { Means } from './estimate';

/** Rows without trials are left out; units by falling number of trials, then by name. */
export function pointingRows(
  trials: readonly PointingTrial[],
  categoriesOf: (unit: UnitId) => BiradsCategory[],
  options: { resamples: number; seed: number },
): Pick<Pointing, 'rows' | 'units'> {
  const isUnit = ({ map }: PointingTrial) => map !== 'cam' && map !== 'probability';
  const named = (category: BiradsCategory) => (trial: PointingTrial) =>
    isUnit(trial) && categoriesOf(trial.map as UnitId).includes(category);
  const kinds: [string, (trial: PointingTrial) => boolean][] = [
    ['CAM of the decided class', ({ map }) => map === 'cam'],
    ['CAM, class decided right', ({ map, decidedRight }) => map === 'cam' && decidedRight],
    ['Probability map', ({ map }) => map === 'probability'],
    ['Probability map, decided right', ({ map, decidedRight }) => map === 'probability' && decidedRight],
    ['Named units', isUnit],
    ['Units named as mass', named('mass')],
    ['Units named as calcification', named('calcification')],
  ];
  const rows = kinds.flatMap(([name, belongs]) => rowOf(name, trials.filter(belongs), options) ?? []);
  const units = [...new Set(trials.filter(isUnit).map(({ map }) => map as UnitId))].map((unit) => {
    const own = trials.filter(({ map }) => map === unit);
    return { ...rowOf(unit, own, options)!, unit, categories: categoriesOf(unit) };
  });
  units.sort((a, b) => b.trials - a.trials || (a.unit < b.unit ? -1 : 1));
  return { rows, units };
}

function rowOf(name: string, trials: readonly PointingTrial[], options: { resamples: number; seed: number }): PointingRow | undefined {
  if (trials.length === 0) return undefined;
  const means = new Means(
    trials.map((t) => t.caseId),
    options,
  );
  const hits = trials.filter((t) => t.hit).length;
  return {
    name,
    trials: trials.length,
    cases: means.cases,
    hits,
    rate: { value: hits / trials.length, ...wilson(hits, trials.length) },
    chance: means.of(trials.map((t) => t.chance)).value,
    gain: means.of(trials.map((t) => Number(t.hit) - t.chance)),
    energy: means.of(trials.map((t) => t.energy)),
    area: means.of(trials.map((t) => t.area)).value,
    energyGain: means.of(trials.map((t) => t.energy - t.area)),
  };
}
