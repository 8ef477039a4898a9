/** All figures of one level. */
import { AMBIGUOUS } from '../patches/patch';
import type { Level, LevelEvaluation } from '../protocol/evaluation';
import type { Resamples } from '../statistics/resample';
import { breakdownsOf, strataAt } from './breakdown';
import { evaluateClass, oneAgainstRest } from './classEvaluation';
import { type Item, itemsAt, type Scores } from './items';
import type { KnownCase } from './parts';

export function evaluateLevel(
  level: Level,
  cases: readonly KnownCase[],
  scores: Scores,
  resamples: Resamples,
  part: string,
): LevelEvaluation {
  const { items, leftOut } = itemsAt(level, cases, scores);
  const strata = strataAt(level, cases, scores, items);
  const { classes } = scores;
  const right = items.filter((i) => i.truth === i.decided).length;
  return {
    items: items.length,
    cases: new Set(items.map((i) => i.caseNumber)).size,
    accuracy: items.length > 0 ? right / items.length : 0,
    classes: Object.fromEntries(
      classes.map((className, k) => {
        const found = evaluateClass(oneAgainstRest(items, k), resamples, { className, level, part });
        return [className, 'missing' in found ? found : { ...found, breakdowns: breakdownsOf(strata, k, resamples, className) }];
      }),
    ),
    confusion: confusion(items, classes.length),
    leftOut,
  };
}

/** [true class, decided class] items. */
export function confusion(items: readonly Pick<Item, 'truth' | 'decided'>[], classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const { truth, decided } of items) if (truth !== AMBIGUOUS) counts[truth][decided]++;
  return counts;
}
