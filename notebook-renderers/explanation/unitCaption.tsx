/** Beneath a unit's map: what experts call it, its influence, its exact share of the decision, and whether that agrees with the report. */
import type { Explanation, UnitEvidence } from '../../src/protocol/explanation';
import { Bar } from '../../webview/shared/bar';
import { shortNumber, signedNumber } from '../../webview/shared/wording';
import { namesOf } from '../shared/words';

export function UnitCaption({ explanation, evidence }: { explanation: Explanation; evidence: UnitEvidence }) {
  const largest = Math.max(...explanation.evidence.map((u) => Math.abs(u.share)), Number.MIN_VALUE);
  const agreement = explanation.agreement?.find((a) => a.unit === evidence.unit);
  return (
    <>
      {namesOf(evidence).map((name) => (
        <p key={name} class="dm-name">
          {name}
        </p>
      ))}
      <dl class="dm-facts">
        <dt>Share</dt>
        <dd>
          <Bar value={evidence.share} largest={largest} />
          <b>{signedNumber(evidence.share)}</b>
        </dd>
        <dt>Influence</dt>
        <dd>
          {shortNumber(evidence.influence)}, rank {evidence.rank}
        </dd>
      </dl>
      {agreement && explanation.findings.length > 0 ? (
        <p class="dm-quiet">
          {agreement.fits ? 'Words fit the report' : 'Words not in the report'}; {agreement.hits ? 'lies on the finding' : 'lies elsewhere'}
          .
        </p>
      ) : null}
    </>
  );
}
