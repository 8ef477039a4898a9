/** Numbers of training and evaluation in the few words of a message or a tree item. */

/** `normal 0.91, benign 0.88, malignant –`: a class without positives or negatives has no AUC. */
export function aucText(auc: Record<string, number | undefined>): string {
  return Object.entries(auc)
    .map(([name, value]) => `${name} ${value?.toFixed(2) ?? '–'}`)
    .join(', ');
}

/** The same without the names: `0.91 0.88 –`. */
export function aucFigures(auc: Record<string, number | undefined>): string {
  return Object.values(auc)
    .map((value) => value?.toFixed(2) ?? '–')
    .join(' ');
}

/** `normal 59 %, benign 70 %` from shares of 1. */
export function percentText(shares: Record<string, number>): string {
  return Object.entries(shares)
    .map(([name, share]) => `${name} ${Math.round(100 * share)} %`)
    .join(', ');
}
