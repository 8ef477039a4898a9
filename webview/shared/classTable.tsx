/** What a unit is to each class: its weight in the linear layer, where it is the last layer's, and how often it was among the most influential ones. */
import type { MinedUnit } from '../../src/protocol/mining';
import { Bar } from './bar';
import { sentenceCase, shortNumber, signedNumber } from './wording';

export function ClassTable({ unit, classes }: { unit: MinedUnit; classes: readonly string[] }) {
  const { weights, influence } = unit;
  if (!influence) return null;
  const heaviest = Math.max(...classes.map((name) => Math.abs(weights?.[name] ?? 0)), Number.MIN_VALUE);
  return (
    <section>
      <h4>By class</h4>
      <p class="dm-quiet">
        {weights ? 'Weight in the linear layer, and hold-out' : 'Hold-out'} images on which it was among the most influential
      </p>
      <table class="dm-classes">
        <thead>
          <tr>
            <th scope="col">Class</th>
            {weights ? (
              <th scope="col" colSpan={2}>
                Weight
              </th>
            ) : null}
            <th scope="col" colSpan={2}>
              Influential on
            </th>
            <th scope="col">Rank</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((name) => {
            const counted = influence[name];
            const place = unit.ranks.find((r) => r.className === name);
            return (
              <tr key={name}>
                <th scope="row">{sentenceCase(name)}</th>
                {weights ? (
                  <>
                    <td class="dm-bar-cell">
                      <Diverging value={weights[name] ?? 0} largest={heaviest} />
                    </td>
                    <td class="dm-figure">{weights[name] === undefined ? '' : signedNumber(weights[name])}</td>
                  </>
                ) : null}
                <td class="dm-bar-cell">{counted ? <Bar value={counted.topCount} largest={counted.images} /> : null}</td>
                <td class="dm-figure" title={counted ? `summed influence ${shortNumber(counted.summedInfluence)}` : undefined}>
                  {counted ? `${counted.topCount} of ${counted.images}` : ''}
                </td>
                <td class="dm-figure">{place ? `#${place.rank}` : ''}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** From a line in the middle to the right for, to the left against; against is hatched, so that sign is not told by colour alone. */
function Diverging({ value, largest }: { value: number; largest: number }) {
  const length = `${Math.min(Math.abs(value) / largest, 1) * 50}%`;
  return (
    <span class="dm-diverging" aria-hidden="true">
      <i
        class={value < 0 ? 'dm-negative' : undefined}
        style={value < 0 ? { right: '50%', width: length } : { left: '50%', width: length }}
      />
    </span>
  );
}
