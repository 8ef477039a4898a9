/** The class a network decides an image for: by the largest probability anywhere on it. */

/**
 * @param logits [classes, cells] of one image; a patch has one cell
 * @param background class that wins only where no other leads anywhere (almost every view holds normal tissue); -1: the largest score wins
 * @returns index of the decided class; equal scores go to the smaller index
 */
export function decidedClass(logits: ArrayLike<number>, classes: number, cells: number, background = -1): number {
  const scores = new Float64Array(classes);
  let foregroundLeads = false;
  for (let i = 0; i < cells; i++) {
    let top = 0;
    for (let k = 1; k < classes; k++) if (logits[k * cells + i] > logits[top * cells + i]) top = k;
    if (top !== background) foregroundLeads = true;
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(logits[k * cells + i] - logits[top * cells + i]);
    for (let k = 0; k < classes; k++) scores[k] = Math.max(scores[k], Math.exp(logits[k * cells + i] - logits[top * cells + i]) / sum);
  }
  let decided = -1;
  for (let k = 0; k < classes; k++) {
    if (k === background && foregroundLeads) continue;
    if (background >= 0 && k !== background && !foregroundLeads) continue;
    if (decided < 0 || scores[k] > scores[decided]) decided = k;
  }
  return decided;
}
