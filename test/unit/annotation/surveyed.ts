/** A small survey for tests: mined units without patches, and answers to them. */
import type { Answer, Phenomenon } from '../../../src/protocol/annotation';
import type { MinedUnit } from '../../../src/protocol/mining';
import { type UnitId, unitId, unitIndex } from '../../../src/protocol/unit';

export const NETWORK = 'a'.repeat(64);
export const MINING = 'b'.repeat(64);
export const idOf = (number: number): UnitId => unitId(unitIndex(number - 1));

/** @param places top places by class; the unit is chosen, in this order, for the classes of `ranks` */
export function minedUnit(unit: UnitId, ranks: [className: string, rank: number][], places: Record<string, number>): MinedUnit {
  return {
    unit,
    ranks: ranks.map(([className, rank]) => ({ className, rank, topEightCount: places[className], summedInfluence: 1 })),
    influence: Object.fromEntries(Object.entries(places).map(([name, topCount]) => [name, { topCount, images: 10, summedInfluence: 1 }])),
    maxActivation: 1,
    maskThreshold: 0.2,
    patches: [],
  };
}

let made = 0;
/** A recognizable unit with these words; without words: not recognizable. */
export function said(unit: UnitId, expert: string, words?: string | Partial<Phenomenon>, more: Partial<Answer> = {}): Answer {
  const phenomenon = typeof words === 'string' ? { description: words } : words;
  return {
    unit,
    expert,
    at: '2031-01-02T00:00:00.000Z',
    seconds: 30,
    network: NETWORK,
    mining: MINING,
    recognizable: phenomenon !== undefined,
    several: false,
    phenomena: phenomenon ? [{ description: '', association: 'malignant', category: 'mass', terms: [], ...phenomenon }] : [],
    id: (++made).toString(16).padStart(8, '0'),
    ...more,
  };
}
