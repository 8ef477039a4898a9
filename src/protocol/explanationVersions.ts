/** Explanations of older versions in today's form: a notebook kept for years still shows what was in it. */
import { EXPLANATION_VERSION, type Explanation } from './explanation';

/**
 * An explanation as it was written, of this version or an older one, in this version's form. What an older version did not have is left
 * empty, and a warning says which parts. The value is otherwise not checked; anything but an explanation of a known version comes back as it is.
 */
export function upgradeExplanation(written: unknown): unknown {
  if (typeof written !== 'object' || written === null || (written as { version?: unknown }).version !== 1) return written;
  const first = written as Omit<Explanation, 'version'> & { version: 1 };
  return {
    ...first,
    version: EXPLANATION_VERSION,
    explainedClass: first.decidedClass,
    logitMaps: {},
    summary: '',
    warnings: [...(Array.isArray(first.warnings) ? first.warnings : []), OLD],
  };
}

const OLD =
  'This explanation was made by an older version: it has no logit maps, receptive field, breast or summary. Run it again to have them.';
