/** What is known of the case beside the image, and what each of it adds to the decision (paper, section 2.5). */
import type { Explanation, FeatureEvidence } from '../../src/protocol/explanation';
import { Bar } from '../../webview/shared/bar';
import { percent, sentenceCase, signedNumber } from '../../webview/shared/wording';

export function Features({ explanation: e }: { explanation: Explanation }) {
  if (!e.auxiliary) return null;
  const { features, none } = e.auxiliary;
  const heeded = features.filter((f) => f.present);
  const missing = features.filter((f) => !f.present && f.value === undefined);
  const strange = features.filter((f) => !f.present && f.value !== undefined);
  const largest = Math.max(...heeded.map((f) => Math.abs(f.share)), Math.abs(none.share));
  return (
    <section>
      <h4>Known beside the image</h4>
      <p class="dm-quiet">Parts of the {e.explainedClass} logit, and how much of its attention the network gives each</p>
      <table class="dm-numbers dm-features">
        <thead class="dm-hidden">
          <tr>
            {['Feature', 'Bar', 'Part', 'Attention'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {heeded.map((f) => (
            <Row key={f.name} {...f} name={nameOf(f)} largest={largest} />
          ))}
          <Row name="No feature" {...none} largest={largest} />
        </tbody>
      </table>
      {missing.length > 0 ? <p class="dm-quiet">Missing: {missing.map(nameOf).join(', ')}</p> : null}
      {strange.length > 0 ? (
        <p class="dm-quiet">Not known to the network: {strange.map((f) => `${nameOf(f)} ${f.value}`).join(', ')}</p>
      ) : null}
    </section>
  );
}

interface RowProps extends Pick<FeatureEvidence, 'name' | 'value' | 'share' | 'attention'> {
  largest: number;
}

function Row({ name, value, share, attention, largest }: RowProps) {
  return (
    <tr>
      <th scope="row">
        {name} {value === undefined ? null : <b>{value}</b>}
      </th>
      <td class="dm-bar-cell">
        <Bar value={share} largest={largest} />
      </td>
      <td>{signedNumber(share)}</td>
      <td>{percent(attention)}</td>
    </tr>
  );
}

/** `risk_score` reads `Risk score`, `BMI` stays. */
function nameOf({ name }: Pick<FeatureEvidence, 'name'>): string {
  return sentenceCase(name.replaceAll('_', ' '));
}
