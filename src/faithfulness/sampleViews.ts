/** The views whose curves are drawn: a sample by class in turn, so that the many normal views do not fill it. */
import type { View } from '../dataset/model';
import { type LabelOrder, labelOrder, viewLabel } from '../dataset/viewLabel';
import { hashSeed, seededRandom, shuffle } from '../statistics/random';

/** At most `count` views, drawn without replacement: one of each label in turn until that label has no more. In the order of `views`. */
export function sampleViews(views: readonly View[], count: number, seed: number, order: LabelOrder = labelOrder([])): View[] {
  const labels = new Map(views.map((view) => [view, viewLabel(view, order)]));
  const piles = turns(order, new Set(labels.values())).map((label) => {
    const members = views.filter((view) => labels.get(view) === label);
    return shuffle(members, seededRandom(hashSeed(`${seed} views ${label}`)));
  });
  const drawn = new Set<View>();
  for (let turn = 0; drawn.size < Math.min(count, views.length); turn++)
    for (const pile of piles) if (turn < pile.length && drawn.size < count) drawn.add(pile[turn]);
  return views.filter((view) => drawn.has(view));
}

/** Worst first; what is not known to be anything last. */
function turns({ first, healthy }: LabelOrder, occurring: ReadonlySet<string>): string[] {
  const known = [...first.filter((label) => label !== 'unproven'), healthy];
  return [...known, ...[...occurring].filter((label) => !known.includes(label)).sort()];
}
