/** The reliability diagram of a class: share of positives over the mean score of each bin, and how many items each holds. */
import type { Calibration, Level } from '../../../src/protocol/evaluation';
import { across, PlotFrame, pathOf, SIDE, up } from './plotFrame';
import { area, countOf, percents } from './words';

const STRIP = 54;
const STRIP_BASE = up(0) + 52 + STRIP;

export function CalibrationPlot({ calibration, className, level }: { calibration: Calibration; className: string; level: Level }) {
  const filled = calibration.bins.flatMap(({ mean, frequency, ...bin }) =>
    mean === undefined || frequency === undefined ? [] : [{ ...bin, mean, frequency }],
  );
  const most = Math.log1p(Math.max(1, ...calibration.bins.map((b) => b.count)));
  return (
    <PlotFrame
      words={`Calibration of ${className}: calibration error ${area(calibration.error)}, Brier score ${area(calibration.brier)}. ${filled
        .map((b) => `Scores about ${b.mean.toFixed(2)}: ${percents(b.frequency)} of ${countOf(b.count, level)} are ${className}`)
        .join('; ')}.`}
      xName={level === 'patch' ? `Probability of ${className}` : `Largest probability of ${className}`}
      yName="Share of positives"
      beneath={STRIP + 22}
    >
      <path
        class="dm-curve dm-thin"
        d={pathOf(
          filled.map((b) => b.mean),
          filled.map((b) => b.frequency),
        )}
      />
      {filled.map((b) => (
        <circle key={b.low} class="dm-bin" cx={across(b.mean)} cy={up(b.frequency)} r="4.5">
          <title>{`${b.low.toFixed(1)} to ${b.high.toFixed(1)}: ${countOf(b.count, level)}, mean score ${area(b.mean)}, ${percents(b.frequency)} positive`}</title>
        </circle>
      ))}
      {calibration.bins.map((b) => {
        const height = (Math.log1p(b.count) / most) * (STRIP - 14);
        const width = (b.high - b.low) * SIDE;
        return (
          <g key={b.low}>
            <rect class="dm-count" x={across(b.low) + 1} y={STRIP_BASE - height} width={width - 2} height={height} />
            <text class="dm-count-text" x={across(b.low) + width / 2} y={STRIP_BASE - height - 3} text-anchor="middle">
              {b.count}
            </text>
          </g>
        );
      })}
      <text x={across(0)} y={STRIP_BASE + 14}>
        Items of each bin, heights by their logarithm
      </text>
    </PlotFrame>
  );
}
