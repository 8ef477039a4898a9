/** The units that are not drawn at first: those against the explained class, and influential ones without a name. */
import type { Explanation, UnitEvidence } from '../../src/protocol/explanation';
import type { UnitId } from '../../src/protocol/unit';
import { signedNumber } from '../../webview/shared/wording';
import { namesOf } from '../shared/words';

interface Props {
  explanation: Explanation;
  /** Units whose maps are shown among the panels. */
  shown: readonly UnitId[];
  onShown(units: readonly UnitId[]): void;
  /** Absent where nobody can be asked for a unit. */
  onUnit?(unit: UnitId): void;
}

export function OtherUnits(props: Props) {
  const { against, unannotated, explainedClass } = props.explanation;
  if (against.length + unannotated.length === 0) return null;
  return (
    <section>
      {against.length > 0 ? (
        <>
          <h4>Evidence against {explainedClass}</h4>
          <UnitList {...props} units={against} />
        </>
      ) : null}
      {unannotated.length > 0 ? (
        <>
          <h4>Influential, not annotated</h4>
          <UnitList {...props} units={unannotated} />
        </>
      ) : null}
    </section>
  );
}

function UnitList({ units, shown, onShown, onUnit }: Props & { units: UnitEvidence[] }) {
  return (
    <table class="dm-numbers">
      <tbody>
        {units.map((u) => {
          const drawn = shown.includes(u.unit);
          const names = namesOf(u).join('; ');
          return (
            <tr key={u.unit}>
              <th scope="row">
                {onUnit ? (
                  <button type="button" class="dm-link" title="Show its top patches" onClick={() => onUnit(u.unit)}>
                    {u.unit}
                  </button>
                ) : (
                  u.unit
                )}
                {names ? <span class="dm-quiet"> {names}</span> : null}
                {u.map ? (
                  <button
                    type="button"
                    class="dm-link dm-map-toggle"
                    aria-pressed={drawn}
                    aria-label={`${drawn ? 'Hide map' : 'Show map'} of ${u.unit}`}
                    onClick={() => onShown(drawn ? shown.filter((unit) => unit !== u.unit) : [...shown, u.unit])}
                  >
                    {drawn ? 'Hide map' : 'Show map'}
                  </button>
                ) : null}
              </th>
              <td>{signedNumber(u.share)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
