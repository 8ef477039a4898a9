/** Which cards of a report's index are wanted. */

/** What the form says; absent: any. */
export interface Wanted {
  truth?: string;
  decided?: string;
  /** `right`, `wrong`, or `tp`, `fp`, `fn`, `tn` and a class. */
  outcome?: string;
  kind?: string;
  unit?: string;
  text?: string;
  /** Class whose score orders the cards. */
  sort?: string;
}

/** What a card says of its view: data attributes, words parted by blanks. */
export type CardFacts = Readonly<Record<string, string | undefined>>;

export function matches(card: CardFacts, wanted: Wanted): boolean {
  const { truth = '', decided = '', kinds = '', units = '', text = '' } = card;
  if (wanted.truth && wanted.truth !== truth) return false;
  if (wanted.decided && wanted.decided !== decided) return false;
  if (wanted.outcome && !hasOutcome(wanted.outcome, truth, decided)) return false;
  if (wanted.kind && (wanted.kind === 'none' ? kinds !== '' : !kinds.split(' ').includes(wanted.kind))) return false;
  if (wanted.unit && !units.split(' ').includes(wanted.unit)) return false;
  const words = (wanted.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word));
}

/** Of a view whose truth is not known there is no outcome. */
function hasOutcome(outcome: string, truth: string, decided: string): boolean {
  if (truth === '') return false;
  if (outcome === 'right') return truth === decided;
  if (outcome === 'wrong') return truth !== decided;
  const [code, className] = [outcome.slice(0, 2), outcome.slice(3)];
  const is = { t: truth === className, d: decided === className };
  return { tp: is.t && is.d, fp: !is.t && is.d, fn: is.t && !is.d, tn: !is.t && !is.d }[code] ?? false;
}
