/** Writes findings as a DDSM .OVERLAY: what parseOverlay reads. */
import type { Finding, Lesion, Pathology } from '../../protocol/finding';
import { outlineToChain } from './chain';

/** The text of a view's overlay, findings in their order. A closed chain and all words read back as they are. */
export function writeOverlay(findings: readonly Finding[]): string {
  const lines = [`TOTAL_ABNORMALITIES ${findings.length}`];
  for (const [i, finding] of findings.entries()) {
    lines.push(`ABNORMALITY ${i + 1}`, ...finding.lesions.map(lesionLine));
    if (finding.assessment !== undefined) lines.push(`ASSESSMENT ${finding.assessment}`);
    if (finding.subtlety !== undefined) lines.push(`SUBTLETY ${finding.subtlety}`);
    lines.push(`PATHOLOGY ${pathologyWord(finding.pathology)}`, `TOTAL_OUTLINES ${1 + finding.cores.length}`);
    lines.push('BOUNDARY', outlineToChain(finding.boundary));
    for (const core of finding.cores) lines.push('\tCORE', outlineToChain(core));
  }
  return `${lines.join('\n')}\n`;
}

function lesionLine(lesion: Lesion): string {
  const words = (list: readonly string[] | undefined) => (list?.length ? list.join('-') : 'N/A');
  if (lesion.kind === 'mass') return `LESION_TYPE MASS SHAPE ${words(lesion.shape)} MARGINS ${words(lesion.margins)}`;
  if (lesion.kind === 'calcification')
    return `LESION_TYPE CALCIFICATION TYPE ${words(lesion.type)} DISTRIBUTION ${words(lesion.distribution)}`;
  return 'LESION_TYPE OTHER';
}

const pathologyWord = (pathology: Pathology) => pathology.toUpperCase();
