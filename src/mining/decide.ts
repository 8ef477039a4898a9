/** The class a network decides an image for, by its probability maps; asked only when units are ranked on the decided images alone. */
export interface DecisionRule {
  /** Image score of a class: the maximum of its probability map (published), or its mean. */
  scoring: 'max' | 'mean';
  /** Class that is decided only when no other leads anywhere (almost every view holds normal tissue); -1: the largest score wins. */
  background: number;
}

/**
 * @param logits [classes, cells] of one image; a patch has one cell
 * @param inside [cells] 1 where a cell counts; absent, or 0 everywhere: all count
 * @returns index of the decided class; equal scores go to the smaller index
 */
export function decidedClass(
  logits: ArrayLike<number>,
  classes: number,
  cells: number,
  { scoring, background }: DecisionRule,
  inside?: Uint8Array,
): number {
  const all = !inside?.includes(1);
  const scores = new Float64Array(classes);
  let foregroundLeads = false;
  for (let i = 0; i < cells; i++) {
    if (!all && inside?.[i] !== 1) continue;
    let top = 0;
    for (let k = 1; k < classes; k++) if (logits[k * cells + i] > logits[top * cells + i]) top = k;
    if (top !== background) foregroundLeads = true;
    const exponential = (k: number) => Math.exp(logits[k * cells + i] - logits[top * cells + i]);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += exponential(k);
    for (let k = 0; k < classes; k++) {
      const probability = exponential(k) / sum;
      scores[k] = scoring === 'max' ? Math.max(scores[k], probability) : scores[k] + probability;
    }
  }
  if (background >= 0 && !foregroundLeads) return background;
  let decided = -1;
  for (let k = 0; k < classes; k++) if (k !== background && (decided < 0 || scores[k] > scores[decided])) decided = k;
  return decided;
}
