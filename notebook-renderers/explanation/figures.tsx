/** The numbers behind an explanation: class scores, and how the logit adds up. */
import type { Explanation } from '../../src/protocol/explanation';
import { Bar } from '../../webview/shared/bar';
import { chance, sentenceCase, signedNumber } from '../../webview/shared/wording';
import { besideTheImage } from './besideTheImage';

export function ClassScores({ explanation: e }: { explanation: Explanation }) {
  return (
    <section>
      <h4>Class scores</h4>
      <p class="dm-quiet">{e.scoring === 'mean' ? 'Mean' : 'Largest'} probability over the view</p>
      <table class="dm-numbers">
        <tbody>
          {e.classes.map((name) => (
            <tr key={name} class={name === e.decidedClass ? 'dm-decided' : undefined}>
              <th scope="row">{sentenceCase(name)}</th>
              <td class="dm-bar-cell">
                <Bar value={e.scores[name] ?? 0} largest={1} />
              </td>
              <td>{e.scores[name] === undefined ? 'none' : chance(e.scores[name])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Exact: the drawn units' shares, all other units together, what is known beside the image, and the bias sum to the logit at the deciding position. */
export function Balance({ explanation: e }: { explanation: Explanation }) {
  const beside = besideTheImage(e);
  const others = e.logit.value - e.logit.bias - beside - e.evidence.reduce((sum, u) => sum + u.share, 0);
  const rows = [
    ...e.evidence.map((u) => ({ name: u.unit as string, value: u.share })),
    { name: 'All other units', value: others },
    ...(e.auxiliary ? [{ name: 'Beside the image', value: beside }] : []),
    { name: 'Bias', value: e.logit.bias },
  ];
  const largest = Math.max(...rows.map((r) => Math.abs(r.value)), Math.abs(e.logit.value));
  return (
    <section>
      <h4>What the decision is made of</h4>
      <p class="dm-quiet">Parts of the {e.explainedClass} logit at the deciding position</p>
      <table class="dm-numbers">
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td class="dm-bar-cell">
                <Bar value={row.value} largest={largest} />
              </td>
              <td>{signedNumber(row.value)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Logit</th>
            <td />
            <td>{signedNumber(e.logit.value)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
