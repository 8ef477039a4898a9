/** What a study came to, in plain words with its doubt: the same on the page, in notebooks and in the terminal. Pure functions. */
import type { PairedFigures, ShareWithInterval, StudyCondition, StudyFigures, StudyPower, StudyScore } from './study';

/** The level at which guessing is set aside; the power tables are for it. */
const LEVEL = 0.05;
/** A study that shows an advantage this often is called able to show it. */
const ENOUGH_POWER = 0.8;

/** What a reader is called whose name no file tells. */
const NAMELESS = new Set(['reader']);

export const CONDITION_NAMES: Record<StudyCondition, string> = { words: 'Words alone', picture: 'Words with picture' };

/** `55 %`; 0 and 100 are said of these alone. */
export function wholePercent(share: number): string {
  const value = Math.round(100 * share);
  if (value === 0 && share > 0) return '< 1 %';
  if (value === 100 && share < 1) return '> 99 %';
  return `${value} %`;
}

/** `50–61 %`: a 95 % interval; a dash without one. */
export function intervalWords({ low, high }: Pick<ShareWithInterval, 'low' | 'high'>): string {
  return low === null || high === null ? '–' : `${Math.round(100 * low)}–${Math.round(100 * high)} %`;
}

/** `p = 0.035`, `p < 0.001`: two digits that count. */
export function pWords(p: number): string {
  if (p < 0.001) return 'p < 0.001';
  if (p > 0.995) return 'p = 1';
  return `p = ${p >= 0.1 ? p.toFixed(2) : p.toPrecision(2)}`;
}

/** `182 of 330`. */
export const countWords = ({ right, of }: Pick<ShareWithInterval, 'right' | 'of'>): string => `${right} of ${of}`;

/** Figures the answer is about, one a condition: those of all readers pooled, or of the only one. */
export function headFigures({ figures }: StudyScore): StudyFigures[] {
  const conditions = [...new Set(figures.map((f) => f.condition))];
  return conditions.map((condition) => {
    const of = figures.filter((f) => f.condition === condition);
    return of.find((f) => f.reader === null) ?? of[0];
  });
}

/** Names of the readers, in the score's order. */
export function readersOf({ figures }: StudyScore): string[] {
  return [...new Set(figures.flatMap((f) => (f.reader === null ? [] : [f.reader])))];
}

/** What the study answers: a sentence, and where it is no answer, what so many readings could have shown. */
export interface ResultAnswer {
  said: string;
  power?: string;
}

/** The answer under every condition: right of n with interval, and whether that is more than guessing. */
export function resultAnswers(score: StudyScore): ResultAnswer[] {
  const heads = headFigures(score).filter((f) => f.answered > 0);
  if (heads.length === 0) return [{ said: 'No case has been read yet.' }];
  if (heads.length === 1) return [answerOf(heads[0], score.power)];
  return heads.map((f) => {
    const { said, power } = answerOf(f, score.power);
    return { said: `${CONDITION_NAMES[f.condition]}: ${said}`, power };
  });
}

/** The same, a text a condition. */
export function resultSentences(score: StudyScore): string[] {
  return resultAnswers(score).map(({ said, power }) => (power ? `${said} ${power}` : said));
}

function answerOf(f: StudyFigures, power: StudyPower): ResultAnswer {
  const { right, of, share } = f.accuracy;
  if (share === null || f.p === null) return { said: 'Nothing was read.' };
  const [who, what] =
    f.reader === null
      ? ['Readers were right in', 'readings']
      : [`${NAMELESS.has(f.reader) ? 'The reader' : f.reader} was right on`, 'cases'];
  const said = `${who} ${right} of ${of} ${what} (${wholePercent(share)}, 95 % interval ${intervalWords(f.accuracy)})`;
  if (f.p <= LEVEL) return { said: `${said}: more than guessing, ${pWords(f.p)}.` };
  if (isWorse(f))
    return { said: `${said}: fewer than guessing brings. Words that mislead do this, and so do calls or truths that are exchanged.` };
  return { said: `${said}: this cannot be told from guessing, ${pWords(f.p)}.`, power: powerSentence(power, of) };
}

const isWorse = ({ accuracy: { high } }: StudyFigures): boolean => high !== null && high < 0.5;

/** Row of the power table for `n` answers, or the nearest with fewer. */
export function powerRow({ rows }: StudyPower, n: number): StudyPower['rows'][number] | undefined {
  const below = rows.filter((row) => row.n <= n);
  return below.reduce<StudyPower['rows'][number] | undefined>((best, row) => (best && best.n >= row.n ? best : row), undefined);
}

/** What `n` answers can show at all, so that a null result is read rightly. */
export function powerSentence(power: StudyPower, n: number): string {
  const row = powerRow(power, n);
  if (!row) return 'What so few answers could have shown is not known.';
  const about = row.n === n ? `${n} answers` : `${n} answers (reckoned as ${row.n})`;
  if (row.needed === null) return `${about} can show nothing: not even all right would be more than guessing.`;
  const shown = power.accuracies.findIndex((_, i) => row.power[i] >= ENOUGH_POWER);
  const needed = `at least ${row.needed} right were needed`;
  const largest = power.accuracies.at(-1);
  if (shown < 0)
    return largest === undefined
      ? `Of ${about}, ${needed}.`
      : `Of ${about}, ${needed}: too few to show reliably even readers who are truly right on ${wholePercent(largest)} of cases.`;
  const least = wholePercent(power.accuracies[shown]);
  return `Of ${about}, ${needed}: readers truly right on ${least} of cases would show it in ${wholePercent(row.power[shown])} of such studies, those who are right less often would mostly be missed.`;
}

/** Limits of the figures that a reader of them must know, each a sentence; what the score itself warns of stands in its warnings. */
export function resultNotes(score: StudyScore): string[] {
  const heads = headFigures(score).filter((f) => f.answered > 0);
  const readers = readersOf(score).length;
  const notes: string[] = [];
  if (readers > 1)
    notes.push(
      `No p is corrected for the number of readers: the more there are, the likelier that one of them falls below ${LEVEL} by chance.`,
    );
  if (heads.some((f) => f.p !== null && f.p <= LEVEL && f.accuracy.low !== null && f.accuracy.low <= 0.5))
    notes.push('The test is one-sided, the interval two-sided: it can reach to 50 % though p is small.');
  if (score.choices?.explained === 'malignant')
    notes.push('Influence was taken on the malignant class for every case, as the published code did, and not on the class decided for.');
  return notes;
}

/** Words against picture in a sentence; undefined where nothing was read in both ways. */
export function pairedSentence({ paired }: StudyScore): string | undefined {
  const head = paired.find((f) => f.reader === null) ?? paired[0];
  if (!head || head.both === 0 || head.p === null) return undefined;
  const { words, picture } = pairedShares(head);
  const figures = `${wholePercent(words)} right with words alone, ${wholePercent(picture)} with the picture (${head.both} read in both ways)`;
  if (head.p > LEVEL) return `${figures}: no difference can be told, ${pWords(head.p)} by McNemar's test.`;
  return `${figures}: the picture ${picture > words ? 'helped' : 'hurt'}, ${pWords(head.p)} by McNemar's test.`;
}

/** Shares right under either condition, of what was read in both; 0 where nothing was. */
export function pairedShares({ both, bothRight, wordsOnly, pictureOnly }: PairedFigures): { words: number; picture: number } {
  if (both === 0) return { words: 0, picture: 0 };
  return { words: (bothRight + wordsOnly) / both, picture: (bothRight + pictureOnly) / both };
}

/** How the study was made, in a few words; empty for a study of other files. */
export function choicesWords({ choices, source, cases }: StudyScore): string[] {
  const counted = `${cases.length} cases`;
  if (!choices) return [counted];
  return [
    counted,
    `words of ${choices.units} ${choices.units === 1 ? 'unit' : 'units'} a case`,
    `seed ${choices.seed}`,
    ...(source ? [`${source.run}, network ${source.network.slice(0, 8)}`, `words of ${source.experts.join(', ')}`] : []),
  ];
}
