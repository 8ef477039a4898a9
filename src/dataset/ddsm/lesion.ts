/** One LESION_TYPE line of an overlay: kind and keywords, as DDSM's lexicon has them. */
import type { Lesion } from '../../protocol/finding';
import { aliases, distribution, margins, shape, type } from './keywords';

type Group = 'shape' | 'margins' | 'type' | 'distribution';

const groups: Record<string, { group: Group; words: readonly string[] }> = {
  SHAPE: { group: 'shape', words: shape },
  MARGINS: { group: 'margins', words: margins },
  TYPE: { group: 'type', words: type },
  DISTRIBUTION: { group: 'distribution', words: distribution },
};

/**
 * Reads the words after LESION_TYPE, e.g. `MASS SHAPE OVAL-LOBULATED MARGINS N/A`. A keyword outside the lexicon is kept and told to `odd`; a
 * known other spelling is replaced.
 */
export function readLesion(words: readonly string[], odd: (found: string, expected: string) => void): Lesion {
  const kindWord = (words[0] ?? '').toUpperCase();
  if (kindWord !== 'MASS' && kindWord !== 'CALCIFICATION') {
    if (kindWord !== 'OTHER') odd(`LESION_TYPE ${kindWord || '(blank)'}`, 'MASS, CALCIFICATION or OTHER');
    return { kind: 'other' };
  }
  const lesion: Lesion =
    kindWord === 'MASS' ? { kind: 'mass', shape: [], margins: [] } : { kind: 'calcification', type: [], distribution: [] };
  let current: { group: Group; words: readonly string[] } | undefined;
  for (const word of words.slice(1).map((w) => w.toUpperCase())) {
    if (groups[word]) {
      current = groups[word];
      continue;
    }
    if (!current) {
      odd(`"${word}" after ${kindWord}`, 'SHAPE, MARGINS, TYPE or DISTRIBUTION');
      continue;
    }
    for (const raw of word.split('-')) {
      if (raw === '' || raw === 'N/A') continue;
      const keyword = aliases.get(raw) ?? raw;
      if (!current.words.includes(keyword)) odd(`unknown keyword ${raw} for the ${current.group}`, `one of ${current.words.join(', ')}`);
      lesion[current.group] = [...(lesion[current.group] ?? []), keyword];
    }
  }
  return lesion;
}
