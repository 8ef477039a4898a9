/** The views whose curves are drawn: a sample by class in turn, so that the many normal views do not fill it. */
import type { View } from '../dataset/model';
import { viewLabel } from '../dataset/viewLabel';
import { hashSeed, seededRandom, shuffle } from '../statistics/random';

/** Worst first. */
const TURNS = ['malignant', 'benign', 'normal', 'unproven'] as const;

/** At most `count` views, drawn without replacement: one of each label in turn until that label has no more. In the order of `views`. */
export function sampleViews(views: readonly View[], count: number, seed: number): View[] {
  const piles = TURNS.map((label) => {
    const members = views.filter((view) => viewLabel(view.findings) === label);
    return shuffle(members, seededRandom(hashSeed(`${seed} views ${label}`)));
  });
  const drawn = new Set<View>();
  for (let turn = 0; drawn.size < Math.min(count, views.length); turn++)
    for (const pile of piles) if (turn < pile.length && drawn.size < count) drawn.add(pile[turn]);
  return views.filter((view) => drawn.has(view));
}
