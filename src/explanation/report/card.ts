/** What a report's index keeps of an explanation. */
import type { Explanation } from '../../protocol/explanation';
import type { ReportedView } from '../../protocol/explanationReport';
import { fits, hits } from '../agreement';

/** The view in short, with the agreement of every shown unit with every finding. */
export function cardOf(e: Explanation): ReportedView {
  const { viewId, caseId, part, truth, decidedClass, explainedClass, scores, summary, findings, view, placement } = e;
  return {
    viewId,
    caseId,
    ...(part && { part }),
    width: view.width,
    height: view.height,
    ...(truth && { truth }),
    decidedClass,
    explainedClass,
    scores,
    summary,
    findings: findings.map(({ lesions, boundary, pathology, className }) => ({
      lesions,
      boundary,
      pathology,
      ...(className && { className }),
    })),
    shown: e.evidence.map(({ unit, annotations, map, maskThreshold }) => ({
      unit,
      annotations,
      fits: findings.map((f) => annotations.some((a) => a.phenomena.some((p) => fits(p, f)))),
      hits: findings.map((f) => map !== undefined && maskThreshold !== undefined && hits(map, maskThreshold, placement, f, view)),
    })),
  };
}
