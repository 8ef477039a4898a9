/** In which order units are gone through. */
import type { SurveyState, SurveyUnit } from '../../src/protocol/survey';
import { disagreement } from './disagreement';

export type UnitOrder = 'class' | 'least' | 'disagreement';

/** The orders that a survey offers, by what people read. */
export function ordersOf({ mode }: Pick<SurveyState, 'mode'>): { value: UnitOrder; text: string }[] {
  const both: { value: UnitOrder; text: string }[] = [
    { value: 'class', text: 'By class and rank' },
    { value: 'least', text: 'Least annotated first' },
  ];
  return mode === 'consensus' ? [{ value: 'disagreement', text: 'Disagreement first' }, ...both] : both;
}

/** The units in that order; those that are equal in it stay as the survey gives them, by class and rank. */
export function ordered({ units, othersAnswers }: Pick<SurveyState, 'units' | 'othersAnswers'>, order: UnitOrder): SurveyUnit[] {
  if (order === 'class') return [...units];
  if (order === 'least') return units.toSorted((a, b) => a.others - b.others);
  const shares = new Map(units.map(({ unit }) => [unit, disagreement(othersAnswers.filter((a) => a.unit === unit)).share]));
  return units.toSorted((a, b) => shares.get(b.unit)! - shares.get(a.unit)!);
}

/** How many units of each class have no answer yet, classes in the survey's order. */
export function leftByClass(
  units: readonly SurveyUnit[],
  isAnswered: (unit: SurveyUnit) => boolean,
): { className: string; left: number }[] {
  const left = new Map<string, number>();
  for (const unit of units) left.set(unit.className, (left.get(unit.className) ?? 0) + Number(!isAnswered(unit)));
  return [...left].map(([className, count]) => ({ className, left: count }));
}
