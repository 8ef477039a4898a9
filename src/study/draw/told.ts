/** What a study tells of a view, and what its key keeps of it, both taken from the view's explanation. */
import type { View } from '../../dataset/model';
import { findingLabel } from '../../dataset/viewLabel';
import { namesOf } from '../../explanation/unitWords';
import { confine } from '../../protocol/breastMap';
import type { Explanation } from '../../protocol/explanation';
import { findingKeywords } from '../../protocol/finding';
import type { StudyCall, StudyCase, StudyPicture, StudyTruth } from '../../protocol/study';

export interface Told {
  units: StudyCase['units'];
  /** Whose words these are. */
  experts: string[];
  /** Only where asked for. */
  picture?: StudyPicture;
  truth: StudyTruth;
}

/**
 * The words of the view's named units, most influential first; undefined where fewer than `units` of them have an influence above zero: a
 * unit that does not respond, or that speaks against the class, is no reason for it.
 * @param explanation with at most `units` units as its evidence
 */
export function toldOf(
  explanation: Explanation,
  view: View,
  truth: StudyCall,
  { units, picture }: { units: number; picture: boolean },
): Told | undefined {
  const evidence = explanation.evidence.filter((u) => u.influence > 0);
  if (evidence.length < units) return undefined;
  return {
    units: evidence.map((u) => ({ unit: u.unit, words: namesOf(u) })),
    experts: [...new Set(evidence.flatMap((u) => u.annotations.map((a) => a.expert)))],
    ...(picture && { picture: pictureOf(explanation) }),
    truth: truthOf(explanation, view, truth),
  };
}

/** Maps on the breast alone, as explanations draw them. */
function pictureOf({ view, placement, evidence, breast }: Explanation): StudyPicture {
  return {
    view,
    placement,
    units: evidence.map(({ map, maskThreshold }) => ({ map: breast ? confine(map!, breast) : map!, maskThreshold: maskThreshold! })),
  };
}

function truthOf({ decidedClass, scores }: Explanation, { id, caseId, findings }: View, truth: StudyCall): StudyTruth {
  const deciding = findings.filter((f) => findingLabel(f) === truth);
  return {
    truth,
    viewId: id,
    caseId,
    findingTypes: [...new Set(deciding.flatMap((f) => f.lesions.map((lesion) => lesion.kind)))],
    keywords: [...new Set(deciding.flatMap(findingKeywords))],
    decidedClass,
    networkRight: decidedClass === truth,
    scores,
  };
}
