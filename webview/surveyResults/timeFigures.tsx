/** Minutes that each expert took, beside what outlining every hold-out image would take. */
import type { SurveyResults } from '../../src/protocol/surveyResults';
import { BarLane } from '../shared/lane';

export function TimeFigures({ experts, time }: Pick<SurveyResults, 'experts' | 'time'>) {
  const longest = Math.max(time.outliningMinutes, ...experts.map((e) => e.minutes), Number.MIN_VALUE);
  return (
    <section>
      <h2>
        Minutes <span class="quiet">median s a unit</span>
      </h2>
      <table class="figures">
        <tbody>
          {experts.map(({ expert, answered, minutes, medianSeconds }) => (
            <tr key={expert}>
              <th scope="row" title={expert}>
                {expert}
              </th>
              {medianSeconds === null ? (
                <td colSpan={2} class="quiet">
                  {answered} units, not timed
                </td>
              ) : (
                <>
                  <td class="lane-cell">
                    <BarLane share={minutes / longest} />
                  </td>
                  <td class="number">
                    <b>{minutes.toFixed(1)}</b> <span class="quiet">{medianSeconds.toFixed(0)} s</span>
                  </td>
                </>
              )}
            </tr>
          ))}
          <tr class="against">
            <th scope="row">Outlining</th>
            <td class="lane-cell">
              <BarLane share={0} of={time.outliningMinutes / longest} />
            </td>
            <td class="number">
              <b>{time.outliningMinutes}</b> <span class="quiet">60 s</span>
            </td>
          </tr>
        </tbody>
      </table>
      <p class="quiet note">Outlining: one minute for each of the {time.images} hold-out images.</p>
    </section>
  );
}
