/** From scores of patches to the evaluation: areas, intervals, calibration and breakdowns of patches, views and cases (SPEC 5). */
import type { Case } from '../dataset/model';
import type { LabelRule } from '../patches/label';
import { AMBIGUOUS, type Patch } from '../patches/patch';
import type { EvaluatedPart, Evaluation } from '../protocol/evaluation';
import { ProblemError } from '../protocol/problem';
import { caseResamples } from '../statistics/resample';
import type { Scores } from './items';
import { evaluateLevel } from './levelEvaluation';
import { type KnownCase, knownCases } from './parts';

const DRAWS = 1000;
const SEED = 1;

export interface EvaluationRequest {
  /** Every case of the part, those whose views could not be read included. */
  cases: readonly Case[];
  /** Patches of the part; those without a class have a part in the scores of views and cases alone. */
  patches: readonly Patch[];
  classes: readonly string[];
  /** [patches, classes] */
  probabilities: Float64Array;
  /** How patches were labelled. */
  rule: LabelRule;
  /** Class that a view or case is decided for only when no other leads in any patch; null: none. */
  background: string | null;
  part: EvaluatedPart;
}

/** What the figures are, without where they came from. */
export type Figures = Omit<Evaluation, 'version' | 'run' | 'checkpoint' | 'network' | 'scores' | 'createdAt' | 'notice'>;

/**
 * One class against the rest at every level. A class without positives or without negatives is reported as missing, with the reason. Seconds
 * for ten thousand patches: scores are sorted once, and all figures share the same resamples of cases.
 * Throws ProblemError when there is no labelled patch.
 */
export function evaluateScores(request: EvaluationRequest): Figures & { known: KnownCase[]; scored: Scores } {
  const { cases, patches, classes, probabilities, rule, part } = request;
  if (!patches.some((p) => p.label !== AMBIGUOUS))
    throw new ProblemError({
      code: 'evaluation.empty',
      found: `no labelled patch in the ${part} part`,
      expected: 'at least one',
      remedy: `Enlarge the share of the ${part} part in deepminer.json (dataset.split) or add cases.`,
    });
  const known = knownCases(cases, patches, { classes, rule });
  const scored: Scores = { classes, probabilities, background: classes.indexOf(request.background ?? '') };
  const drawn = known.filter((c) => c.views.some((v) => v.patches.length > 0)).length;
  const resamples = caseResamples(drawn, { draws: DRAWS, seed: SEED });
  const at = (level: 'patch' | 'view' | 'case') => evaluateLevel(level, known, scored, resamples, part);
  const ofPatches = at('patch');
  return {
    part,
    classNames: [...classes],
    ...(scored.background >= 0 && { background: classes[scored.background] }),
    patches: ofPatches.items,
    ...ofPatches,
    view: at('view'),
    case: at('case'),
    bootstrap: { draws: DRAWS, seed: SEED, cases: drawn },
    known,
    scored,
  };
}
