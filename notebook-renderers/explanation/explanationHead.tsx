/** What an explanation begins with: where it comes from, the decision in a sentence, the longer words, and warnings. */
import type { Explanation, ViewPart } from '../../src/protocol/explanation';

const PARTS: Record<ViewPart, string> = { train: 'in the training part', holdout: 'in the hold-out part', test: 'in the test part' };

export function ExplanationHead({ explanation: e }: { explanation: Explanation }) {
  return (
    <header class="dm-head">
      <p class="dm-source">
        <span>{e.viewId}</span>
        <span>
          decided <b>{e.decidedClass}</b>
        </span>
        {e.explainedClass === e.decidedClass ? null : (
          <span>
            explained for <b>{e.explainedClass}</b>
          </span>
        )}
        <span>
          truth <b>{e.truth ?? 'unknown'}</b>
        </span>
        {e.part ? <span class={`dm-badge dm-part-${e.part}`}>{PARTS[e.part] ?? e.part}</span> : null}
      </p>
      {e.summary ? <p class="dm-sentence">{e.summary}</p> : null}
      <p class={e.summary ? 'dm-longer' : 'dm-sentence'}>{e.sentence}</p>
      {e.warnings.map((warning) => (
        <p key={warning} class="dm-warning" role="note">
          {warning}
        </p>
      ))}
    </header>
  );
}
