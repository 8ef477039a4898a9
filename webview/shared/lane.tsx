/** A horizontal lane with an axis of its own: bars, or a dot with its interval; the numbers stand beside it in words. */
import type { ComponentChildren } from 'preact';

const at = (share: number): string => `${100 * Math.min(1, Math.max(0, share))}%`;

/** A bar of `share` of the lane's width; behind it, paler, one of `of`. */
export function BarLane({ share, of }: { share: number; of?: number }) {
  return (
    <Lane>
      {of === undefined ? null : <rect class="lane-whole" x="0" y="3" width={at(of)} height="10" />}
      <rect class="lane-bar" x="0" y="3" width={at(share)} height="10" />
    </Lane>
  );
}

/** Places are shares of the lane's width; `reference`: a dashed line. */
export function DotLane({ dot, low, high, reference }: { dot: number; low?: number; high?: number; reference?: number }) {
  return (
    <Lane>
      <line class="lane-axis" x1="0" x2="100%" y1="8" y2="8" />
      {reference === undefined ? null : <line class="lane-reference" x1={at(reference)} x2={at(reference)} y1="0" y2="16" />}
      {low === undefined || high === undefined ? null : (
        <>
          <line class="lane-whisker" x1={at(low)} x2={at(high)} y1="8" y2="8" />
          <line class="lane-whisker" x1={at(low)} x2={at(low)} y1="4.5" y2="11.5" />
          <line class="lane-whisker" x1={at(high)} x2={at(high)} y1="4.5" y2="11.5" />
        </>
      )}
      <circle class={low === undefined ? 'lane-dot lane-hollow' : 'lane-dot'} cx={at(dot)} cy="8" r="4" />
    </Lane>
  );
}

function Lane({ children }: { children: ComponentChildren }) {
  return (
    <svg class="lane" height="16" aria-hidden="true">
      {children}
    </svg>
  );
}
