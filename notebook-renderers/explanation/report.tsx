/** The true report beneath the view: assessment, subtlety and keywords of each finding. */
import type { Explanation } from '../../src/protocol/explanation';
import { lesionWords, pathologyWords } from './words';

export function Report({ explanation }: { explanation: Explanation }) {
  if (explanation.findings.length === 0)
    return <p>{explanation.truth ? 'No finding is outlined in this view.' : 'The truth is unknown.'}</p>;
  return (
    <>
      {explanation.findings.map((finding) => (
        <div key={finding.id} class="dm-report">
          <p class="dm-name">
            <i class="dm-swatch" />
            {pathologyWords(finding)}
          </p>
          {finding.lesions.map((lesion) => (
            <p key={lesionWords(lesion)}>{lesionWords(lesion)}</p>
          ))}
          <p class="dm-quiet">
            {[
              finding.assessment === undefined ? '' : `Assessment ${finding.assessment}`,
              finding.subtlety === undefined ? '' : `subtlety ${finding.subtlety} of 5`,
            ]
              .filter(Boolean)
              .join(', ')}
          </p>
        </div>
      ))}
    </>
  );
}
