/** What a study came to as text for a terminal, and for viewers that show no more. */
import type { Kappa } from '../../protocol/kappa';
import type { ShareWithInterval, StudyFigures, StudyPower, StudyScore } from '../../protocol/study';
import {
  CONDITION_NAMES,
  choicesWords,
  countWords,
  intervalWords,
  pairedSentence,
  powerRow,
  pWords,
  readersOf,
  resultNotes,
  resultSentences,
  wholePercent,
} from '../../protocol/studyWords';

/** The answer first, then its limits, then every table. */
export function studyScoreText(score: StudyScore): string {
  const paired = pairedSentence(score);
  const read = score.figures.filter((f) => f.answered > 0);
  return [
    ...resultSentences(score),
    ...(paired ? [paired] : []),
    ...resultNotes(score).map((note) => `Note: ${note}`),
    ...score.warnings.map((warning) => `Warning: ${warning}`),
    '',
    `${score.name}: ${choicesWords(score).join('; ')}`,
    ...section('Readers', readerRows(read)),
    ...section('Calls', callRows(read)),
    ...section('By type of finding, and by whether the network was right', groupRows(read)),
    ...section('Words alone against words with picture', pairedRows(score)),
    ...section('Agreement of readers (kappa, 95 % interval)', agreementRows(score)),
    ...section('What a number of answers can show (one-sided, p <= 0.05)', powerRows(score)),
    '',
    score.notice,
  ].join('\n');
}

/** A title and the rows beneath it, the first of them the header; nothing where there are no more. */
function section(title: string, rows: string[][]): string[] {
  if (rows.length < 2) return [];
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const line = (row: string[]) => row.map((cell, i) => cell.padEnd(widths[i])).join('  ');
  return ['', title, ...rows.map((row) => line(row).trimEnd())];
}

const who = (reader: string | null): string => reader ?? 'all readers';
const shareText = (s: ShareWithInterval): string =>
  s.share === null ? '-' : `${wholePercent(s.share)} (${intervalWords(s)}), ${countWords(s)}`;

function readerRows(figures: readonly StudyFigures[]): string[][] {
  const header = ['reader', 'read', 'answered', 'right', 'share', '95 %', 'p', 'AUC', 'median s'];
  return [
    header,
    ...figures.map((f) => [
      who(f.reader),
      CONDITION_NAMES[f.condition].toLowerCase(),
      `${f.answered} of ${f.asked}`,
      countWords(f.accuracy),
      f.accuracy.share === null ? '-' : wholePercent(f.accuracy.share),
      intervalWords(f.accuracy),
      f.p === null ? '-' : pWords(f.p).replace(/^p (= )?/, ''),
      f.roc ? `${f.roc.auc.toFixed(3)} (${f.roc.low.toFixed(3)}–${f.roc.high.toFixed(3)})` : '-',
      f.medianSeconds === null ? '-' : f.medianSeconds.toFixed(1),
    ]),
  ];
}

function callRows(figures: readonly StudyFigures[]): string[][] {
  const header = ['reader', 'read', 'malignant called malignant', 'benign called benign', 'sensitivity', 'specificity'];
  return [
    header,
    ...figures.map(({ reader, condition, confusion: { benign, malignant }, sensitivity, specificity }) => [
      who(reader),
      CONDITION_NAMES[condition].toLowerCase(),
      `${malignant.malignant} of ${malignant.malignant + malignant.benign}`,
      `${benign.benign} of ${benign.benign + benign.malignant}`,
      sensitivity.share === null ? '-' : `${wholePercent(sensitivity.share)} (${intervalWords(sensitivity)})`,
      specificity.share === null ? '-' : `${wholePercent(specificity.share)} (${intervalWords(specificity)})`,
    ]),
  ];
}

function groupRows(figures: readonly StudyFigures[]): string[][] {
  const rows = figures.flatMap((f) => {
    const groups: [string, ShareWithInterval][] = f.byFindingType.map(({ type, accuracy }) => [type, accuracy]);
    if (f.byNetwork) groups.push(['network right', f.byNetwork.right], ['network wrong', f.byNetwork.wrong]);
    return groups.map(([group, share]) => [who(f.reader), CONDITION_NAMES[f.condition].toLowerCase(), group, shareText(share)]);
  });
  return [['reader', 'read', 'cases', 'right'], ...rows];
}

function pairedRows({ paired }: StudyScore): string[][] {
  const header = ['reader', 'read in both', 'right in both', 'words only', 'picture only', 'neither', 'p'];
  return [
    header,
    ...paired.map((f) => [
      who(f.reader),
      ...[f.both, f.bothRight, f.wordsOnly, f.pictureOnly, f.neither].map(String),
      f.p === null ? '-' : pWords(f.p).replace(/^p (= )?/, ''),
    ]),
  ];
}

function agreementRows({ agreement }: StudyScore): string[][] {
  const cells = ({ kappa, reason, interval, units }: Kappa): string[] => [
    kappa === null ? (reason === 'oneCategory' ? 'all calls alike' : 'too few cases') : kappa.toFixed(2),
    interval ? `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}` : '-',
    String(units),
  ];
  const rows = agreement.flatMap(({ condition, all, pairs }) => [
    ...(all ? [[`all ${all.readers} (Fleiss)`, CONDITION_NAMES[condition].toLowerCase(), ...cells(all)]] : []),
    ...pairs.map((pair) => [`${pair.readers.join(', ')} (Cohen)`, CONDITION_NAMES[condition].toLowerCase(), ...cells(pair)]),
  ]);
  return [['readers', 'read', 'kappa', 'interval', 'cases'], ...rows];
}

function powerRows({ power, figures }: { power: StudyPower; figures: StudyFigures[] }): string[][] {
  const marked = new Set(figures.filter((f) => f.answered > 0).map((f) => powerRow(power, f.accuracy.of)?.n));
  return [
    ['answers', 'right needed', ...power.accuracies.map((a) => `truly ${wholePercent(a)}`)],
    ...power.rows.map(({ n, needed, power: shown }) => [
      `${n}${marked.has(n) ? ' *' : ''}`,
      needed === null ? '-' : String(needed),
      ...shown.map(wholePercent),
    ]),
  ];
}

/** The figures as a table of plain values, a row for each reader and condition, for viewers that run no script. */
export function figureRows(score: StudyScore): Record<string, unknown>[] {
  const several = readersOf(score).length > 1;
  return score.figures
    .filter((f) => f.answered > 0)
    .map((f) => ({
      reader: f.reader ?? (several ? 'all' : ''),
      read: CONDITION_NAMES[f.condition],
      answered: `${f.answered} of ${f.asked}`,
      right: f.accuracy.right,
      share: f.accuracy.share,
      '95 %': intervalWords(f.accuracy),
      p: f.p,
      sensitivity: f.sensitivity.share,
      specificity: f.specificity.share,
      AUC: f.roc?.auc,
      'median seconds': f.medianSeconds ?? undefined,
    }));
}
