/** Figures of a histogram: how high its bars are, and which share of it lies above a value. */

/** Height of a bar, 0..1 of the highest: by count, or by log(1 + count), where one patch among thousands still shows. */
export function barShare(count: number, most: number, logarithmic: boolean): number {
  if (!(most > 0)) return 0;
  return logarithmic ? Math.log1p(count) / Math.log1p(most) : count / most;
}

/**
 * Share of what was counted above `value`, 0..1; a bin that the value cuts counts by the part above. Undefined where nothing was counted.
 * @param edges [bins + 1] rising
 * @param counts [bins]
 */
export function shareAbove(edges: readonly number[], counts: readonly number[], value: number): number | undefined {
  let above = 0;
  let total = 0;
  for (const [bin, count] of counts.entries()) {
    const [low, high] = [edges[bin], edges[bin + 1]];
    total += count;
    if (value <= low) above += count;
    else if (value < high) above += (count * (high - value)) / (high - low);
  }
  return total > 0 ? above / total : undefined;
}
