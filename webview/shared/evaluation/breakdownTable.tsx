/** AUC by scanner, projection, side, density, subtlety and finding: a forest plot, its figures beside it. */
import { BREAKDOWNS, type ClassEvaluation, type Stratum } from '../../../src/protocol/evaluation';
import { area, BREAKDOWN_NAMES, bounds } from './words';

export function BreakdownTable({ evaluated, className }: { evaluated: ClassEvaluation; className: string }) {
  const { breakdowns } = evaluated;
  if (!breakdowns) return <p class="dm-quiet">No breakdown was made.</p>;
  const low = lowestShown(evaluated);
  const place = (value: number) => `${(100 * (value - low)) / (1 - low)}%`;
  const whole: Stratum = { ...evaluated, value: `All of ${className}`, cases: 0 };
  return (
    <table class="dm-forest">
      <thead>
        <tr>
          <th scope="col">Value</th>
          <th scope="col" class="dm-counts">
            Positives / negatives
          </th>
          <th scope="col" class="dm-axis">
            <span class="dm-lane">
              <i>{low}</i>
              <i>{Math.round(50 * (low + 1)) / 100}</i>
              <i>1</i>
            </span>
          </th>
          <th scope="col">
            AUC <span class="dm-quiet">95 %</span>
          </th>
        </tr>
      </thead>
      <tbody>
        <Row stratum={whole} place={place} reference={evaluated.auc} />
      </tbody>
      {BREAKDOWNS.map((by) => {
        const strata = breakdowns[by];
        return (
          <tbody key={by}>
            <tr>
              <th scope="rowgroup" colSpan={4} class="dm-group">
                {BREAKDOWN_NAMES[by]}
              </th>
            </tr>
            {'missing' in strata ? (
              <tr>
                <td colSpan={4} class="dm-quiet dm-inner">
                  {strata.missing}
                </td>
              </tr>
            ) : (
              strata.map((s) => <Row key={s.value} stratum={s} place={place} reference={evaluated.auc} inner />)
            )}
          </tbody>
        );
      })}
    </table>
  );
}

interface RowProps {
  stratum: Stratum;
  place(value: number): string;
  /** AUC of all items. */
  reference: number;
  inner?: boolean;
}

function Row({ stratum: { value, positives, negatives, auc, interval, missing }, place, reference, inner }: RowProps) {
  const why = missing?.replace(/^No [^:]*: /, '').replace(/\.$/, '');
  return (
    <tr>
      <th scope="row" class={inner ? 'dm-inner' : undefined}>
        {value}
      </th>
      <td class="dm-counts">
        {positives} / {negatives}
      </td>
      <td>
        <span class="dm-lane" aria-hidden="true">
          <i class="dm-reference" style={{ left: place(reference) }} />
          {interval ? <i class="dm-range" style={{ left: place(interval.low), right: `calc(100% - ${place(interval.high)})` }} /> : null}
          {auc === undefined ? null : <i class={interval ? 'dm-dot' : 'dm-dot dm-hollow'} style={{ left: place(auc) }} />}
        </span>
      </td>
      <td>
        {auc === undefined ? null : <b>{area(auc)}</b>}{' '}
        <span class={interval ? 'dm-quiet dm-bounds' : 'dm-quiet'}>{interval ? bounds(interval) : why}</span>
      </td>
    </tr>
  );
}

/** The axis begins at 0.5, or below where an area or its interval does. */
function lowestShown({ breakdowns, interval, auc }: ClassEvaluation): number {
  const all = Object.values(breakdowns ?? {}).flatMap((strata) => ('missing' in strata ? [] : strata));
  const lows = [{ auc, interval }, ...all].map((s) => s.interval?.low ?? s.auc ?? 1);
  return Math.max(0, Math.floor(Math.min(0.5, ...lows) * 10) / 10);
}
