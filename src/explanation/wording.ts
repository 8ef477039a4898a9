/** The explanation in plain English: decision, evidence, doubt. Every hedge follows from a number. */
import type { Explanation, FeatureEvidence, UnitEvidence } from '../protocol/explanation';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { Finding } from '../protocol/finding';
import { byLeadingName, captionOf, groupWords, hasFurtherNames, joined } from './unitWords';

/** At least this probability at the deciding position to say so. */
const CERTAIN = 0.95;
const PROBABLE = 0.8;
const LIKELIER = 0.5;
/** Named units that carry less of the evidence than this leave the decision mostly unexplained. */
const MOSTLY_NAMED = 0.25;
/** A unit against the decision is worth a word when it takes back this share of the evidence. */
const WEIGHTY = 0.01;
/** Units that are listed by their ids alone. */
const MOST_LISTED = 2;
/** Less than this logit is rounding. */
export const NO_SUPPORT = 1e-9;
/** Names that the sentence gives one by one. */
const MOST_NAMED = 3;
/** Another class that reaches this probability somewhere in the view is worth a word. */
const WORTH_A_WORD = 0.5;

export type Worded = Omit<Explanation, 'sentence' | 'summary'>;

/**
 * Two to six sentences.
 * @param support sum of all positive shares, of units and of features, of the decided class at the deciding position
 * @param background class that is found in almost every view, and so is no doubt when it leads elsewhere
 */
export function sentenceOf(explanation: Worded, support: number, background: string | null): string {
  // Where nothing speaks for the class, nothing can be taken back from it.
  const scale = support > NO_SUPPORT ? support : Number.POSITIVE_INFINITY;
  return [
    decisionWords(explanation),
    ...evidenceWords(explanation, support),
    ...featureWords(explanation, scale),
    ...doubtWords(explanation, scale, background),
  ].join(' ');
}

function decisionWords({ decidedClass, explainedClass, decidingPosition, scores, scoring }: Worded): string {
  // The hedge goes with the figure that is read beside it.
  const p = Math.round(decidingPosition.probability * 100) / 100;
  if (explainedClass !== decidedClass)
    return `The network takes this view for ${decidedClass}; what follows is its case for ${explainedClass}, which has a probability of ${probabilityWords(decidingPosition.probability)} at most.`;
  const how =
    p >= CERTAIN
      ? `The network is certain that this view is ${decidedClass}`
      : p >= PROBABLE
        ? `The network takes this view for ${decidedClass}`
        : p >= LIKELIER
          ? `The network takes this view for ${decidedClass}, without being sure`
          : `The network is undecided and only leans to ${decidedClass}`;
  const mean = scoring === 'mean' ? `; ${percent(scores[decidedClass])} on average over the view` : '';
  return `${how} (${probabilityWords(decidingPosition.probability)} where it decides${mean}).`;
}

function evidenceWords({ evidence, explainedClass, unannotated, auxiliary }: Worded, support: number): string[] {
  const first = evidence.length + unannotated.length;
  if (evidence.length === 0)
    return [`None of its ${first} most influential units has been named, so the reasons cannot be put into words yet.`];
  const speaking = byLeadingName(evidence.filter((e) => e.share > 0)).sort((a, b) => shareOf(b.units) - shareOf(a.units));
  const elsewhere = evidence.filter((e) => e.share <= 0);
  const sentences: string[] = [];
  if (speaking.length > 0) {
    const parts = speaking
      .slice(0, MOST_NAMED)
      .map((group) => `${groupWords(group)} (${percent(shareOf(group.units) / support)} of the evidence)`);
    const more = speaking.slice(MOST_NAMED).flatMap(({ units }) => units);
    if (more.length > 0)
      parts.push(`${more.length} more named ${more.length > 1 ? 'units' : 'unit'} (${percent(shareOf(more) / support)})`);
    sentences.push(`It is led by ${joined(parts)}.`);
  }
  if (elsewhere.length > 0)
    sentences.push(
      `${capital(joined(byLeadingName(elsewhere).map(groupWords)))} ${elsewhere.length > 1 ? 'speak' : 'speaks'} for ${explainedClass} elsewhere in the view, not where it decides.`,
    );
  const further = evidence.filter(hasFurtherNames);
  if (further.length > 0) {
    const which = further.length > MOST_LISTED ? `${further.length} of these units` : joined(further.map((e) => e.unit));
    sentences.push(`Experts have further names for ${which}.`);
  }
  const named = speaking.length > 0 ? shareOf(speaking.flatMap(({ units }) => units)) / support : 0;
  if (support <= NO_SUPPORT) sentences.push('Nothing speaks for it where it decides: the bias alone carries it.');
  else if (named < MOSTLY_NAMED)
    sentences.push(`Other units${auxiliary ? ' and features' : ''} carry most of the evidence (${percent(1 - named)}).`);
  return sentences;
}

/** The strongest feature beside the image for the decision and the strongest against it, where they carry weight. */
function featureWords({ auxiliary, explainedClass }: Worded, support: number): string[] {
  const known = auxiliary?.features.filter(({ present }) => present) ?? [];
  if (known.length === 0) return [];
  const weighty = known.filter((f) => Math.abs(f.share) >= WEIGHTY * support);
  const strongest = (sign: number) => weighty.filter((f) => sign * f.share > 0).sort((a, b) => sign * (b.share - a.share))[0];
  const [most, least] = [strongest(1), strongest(-1)];
  if (!most && !least) return ['What is known beside the image carries no weight here.'];
  const parts = [
    ...(most ? [`${featureName(most)} speaks for ${explainedClass} (${percent(most.share / support)} of the evidence)`] : []),
    ...(least
      ? [
          `${featureName(least)} ${most ? '' : 'speaks '}against ${most ? 'it' : explainedClass} (taking back ${takenBack(-least.share / support)})`,
        ]
      : []),
  ];
  return [`Beside the image, ${joined(parts)}.`];
}

/** `risk score 2.1`. */
export function featureName({ name, value }: Pick<FeatureEvidence, 'name' | 'value'>): string {
  return `${name.replaceAll('_', ' ')}${value === undefined ? '' : ` ${value}`}`;
}

function doubtWords(worded: Worded, support: number, background: string | null): string[] {
  const { against, evidence, explainedClass, scores, classes } = worded;
  const sentences: string[] = [];
  const contrary = evidence.filter((e) => e.share > 0 && contradicts(e, explainedClass));
  if (contrary.length > 0)
    sentences.push(
      `Experts associate ${joined(contrary.map((e) => e.unit))} with something other than ${explainedClass}, which is a reason to doubt.`,
    );
  const weighty = against.filter((e) => -e.share >= WEIGHTY * support);
  if (weighty.length > 0) {
    const groups = byLeadingName(weighty).sort((a, b) => shareOf(a.units) - shareOf(b.units));
    const parts = groups.map((g) => `${groupWords(g)} (taking back ${takenBack(-shareOf(g.units) / support)})`);
    sentences.push(`Against it ${weighty.length > 1 ? 'speak' : 'speaks'} ${joined(parts)}.`);
  } else sentences.push(against.length > 0 ? 'No named unit speaks against it with any weight.' : 'No named unit speaks against it.');
  const others = classes.filter((c) => c !== explainedClass && c !== background && scores[c] >= WORTH_A_WORD);
  if (worded.scoring === 'max' && others.length > 0)
    sentences.push(
      `Elsewhere the view looks ${joined(others.map((c) => `${c} too (largest probability ${probabilityWords(scores[c])})`))}.`,
    );
  return sentences;
}

function takenBack(part: number): string {
  return part > 1 ? 'more than all of it' : percent(part);
}

function shareOf(units: readonly Pick<UnitEvidence, 'share'>[]): number {
  return units.reduce((sum, u) => sum + u.share, 0);
}

/** All that experts associate the unit with are other classes. */
function contradicts({ annotations }: UnitEvidence, className: string): boolean {
  const said = annotations.flatMap((a) => a.phenomena.map((p) => p.association)).filter((a) => a !== 'unsure');
  return said.length > 0 && said.every((a) => a !== className) && ['benign', 'malignant', 'normal'].includes(className);
}

/** What all features and the none-token add to the explained class' logit. */
export function featureSum({ auxiliary }: Pick<Explanation, 'auxiliary'>): number {
  return auxiliary ? auxiliary.features.reduce((sum, f) => sum + f.share, auxiliary.none.share) : 0;
}

/** The whole explanation as text, for terminals and for viewers without pictures. */
export function reportOf(e: Explanation): string {
  const agreement = new Map(e.agreement?.map((a) => [a.unit, a]));
  const unitLine = (u: UnitEvidence) => {
    const agrees = agreement.get(u.unit);
    const truth = agrees ? `  [${agrees.fits ? 'fits' : 'does not fit'} the report, ${agrees.hits ? 'on' : 'off'} the finding]` : '';
    const numbers = `influence ${u.influence.toFixed(2)}  share ${signed(u.share)}`;
    return `  ${u.unit}  #${u.rank}  ${numbers}  ${captionOf(u) || 'not annotated'}${truth}`;
  };
  const block = (title: string, lines: string[]) => (lines.length > 0 ? [title, ...lines] : []);
  return [
    `${e.viewId}: ${e.decidedClass}${e.truth ? ` (truth: ${e.truth})` : ''}`,
    ...(e.summary ? [e.summary] : []),
    e.sentence,
    '',
    `Scores (${e.scoring} over the view): ${e.classes.map((c) => `${c} ${probabilityWords(e.scores[c])}`).join(', ')}`,
    `Logit of ${e.explainedClass} where it decides: ${e.logit.value.toFixed(2)} = bias ${signed(e.logit.bias)}, named units ${signed(
      e.evidence.reduce((sum, u) => sum + u.share, 0),
    )}, all others ${signed(e.logit.rest)}${e.auxiliary ? `, beside the image ${signed(featureSum(e))}` : ''}`,
    ...block('Named units among the most influential:', e.evidence.map(unitLine)),
    ...block('Most influential, not annotated:', e.unannotated.map(unitLine)),
    ...block('Against:', e.against.map(unitLine)),
    ...block('Beside the image:', e.auxiliary ? featureLines(e.auxiliary) : []),
    ...block('Report:', e.findings.map(findingWords)),
    ...block(
      'Note:',
      e.warnings.map((w) => `  ${w}`),
    ),
    '',
    e.notice || RESEARCH_NOTICE,
  ].join('\n');
}

function featureLines({ features, none }: NonNullable<Explanation['auxiliary']>): string[] {
  const numbers = ({ share, attention }: { share: number; attention: number }) => `share ${signed(share)}  attention ${percent(attention)}`;
  return [
    ...features.map(
      (f) => `  ${featureName(f)}  ${f.present ? numbers(f) : f.value === undefined ? 'missing' : 'not known to the network'}`,
    ),
    `  no feature heeded  ${numbers(none)}`,
  ];
}

/** A finding's report in one line: `finding 1: mass, IRREGULAR, SPICULATED; assessment 5, subtlety 3; malignant`. */
export function findingWords(f: Finding): string {
  const lesions = f.lesions.map((l) =>
    [l.kind, ...(l.shape ?? []), ...(l.margins ?? []), ...(l.type ?? []), ...(l.distribution ?? [])].join(', '),
  );
  const grades = [
    f.assessment === undefined ? [] : [`assessment ${f.assessment}`],
    f.subtlety === undefined ? [] : [`subtlety ${f.subtlety}`],
  ].flat();
  return [
    `  finding ${f.id}: ${lesions.join(' and ') || 'no description'}`,
    grades.join(', '),
    f.className ?? f.pathology.replaceAll('_', ' '),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** A softmax comes to 0 and 1 by rounding alone: nothing is said to be impossible or certain beyond doubt. */
export function probabilityWords(p: number): string {
  return percent(Math.min(Math.max(p, Number.MIN_VALUE), 1 - Number.EPSILON));
}

/** Whole percent; what is neither none nor all never reads as 0 % or 100 %. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return 'under 1 %';
  if (share < 1 && share >= 0.995) return 'over 99 %';
  return `${Math.round(share * 100)} %`;
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
