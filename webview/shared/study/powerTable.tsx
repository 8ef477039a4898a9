/** What a number of answers can show: the fewest right that are more than guessing, and how often true readers reach them. */
import type { StudyPower } from '../../../src/protocol/study';
import { powerRow, wholePercent } from '../../../src/protocol/studyWords';

interface Props {
  power: StudyPower;
  /** Numbers of answers of this study. */
  own: readonly number[];
}

export function PowerTable({ power, own }: Props) {
  const marked = new Set(own.map((n) => powerRow(power, n)?.n));
  if (power.rows.length === 0) return <p class="dm-quiet">No power was reckoned.</p>;
  return (
    <>
      <table class="dm-power">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Answers
            </th>
            <th scope="col" rowSpan={2}>
              Right needed
            </th>
            <th scope="colgroup" colSpan={power.accuracies.length}>
              Shown of studies, if truly right on
            </th>
          </tr>
          <tr>
            {power.accuracies.map((a) => (
              <th key={a} scope="col">
                {wholePercent(a)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {power.rows.map(({ n, needed, power: shown }) => (
            <tr key={n} class={marked.has(n) ? 'dm-own' : undefined}>
              <th scope="row">
                {n}
                {marked.has(n) ? <small>here</small> : null}
              </th>
              <td>{needed ?? 'none'}</td>
              {shown.map((share, i) => (
                <td key={power.accuracies[i]} class="dm-shaded" style={{ '--share': `${Math.round(36 * share)}%` }}>
                  {wholePercent(share)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="dm-quiet">Exact one-sided test at 0.05 against guessing, answers independent.</p>
    </>
  );
}
