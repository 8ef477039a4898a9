/** Agreement as a dot and whisker for every kappa: of all persons first, then of every two. */
import type { Kappa } from '../../src/protocol/kappa';
import type { AgreementQuestion, QuestionAgreement } from '../../src/protocol/surveyResults';
import { DotLane } from '../shared/lane';

const QUESTIONS: Record<AgreementQuestion, string> = {
  recognizable: 'Recognizable, yes or no',
  category: 'BI-RADS category',
  association: 'Association with cancer',
};
/** More pairs than this are folded away. */
const SHOWN_PAIRS = 3;

export function AgreementPlot({ agreement }: { agreement: readonly QuestionAgreement[] }) {
  const kappas = agreement.flatMap(({ all, pairs }) => [...(all ? [all] : []), ...pairs]);
  if (kappas.length === 0)
    return (
      <section>
        <h2>Agreement</h2>
        <p class="quiet">Two experts or more are needed.</p>
      </section>
    );
  const low = Math.min(0, ...kappas.map((k) => Math.floor(5 * (k.interval?.low ?? k.kappa ?? 0)) / 5));
  return (
    <section>
      <h2>
        Agreement <span class="quiet">kappa, 95 % interval</span>
      </h2>
      {agreement.map(({ question, all, pairs }) => {
        const folded = pairs.length > SHOWN_PAIRS && all !== null;
        return (
          <div key={question} class="question">
            <h3>{QUESTIONS[question]}</h3>
            {all || !folded ? (
              <KappaTable
                label={QUESTIONS[question]}
                low={low}
                rows={[
                  ...(all ? [{ name: `All (${all.experts})`, kappa: all }] : []),
                  ...(folded ? [] : pairs.map((pair) => ({ name: pair.experts.join(' – '), kappa: pair }))),
                ]}
              />
            ) : null}
            {folded ? (
              <details>
                <summary>Every two ({pairs.length})</summary>
                <KappaTable
                  label={`${QUESTIONS[question]}, every two`}
                  low={low}
                  rows={pairs.map((pair) => ({ name: pair.experts.join(' – '), kappa: pair }))}
                />
              </details>
            ) : null}
          </div>
        );
      })}
      <p class="quiet note">
        Axis from {low === 0 ? '0' : signed(low)} to 1; dashed: agreement by chance. All persons: Fleiss; two experts: Cohen.
      </p>
    </section>
  );
}

interface KappaRow {
  name: string;
  kappa: Kappa;
}

function KappaTable({ label, low, rows }: { label: string; low: number; rows: readonly KappaRow[] }) {
  const place = (value: number): number => (value - low) / (1 - low);
  return (
    <table class="figures kappas" aria-label={label}>
      <tbody>
        {rows.map(({ name, kappa: { kappa, interval, reason, units } }) => (
          <tr key={name}>
            <th scope="row" title={name}>
              {name}
            </th>
            {kappa === null ? (
              <td colSpan={2} class="quiet">
                {reason === 'oneCategory' ? `all ${units} answers alike: no kappa` : `${units} units in common: too few`}
              </td>
            ) : (
              <>
                <td class="lane-cell">
                  <DotLane
                    dot={place(kappa)}
                    low={interval ? place(interval.low) : undefined}
                    high={interval ? place(interval.high) : undefined}
                    reference={place(0)}
                  />
                </td>
                <td class="number" title={`${units} units`}>
                  <b>{signed(kappa)}</b> <span class="quiet">{interval ? `${signed(interval.low)} to ${signed(interval.high)}` : ''}</span>
                </td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const signed = (value: number): string => value.toFixed(2).replace('-', '−');
