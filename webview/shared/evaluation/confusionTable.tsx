/** The confusion matrix: a row a true class, a column a decided one, shaded by the share of the row. */
import type { Evaluation, Level, LevelEvaluation } from '../../../src/protocol/evaluation';
import { sentenceCase } from '../wording';
import { percents } from './words';

interface Props {
  evaluation: Evaluation;
  level: Level;
  figures: LevelEvaluation;
}

export function ConfusionTable({ evaluation, level, figures }: Props) {
  const { classNames, background } = evaluation;
  return (
    <>
      <table class="dm-confusion">
        <thead>
          <tr>
            <th scope="col">Truly</th>
            {classNames.map((name) => (
              <th key={name} scope="col">
                Decided {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.confusion.map((row, t) => {
            const all = row.reduce((sum, count) => sum + count, 0);
            return (
              <tr key={classNames[t]}>
                <th scope="row">{sentenceCase(classNames[t])}</th>
                {row.map((count, d) => (
                  <td
                    key={classNames[d]}
                    class={t === d ? 'dm-right' : undefined}
                    style={{ '--share': `${all > 0 ? Math.round((36 * count) / all) : 0}%` }}
                  >
                    {count}
                    <small>{all > 0 ? percents(count / all) : 'none'}</small>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="dm-quiet">
        {percents(figures.accuracy)} decided right; shares of each true class.
        {level !== 'patch' && background !== undefined
          ? ` ${sentenceCase(background)} is decided only where no other class leads in any patch, as explanations decide.`
          : ''}
      </p>
    </>
  );
}
