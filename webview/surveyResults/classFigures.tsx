/** For each class: how many of its chosen units are named, and what share of all top places the named ones carry. */
import type { ResultClass } from '../../src/protocol/surveyResults';
import { BarLane } from '../shared/lane';
import { sentenceCase } from '../shared/wording';

export function ClassFigures({ classes }: { classes: readonly ResultClass[] }) {
  return (
    <section>
      <h2>Named by class</h2>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col" colSpan={2}>
              Units named
            </th>
            <th scope="col" colSpan={2}>
              Coverage <span class="quiet">named / chosen</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {classes.map((c) => (
            <tr key={c.className}>
              <th scope="row">{sentenceCase(c.className)}</th>
              <td class="lane-cell">
                <BarLane share={c.chosen > 0 ? c.named / c.chosen : 0} of={1} />
              </td>
              <td class="number">
                <b>{c.named}</b> of {c.chosen}
              </td>
              <td class="lane-cell">
                <BarLane share={c.namedCoverage} of={c.coverage} />
              </td>
              <td class="number" title={withOthers(c)}>
                <b>{tenths(c.namedCoverage)}</b> / {tenths(c.coverage)} %
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet note">Coverage: share of all top-eight places on the hold-out images.</p>
    </section>
  );
}

function withOthers({ allNamedCoverage }: ResultClass): string | undefined {
  return allNamedCoverage === undefined ? undefined : `${tenths(allNamedCoverage)} % with named units of other classes`;
}

const tenths = (share: number): string => (100 * share).toFixed(1);
