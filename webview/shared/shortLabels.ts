/** Labels cut short for places where the whole word does not fit. */

/** Letters that a word is recognised by. */
const LEAST = 3;

/** The shortest beginning of `label`, three letters or more, that no other of `labels` has; the whole label where there is none. */
export function shortLabel(label: string, labels: readonly string[]): string {
  const others = labels.filter((other) => other !== label);
  for (let length = LEAST; length < label.length; length++) {
    const short = label.slice(0, length);
    if (!others.some((other) => other.startsWith(short))) return short;
  }
  return label;
}
