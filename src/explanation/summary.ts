/** One hedged sentence for a report: what the network sees, by which named evidence, and how far that goes. Every hedge follows from a number. */
import type { Explanation, UnitEvidence } from '../protocol/explanation';
import { byLeadingName, joined } from './unitWords';
import { NO_SUPPORT, percent, probabilityWords } from './wording';

/** Probability at the deciding position from which the first words hold. */
const HEDGES: readonly (readonly [number, string])[] = [
  [0.95, 'Looks'],
  [0.8, 'Probably'],
  [0.5, 'Possibly'],
  [0, 'Undecided, at most'],
];
/** Named units that carry more than this part of the evidence explain the decision, those below the second explain little of it. */
const EXPLAINED = 0.5;
const PARTLY = 0.25;
/** Units against the decision are mentioned when they take back this part of the evidence. */
const WEIGHTY = 0.1;
const MOST_NAMED = 2;

/**
 * E.g. `Probably malignant (82 %), by irregular mass with spiculated margins; named units carry 41 % of the evidence.`
 * @param support sum of all positive shares of the explained class at the deciding position, of units and of features
 */
export function summaryOf(e: Omit<Explanation, 'summary'>, support: number): string {
  const speaking = e.evidence.filter((u) => u.share > 0).sort((a, b) => b.share - a.share);
  const named = support > 0 ? speaking.reduce((sum, u) => sum + u.share, 0) / support : 0;
  const against = support > NO_SUPPORT ? e.against.filter((u) => -u.share >= WEIGHTY * support) : [];
  const parts = [
    `${decision(e)}${speaking.length > 0 ? `, by ${names(speaking)}` : ''}`,
    speaking.length === 0 ? 'no named unit speaks for it' : coverage(named),
    ...(against.length > 0 ? [`against it ${against.length > 1 ? 'speak' : 'speaks'} ${names(against)}`] : []),
  ];
  return `${parts.join('; ')}.`;
}

function decision({ explainedClass, decidedClass, decidingPosition: { probability } }: Omit<Explanation, 'summary'>): string {
  const figure = probabilityWords(probability);
  if (explainedClass !== decidedClass) return `Decided ${decidedClass}; ${explainedClass} reaches ${figure}`;
  // The hedge goes with the figure that is read beside it.
  const [, hedge] = HEDGES.find(([least]) => Math.round(100 * probability) >= 100 * least)!;
  return `${hedge} ${explainedClass} (${figure})`;
}

/** The leading names of the units that weigh most together. */
function names(units: readonly UnitEvidence[]): string {
  const weight = (of: readonly UnitEvidence[]) => of.reduce((sum, u) => sum + Math.abs(u.share), 0);
  const groups = byLeadingName(units).sort((a, b) => weight(b.units) - weight(a.units));
  const left = groups.slice(MOST_NAMED).flatMap((g) => g.units).length;
  return joined([...groups.slice(0, MOST_NAMED).map((g) => g.name), ...(left > 0 ? [`${left} other ${left > 1 ? 'units' : 'unit'}`] : [])]);
}

function coverage(named: number): string {
  if (Math.round(100 * named) > 100 * EXPLAINED) return `named units carry most of the evidence (${percent(named)})`;
  if (named >= PARTLY) return `named units carry ${percent(named)} of the evidence`;
  return `named units carry only ${percent(named)} of the evidence`;
}
