/** Other words for lexicon terms: spellings of single terms, and the phrases of free text (slips of the pen included). */
import { aliases } from '../dataset/ddsm/keywords';
import type { BiradsCategory } from '../protocol/annotation';

/** Spellings and near-equal terms of other lexicon editions -> the term used here. */
export const spellings: ReadonlyMap<string, string> = new Map([
  ...aliases,
  ['LUCENT_CENTRED', 'LUCENT_CENTER'],
  ['LUCENT', 'LUCENT_CENTER'],
  ['LOBULAR', 'LOBULATED'],
  ['ELLIPTICAL', 'OVAL'],
  ['INDISTINCT', 'ILL_DEFINED'],
  ['POORLY_DEFINED', 'ILL_DEFINED'],
  ['WELL_DEFINED', 'CIRCUMSCRIBED'],
  ['WELL_CIRCUMSCRIBED', 'CIRCUMSCRIBED'],
  ['SPICULATE', 'SPICULATED'],
  ['STELLATE', 'SPICULATED'],
  ['MICRO_LOBULATED', 'MICROLOBULATED'],
  ['INTRAMAMMARY_LYMPH_NODE', 'LYMPH_NODE'],
  ['FOCAL_ASYMMETRY', 'FOCAL_ASYMMETRIC_DENSITY'],
  ['ASYMMETRY', 'ASYMMETRIC_BREAST_TISSUE'],
  ['ARTERIAL', 'VASCULAR'],
  ['POPCORN', 'COARSE'],
  ['RIM', 'EGGSHELL'],
  ['RODLIKE', 'LARGE_RODLIKE'],
  ['LARGE_ROD_LIKE', 'LARGE_RODLIKE'],
  ['SECRETORY', 'LARGE_RODLIKE'],
  ['FINE_LINEAR', 'FINE_LINEAR_BRANCHING'],
  ['DERMAL', 'SKIN'],
  ['GROUPED', 'CLUSTERED'],
  ['CLUSTER', 'CLUSTERED'],
  ['SCATTERED', 'DIFFUSELY_SCATTERED'],
  ['DIFFUSE', 'DIFFUSELY_SCATTERED'],
]);

export interface Phrase {
  /** Regular expression over lower-case words parted by single blanks; an optional blank is written `(?: )?`. */
  pattern: string;
  terms?: readonly string[];
  categories?: readonly BiradsCategory[];
}

/** `calcification` as people type it: micro-, macro-, calcified, and without its syllables. */
const CALC = '(?:micro|macro)?calc?ifi?(?:cations?|ed)';
const MARGIN = '(?:edges?|margins?|borders?|contours?|outlines?)';

export const phrases: readonly Phrase[] = [
  { pattern: 'mass(?:es)?|tumou?rs?|nodules?', categories: ['mass'] },
  { pattern: `${CALC}|calcs?|calcific`, categories: ['calcification'] },
  { pattern: 'normal(?: \\w+)? tissues?|normal breasts?|parenchyma', categories: ['normal tissue'] },

  { pattern: `(?:smooth|sharp|well defined|distinct)(?:ly)?(?: \\w+)? ${MARGIN}`, terms: ['CIRCUMSCRIBED'] },
  { pattern: `well (?:circumscribed|defined)|smooth mass(?:es)?|smooth ${MARGIN}`, terms: ['CIRCUMSCRIBED'] },
  { pattern: 'sp[ie]culat(?:ed?|ions?|ing)|spicules?|stellate', terms: ['SPICULATED'] },
  { pattern: `(?:ill|poorly|badly) defined|indistinct(?: ${MARGIN})?|(?:blurred|fuzzy|hazy|unsharp) ${MARGIN}`, terms: ['ILL_DEFINED'] },
  { pattern: `hidden ${MARGIN}|partly hidden`, terms: ['OBSCURED'] },
  { pattern: 'micro lobulat(?:ed|ions?)|microlobulations?', terms: ['MICROLOBULATED'] },
  {
    pattern: 'irregular(?:ly)?(?: shaped?)? mass(?:es)?|mass(?:es)? irregular(?:ly)?(?: shaped)?|irregular(?:ly)? shaped?',
    terms: ['IRREGULAR'],
  },
  { pattern: 'elliptical|ovoid|egg shaped', terms: ['OVAL'] },
  { pattern: 'lobular(?: mass(?:es)?)?|lobulations?', terms: ['LOBULATED'] },
  { pattern: 'distort(?:ed|ion)(?: of)?(?: the)? architecture|architectural distortions?', terms: ['ARCHITECTURAL_DISTORTION'] },
  { pattern: 'lymph nodes?', terms: ['LYMPH_NODE'] },
  { pattern: 'focal asymmetr(?:y|ies)', terms: ['FOCAL_ASYMMETRIC_DENSITY'] },
  { pattern: 'asymmetr(?:y|ies)|asymmetric tissue', terms: ['ASYMMETRIC_BREAST_TISSUE'] },

  { pattern: `(?:vascular|arterial|vessels?)(?: wall)? (?:${CALC}|clarifications?)`, terms: ['VASCULAR'] },
  { pattern: `(?:calcified|calcific)(?: blood)? (?:vessels?|arter(?:y|ies))|(?:vessels?|arter(?:y|ies)) ${CALC}`, terms: ['VASCULAR'] },
  { pattern: `(?:large|big|isolated)(?: \\w+)? (?:isolated |large )?${CALC}|macro(?: )?${CALC}|popcorn`, terms: ['COARSE'] },
  { pattern: 'lucent cent(?:ers?|res?|ered|red)', terms: ['LUCENT_CENTER'] },
  { pattern: 'rim calcifications?|egg shell', terms: ['EGGSHELL'] },
  { pattern: '(?:large )?rod(?: )?like|rods|secretory', terms: ['LARGE_RODLIKE'] },
  { pattern: `fine linear|branching ${CALC}|(?:fine|thin) branching`, terms: ['FINE_LINEAR_BRANCHING'] },
  { pattern: `skin ${CALC}|dermal ${CALC}`, terms: ['SKIN'] },
  { pattern: `round ${CALC}`, terms: ['ROUND_AND_REGULAR'] },
  { pattern: 'pleomorphic|heterogeneous calcifications?', terms: ['PLEOMORPHIC'] },
  { pattern: `clusters?(?: of)? ${CALC}|${CALC}(?: in(?: a)?)? clusters?|clustered|clusters?|grouped ${CALC}`, terms: ['CLUSTERED'] },
  { pattern: `scattered ${CALC}|diffuse ${CALC}`, terms: ['DIFFUSELY_SCATTERED'] },

  { pattern: 'skin thickening|thickened skin', terms: ['SKIN_THICKENING'] },
  { pattern: 'retracted nipple', terms: ['NIPPLE_RETRACTION'] },
  { pattern: 'dense(?: \\w+)? tissues?|fibroglandular(?: tissue)?|glandular tissue|dense breasts?', terms: ['DENSE_TISSUE'] },
  { pattern: 'fat(?:ty)?|fatty tissues?|adipose', terms: ['FATTY_TISSUE'] },
  { pattern: 'pectoral(?:is|s)?(?: muscles?)?', terms: ['PECTORAL_MUSCLE'] },
  { pattern: '(?:blood )?vessels?|veins?|arter(?:y|ies)', terms: ['VESSEL'] },
  {
    pattern: '(?:edge|border|outline) of(?: the)? breast|breast (?:edge|border|outline)|skin(?: lines?| edges?)?|tissue with air',
    terms: ['SKIN_LINE'],
  },
  { pattern: 'inframammary folds?', terms: ['INFRAMAMMARY_FOLD'] },
  { pattern: 'chest walls?', terms: ['CHEST_WALL'] },
];
