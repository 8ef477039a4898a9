/** Plain English for lexicon terms: `irregular mass with spiculated margins`, `pleomorphic calcifications in clusters`. */
import type { BiradsCategory } from '../protocol/annotation';
import { canonicalTerm, placeOf } from './lexicon';

/** Shapes that are a finding of their own rather than the form of a mass. */
const nouns = new Map([
  ['LYMPH_NODE', 'lymph node'],
  ['ARCHITECTURAL_DISTORTION', 'architectural distortion'],
  ['ASYMMETRIC_BREAST_TISSUE', 'asymmetric breast tissue'],
  ['FOCAL_ASYMMETRIC_DENSITY', 'focal asymmetric density'],
]);

const types = new Map([
  ['LUCENT_CENTER', 'lucent-centred calcifications'],
  ['FINE_LINEAR_BRANCHING', 'fine linear branching calcifications'],
  ['ROUND_AND_REGULAR', 'round and regular calcifications'],
  ['LARGE_RODLIKE', 'large rod-like calcifications'],
  ['COARSE', 'large coarse calcifications'],
  ['MILK_OF_CALCIUM', 'milk of calcium'],
  ['VASCULAR', 'vascular calcifications'],
]);

const distributions = new Map([
  ['CLUSTERED', 'in clusters'],
  ['LINEAR', 'along a line'],
  ['SEGMENTAL', 'in a segment'],
  ['REGIONAL', 'in a region'],
  ['DIFFUSELY_SCATTERED', 'diffusely scattered'],
]);

/** Words for terms of one category, e.g. [`IRREGULAR`, `SPICULATED`] as a mass. Terms outside the lexicon are named as they are. */
export function phenomenonText(category: BiradsCategory, terms: readonly string[]): string {
  const words = (group: string) => terms.filter((t) => placeOf(t)?.group === group).map(canonicalTerm);
  if (category === 'mass') {
    const shapes = words('SHAPE');
    const adjectives = shapes.filter((t) => !nouns.has(t)).map(spoken);
    const noun = shapes.map((t) => nouns.get(t)).find((n) => n !== undefined) ?? 'mass';
    const margins = words('MARGINS').map((t) => spoken(t).replace('ill defined', 'ill-defined'));
    return [...adjectives, noun, ...(margins.length > 0 ? [`with ${margins.join(' and ')} margins`] : [])].join(' ');
  }
  if (category === 'calcification') {
    const named = words('TYPE').map((t) => types.get(t) ?? `${spoken(t)} calcifications`);
    const where = words('DISTRIBUTION').map((t) => distributions.get(t) ?? spoken(t));
    return [named.join(' and ') || 'calcifications', ...where].join(' ');
  }
  return terms.map(spoken).join(' and ') || category;
}

function spoken(term: string): string {
  return canonicalTerm(term).toLowerCase().replaceAll('_', ' ');
}
