/** The concepts that a unit answers to best, measured without a person (Network Dissection), with the bar from which it is their detector. */
import type { MeasuredConcepts } from '../../src/protocol/units';
import { plainTerm, sentenceCase } from './wording';

const SHOWN = 5;

export function ConceptBars({ concepts }: { concepts?: MeasuredConcepts }) {
  return (
    <section>
      <h4>Measured concepts</h4>
      <Found concepts={concepts} />
    </section>
  );
}

function Found({ concepts }: { concepts?: MeasuredConcepts }) {
  if (!concepts)
    return (
      <p class="dm-quiet">
        Not dissected yet: <b>DeepMiner: Dissect Units</b> (in a terminal, deepminer dissect) measures which concepts the units answer to,
        where the data has concept masks.
      </p>
    );
  const { found, bar, views } = concepts;
  if (found.length === 0) return <p class="dm-quiet">This unit was not probed: dissect all units to measure it.</p>;
  const most = Math.max(found[0].iou, bar) * 1.15;
  return (
    <>
      <p class="dm-quiet">
        Overlap (IoU) with concept masks on {views} views; a detector from {bar}
      </p>
      <table class="dm-concepts">
        <tbody>
          {found.slice(0, SHOWN).map(({ concept, iou }) => (
            <tr key={concept} class={iou >= bar ? 'dm-reached' : undefined}>
              <th scope="row">{sentenceCase(plainTerm(concept))}</th>
              <td class="dm-bar-cell">
                <span class="dm-bar" aria-hidden="true">
                  <i style={{ width: `${(iou / most) * 100}%` }} />
                  <u style={{ left: `${(bar / most) * 100}%` }} />
                </span>
              </td>
              <td class="dm-figure">{iou.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
