/** What a listed unit is called in a word or two, and on whose authority. */
import type { ListedUnit } from '../protocol/units';

export interface Called {
  /** By an expert; by measurement alone; looked at without being recognized; not at all. */
  by: 'expert' | 'measurement' | 'nobody, though seen' | 'nobody';
  text: string;
}

export function calledOf({ annotations, unrecognized, concepts }: Pick<ListedUnit, 'annotations' | 'unrecognized' | 'concepts'>): Called {
  const said = annotations.flatMap((a) => a.phenomena.map((p) => p.description.trim() || p.terms.map(plain).join(', ')));
  if (said.length > 0) return { by: 'expert', text: [...new Set(said)].join('; ') };
  const best = concepts?.found[0];
  if (concepts && best && best.iou >= concepts.bar)
    return { by: 'measurement', text: `${plain(best.concept)}, IoU ${best.iou.toFixed(2)}` };
  return unrecognized.length > 0 ? { by: 'nobody, though seen', text: 'nothing recognizable' } : { by: 'nobody', text: 'unnamed' };
}

const plain = (term: string): string => term.replaceAll('_', ' ').toLowerCase();
