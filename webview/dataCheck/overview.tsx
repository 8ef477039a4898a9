/** What there is at a glance: cases of each class in each part, sizes as dots, and how many views have which property. */
import { useState } from 'preact/hooks';
import type { CheckedPart, DataCounts, Tally } from '../../src/protocol/dataCheck';
import { ClassMark, classColour } from './classMark';
import { SizePlot } from './sizePlot';

const PARTS: readonly [CheckedPart, string][] = [
  ['train', 'Training'],
  ['holdout', 'Hold-out'],
  ['test', 'Test'],
];
const AMOUNTS = ['cases', 'views', 'findings'] as const;
/** A page as narrow as this has its properties folded, so that its views are soon in sight. */
const WIDE = 720;
/** Values of a property that are listed. */
const FIRST = 5;

export function Overview({ counts }: { counts: DataCounts }) {
  const [amount, setAmount] = useState<(typeof AMOUNTS)[number]>('cases');
  const largest = Math.max(1, ...PARTS.map(([part]) => counts.parts[part][amount]));
  return (
    <section class="overview" aria-label="What there is">
      <div class="figure parts">
        <h2>
          <label>
            Classes by{' '}
            <select value={amount} onChange={(event) => setAmount(event.currentTarget.value as typeof amount)}>
              {AMOUNTS.map((a) => (
                <option key={a}>{a}</option>
              ))}
            </select>
          </label>
        </h2>
        <table class="part-table">
          <thead>
            <tr>
              <td />
              {counts.classes.map(({ className }) => (
                <th key={className} scope="col">
                  <ClassMark name={className} />
                </th>
              ))}
              <th scope="col">all</th>
              <td class="stack-cell" />
            </tr>
          </thead>
          <tbody>
            {PARTS.map(([part, word]) => (
              <tr key={part}>
                <th scope="row">{word}</th>
                {counts.classes.map(({ className, parts }) => (
                  <td key={className}>{parts[part][amount]}</td>
                ))}
                <td>{counts.parts[part][amount]}</td>
                <td class="stack-cell" aria-hidden="true">
                  <span class="stack">
                    {counts.classes
                      .filter(({ parts }) => parts[part][amount] > 0)
                      .map(({ className, parts }) => (
                        <i
                          key={className}
                          class={classColour(className)}
                          style={{ width: `${(100 * parts[part][amount]) / Math.max(largest, sumOf(counts, part, amount))}%` }}
                        />
                      ))}
                  </span>
                </td>
              </tr>
            ))}
            <tr class="sum">
              <th scope="row">All</th>
              {counts.classes.map((c) => (
                <td key={c.className}>{c[amount]}</td>
              ))}
              <td>{counts[amount]}</td>
              <td class="stack-cell" />
            </tr>
          </tbody>
        </table>
      </div>
      <details class="properties" open={window.innerWidth > WIDE}>
        <summary>Sizes, scanners and formats</summary>
        <div class="property-figures">
          <SizePlot sizes={counts.sizes} />
          <div class="figure tallies">
            <Tallied title="Scanner" tallies={counts.scanners} views={counts.views} />
            <Tallied title="Format" tallies={counts.formats} views={counts.views} />
            <Tallied title="Bits" tallies={counts.bits} views={counts.views} />
            <Tallied title="Pixel spacing" tallies={counts.spacings} views={counts.views} unit=" µm" />
          </div>
        </div>
      </details>
    </section>
  );
}

const sumOf = ({ classes }: DataCounts, part: CheckedPart, amount: (typeof AMOUNTS)[number]): number =>
  classes.reduce((sum, c) => sum + c.parts[part][amount], 0);

function Tallied({ title, tallies, views, unit = '' }: { title: string; tallies: readonly Tally[]; views: number; unit?: string }) {
  const rest = tallies.slice(FIRST);
  const lines = tallies.slice(0, FIRST).map(({ name, views: n }) => ({ name: name === 'unknown' ? name : `${name}${unit}`, n }));
  if (rest.length > 0) lines.push({ name: `${rest.length} others`, n: rest.reduce((sum, t) => sum + t.views, 0) });
  return (
    <div>
      <h2>{title}</h2>
      <dl class="tally">
        {lines.map(({ name, n }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {n}
              <span class="share" aria-hidden="true">
                <i style={{ width: `${(100 * n) / Math.max(1, views)}%` }} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
