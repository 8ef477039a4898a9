/** The single units whose silence changes the decisions most. */
import type { Ablation } from '../../protocol/faithfulness';

/** By the largest change of any class' AUC, up or down; equal ones in survey order. */
export function strongestUnits(a: Ablation, count: number): Ablation['units'] {
  const strength = (e: Ablation['units'][number]) =>
    Math.max(0, ...Object.values(e.classes).map((c) => ('missing' in c ? 0 : Math.abs(c.change.value))));
  return [...a.units].sort((x, y) => strength(y) - strength(x)).slice(0, count);
}
