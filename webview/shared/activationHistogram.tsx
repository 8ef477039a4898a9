/** How strongly a unit answers to the hold-out patches of each label: one histogram a label on one axis, the mask's threshold marked. */
import { useState } from 'preact/hooks';
import type { ActivationCounts } from '../../src/protocol/mining';
import { barShare, shareAbove } from './histogramFigures';
import { percent, sentenceCase, shortNumber } from './wording';

interface Props {
  activations: ActivationCounts;
  threshold: number;
  /** In the order of the rows; `ambiguous` comes last where there are any. */
  classes: readonly string[];
}

/** Units of the drawing; it is stretched to its place. */
const HEIGHT = 40;

export function ActivationHistogram({ activations, threshold, classes }: Props) {
  const [logarithmic, setLogarithmic] = useState(true);
  const { edges, counts } = activations;
  const labels = [...classes, 'ambiguous'].filter((label) => counts[label]?.some((n) => n > 0) || classes.includes(label));
  const [low, high] = [edges[0], edges[edges.length - 1]];
  const at = (value: number) => (high > low ? ((value - low) / (high - low)) * 100 : 0);
  const marked = threshold > low && threshold < high;
  return (
    <section class="dm-histogram">
      <div class="dm-figure-head">
        <h4>Activation by label</h4>
        <label>
          <input type="checkbox" checked={logarithmic} onChange={(event) => setLogarithmic(event.currentTarget.checked)} />
          Log counts
        </label>
      </div>
      <p class="dm-quiet">Largest activation on each hold-out patch; each row to its own highest bar</p>
      <div class="dm-histogram-rows">
        {labels.map((label) => (
          <Row key={label} label={label} bins={counts[label] ?? []} {...{ edges, threshold, logarithmic, marked, at }} />
        ))}
        <span />
        <span class="dm-axis" aria-hidden="true">
          <i style={{ left: 0 }}>{shortNumber(low)}</i>
          {marked ? (
            <i class="dm-axis-threshold" style={{ left: `${at(threshold)}%` }}>
              mask {shortNumber(threshold)}
            </i>
          ) : null}
          <i style={{ left: '100%' }}>{shortNumber(high)}</i>
        </span>
        <span />
      </div>
    </section>
  );
}

interface RowProps {
  label: string;
  bins: readonly number[];
  edges: readonly number[];
  threshold: number;
  logarithmic: boolean;
  marked: boolean;
  at(value: number): number;
}

function Row({ label, bins, edges, threshold, logarithmic, marked, at }: RowProps) {
  const total = bins.reduce((sum, n) => sum + n, 0);
  const most = Math.max(0, ...bins);
  const above = shareAbove(edges, bins, threshold);
  const aboveText = above === undefined ? '' : percent(above);
  return (
    <>
      <span class="dm-row-name">
        {sentenceCase(label)}
        <small class="dm-quiet">{total} patches</small>
      </span>
      <svg
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${sentenceCase(label)}: ${total} patches, ${aboveText ? `about ${aboveText} above the mask's threshold` : 'none to count'}; the highest bar holds ${most}.`}
      >
        {bins.map((n, bin) => {
          const height = barShare(n, most, logarithmic) * HEIGHT;
          const x = at(edges[bin]);
          return (
            <rect key={bin} class="dm-bin" x={x} y={HEIGHT - height} width={at(edges[bin + 1]) - x} height={height}>
              <title>{`${shortNumber(edges[bin])} to ${shortNumber(edges[bin + 1])}: ${n} of ${total} ${label} patches`}</title>
            </rect>
          );
        })}
        {marked ? <path class="dm-threshold-line" d={`M${at(threshold)} 0V${HEIGHT}`} /> : null}
      </svg>
      <span class="dm-row-figure">
        {aboveText}
        <small class="dm-quiet">above mask</small>
      </span>
    </>
  );
}
