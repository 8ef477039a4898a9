/** A linear scale from values to pixels, with round ticks. */

export interface Scale {
  (value: number): number;
  ticks: number[];
}

/** The values `low`..`high` over the pixels `from`..`to`; about `count` ticks at 1, 2 or 5 times a power of ten. */
export function scaleOf(low: number, high: number, from: number, to: number, count = 4): Scale {
  const span = high - low || 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((m) => m * power >= rough * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const ticks = Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
  return Object.assign((value: number) => from + ((value - low) / span) * (to - from), { ticks });
}

/** As few digits as the ticks need. */
export function tickText(value: number, ticks: readonly number[]): string {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
  const digits = Math.max(0, Math.min(4, Math.ceil(-Math.log10(step) - 1e-9)));
  return (Object.is(value, -0) ? 0 : value).toFixed(digits).replace('-', '−');
}
