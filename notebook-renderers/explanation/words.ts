/** The explanation's parts in words: captions, reports and text alternatives. */
import type { Explanation } from '../../src/protocol/explanation';
import type { Finding } from '../../src/protocol/finding';
import { placeInWords } from '../../webview/shared/place';
import { plainTerm, sentenceCase } from '../../webview/shared/wording';

/** `Irregular mass, spiculated margins`; the kind alone where the report says no more. */
export function lesionWords(lesion: Finding['lesions'][number]): string {
  const words = (list: string[] | undefined) => (list ?? []).map(plainTerm).join(', ');
  if (lesion.kind === 'mass') {
    const margins = words(lesion.margins);
    return sentenceCase([`${words(lesion.shape)} mass`.trim(), margins && `${margins} margins`].filter(Boolean).join(', '));
  }
  if (lesion.kind === 'calcification') {
    const distribution = words(lesion.distribution);
    return sentenceCase([`${words(lesion.type)} calcification`.trim(), distribution].filter(Boolean).join(', '));
  }
  return 'Other finding';
}

export function pathologyWords(finding: Finding): string {
  return sentenceCase(classWords(finding));
}

/** The class that a finding counts for; that of its pathology in the report's own word. */
function classWords({ className, pathology }: Finding): string {
  return className ?? plainTerm(pathology);
}

/** Where the true findings are outlined, in words. */
export function findingPlaces({ findings, view }: Pick<Explanation, 'findings' | 'view'>): string {
  if (findings.length === 0) return 'no finding is outlined';
  const places = findings.map((finding) => {
    let x = 0;
    let y = 0;
    for (let i = 0; i + 1 < finding.boundary.length; i += 2) {
      x += finding.boundary[i];
      y += finding.boundary[i + 1];
    }
    const corners = Math.max(1, Math.floor(finding.boundary.length / 2));
    return `a ${classWords(finding)} finding is outlined ${placeInWords(x / corners, y / corners, view.width, view.height)}`;
  });
  return places.join('; ');
}
