/** An evaluation as a notebook shows it: interactive by our renderer, elsewhere as ROC curves of patches, and in words. */
import { rocFigure } from '../evaluation/figures/curves';
import { evaluationText } from '../evaluation/wording';
import { EVALUATION_MIME, type Evaluation } from '../protocol/evaluation';

export function evaluationItems(evaluation: Evaluation): Record<string, string> {
  return {
    [EVALUATION_MIME]: JSON.stringify(evaluation),
    'image/svg+xml': rocFigure(evaluation, 'patch'),
    'text/plain': evaluationText(evaluation),
  };
}
