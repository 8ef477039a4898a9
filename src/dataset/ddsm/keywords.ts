/** The words in which DDSM's overlays describe a finding (its form of the BI-RADS lexicon). */

/** Of a mass. */
export const shape = [
  'ROUND',
  'OVAL',
  'LOBULATED',
  'IRREGULAR',
  'ARCHITECTURAL_DISTORTION',
  'TUBULAR',
  'LYMPH_NODE',
  'ASYMMETRIC_BREAST_TISSUE',
  'FOCAL_ASYMMETRIC_DENSITY',
] as const;

/** Of a mass. */
export const margins = ['CIRCUMSCRIBED', 'MICROLOBULATED', 'OBSCURED', 'ILL_DEFINED', 'SPICULATED'] as const;

/** Of calcifications. */
export const type = [
  'PUNCTATE',
  'AMORPHOUS',
  'PLEOMORPHIC',
  'ROUND_AND_REGULAR',
  'LUCENT_CENTER',
  'FINE_LINEAR_BRANCHING',
  'SKIN',
  'VASCULAR',
  'COARSE',
  'LARGE_RODLIKE',
  'EGGSHELL',
  'MILK_OF_CALCIUM',
  'SUTURE',
  'DYSTROPHIC',
] as const;

/** Of calcifications. */
export const distribution = ['CLUSTERED', 'LINEAR', 'SEGMENTAL', 'REGIONAL', 'DIFFUSELY_SCATTERED'] as const;

/** Spellings that occur beside the lexicon's own. */
export const aliases: ReadonlyMap<string, string> = new Map([['LUCENT_CENTERED', 'LUCENT_CENTER']]);
