/** Words alone against words with picture: a line a reader from one to the other, and the table that McNemar's test is of. */
import type { PairedFigures, StudyScore } from '../../../src/protocol/study';
import { pairedSentence, pairedShares, wholePercent } from '../../../src/protocol/studyWords';
import { CountMatrix } from '../evaluation/countMatrix';

const WIDTH = 330;
const HEIGHT = 200;
const LEFT = 60;
const RIGHT = 200;
const TOP = 14;
const BOTTOM = 30;
const LABEL_LINE = 13;

export function PairedFigure({ score, reader }: { score: StudyScore; reader: string | null }) {
  const rows = score.paired.filter((f) => f.both > 0);
  if (rows.length === 0) return <p class="dm-quiet">No case was read in both ways yet.</p>;
  const chosen = rows.find((f) => f.reader === reader) ?? rows[rows.length - 1];
  return (
    <>
      <p>{pairedSentence(score)}</p>
      <SlopePlot rows={rows} chosen={chosen} />
      <CountMatrix
        corner={nameOf(chosen)}
        columns={['Picture: right', 'Picture: wrong']}
        rows={[
          { name: 'Words: right', counts: [chosen.bothRight, chosen.wordsOnly] },
          { name: 'Words: wrong', counts: [chosen.pictureOnly, chosen.neither] },
        ]}
      />
      <p class="dm-quiet">
        McNemar's test, exact and two-sided, is of the {chosen.wordsOnly + chosen.pictureOnly} that were right in one way alone. Words were
        read first: what readers learnt meanwhile counts for the picture.
      </p>
    </>
  );
}

const nameOf = ({ reader }: PairedFigures): string => reader ?? 'All readers';

function SlopePlot({ rows, chosen }: { rows: readonly PairedFigures[]; chosen: PairedFigures }) {
  const shares = rows.map((f) => ({ f, ...pairedShares(f) }));
  const low = Math.min(0.5, ...shares.flatMap(({ words, picture }) => [words, picture]).map((s) => Math.floor(10 * s) / 10));
  const y = (share: number): number => TOP + ((1 - share) / (1 - low)) * (HEIGHT - TOP - BOTTOM);
  const labels = apart(shares.map(({ picture }) => y(picture)));
  const words = shares
    .map(({ f, words: from, picture }) => `${nameOf(f)} from ${wholePercent(from)} to ${wholePercent(picture)}`)
    .join('; ');
  return (
    <svg
      class="dm-plot dm-slopes"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Right with words alone and with the picture: ${words}.`}
    >
      {[low, (low + 1) / 2, 1].map((share) => (
        <g key={share}>
          <path class="dm-grid" d={`M${LEFT} ${y(share)}H${RIGHT}`} />
          <text x={LEFT - 26} y={y(share) + 4} text-anchor="end">
            {wholePercent(share)}
          </text>
        </g>
      ))}
      {low < 0.5 ? <path class="dm-chance" d={`M${LEFT} ${y(0.5)}H${RIGHT}`} /> : null}
      {shares.map(({ f, words: from, picture }, i) => (
        <g key={nameOf(f)} class={f === chosen ? 'dm-slope-chosen' : 'dm-slope'}>
          <path d={`M${LEFT} ${y(from)}L${RIGHT} ${y(picture)}`} />
          <circle cx={LEFT} cy={y(from)} r="3.5" />
          <circle cx={RIGHT} cy={y(picture)} r="3.5" />
          <text x={RIGHT + 10} y={labels[i] + 4}>
            {`${nameOf(f).slice(0, 16)} ${wholePercent(picture)}`}
          </text>
        </g>
      ))}
      <text x={LEFT} y={HEIGHT - 6} text-anchor="middle">
        Words alone
      </text>
      <text x={RIGHT} y={HEIGHT - 6} text-anchor="middle">
        With picture
      </text>
    </svg>
  );
}

/** Places moved down as far as needed for labels not to lie on each other; in the order given. */
function apart(places: readonly number[]): number[] {
  const moved = [...places];
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  for (let k = 1; k < order.length; k++) moved[order[k]] = Math.max(moved[order[k]], moved[order[k - 1]] + LABEL_LINE);
  return moved;
}
