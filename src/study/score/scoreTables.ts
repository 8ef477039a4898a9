/** A score as tables (CSV): a row a reader and condition, a row a case and reader, and a row a reader where both conditions were read. */
import { guarded } from '../../annotation/exchange/cells';
import { type Cell, csvText } from '../../evaluation/csv';
import type { ShareWithInterval, StudyScore } from '../../protocol/study';

/** Of all readers together. */
const ALL = '(all)';

/** Text of each table by its file name; shares from 0 to 1, empty where there is nothing to count. */
export function scoreTables(score: StudyScore): Record<string, string> {
  return {
    'figures.csv': figuresCsv(score),
    'answers.csv': answersCsv(score),
    ...(score.paired.length > 0 && { 'paired.csv': pairedCsv(score) }),
  };
}

const shareColumns = (name: string): string[] => [`${name}_right`, `${name}_of`, name, `${name}_low`, `${name}_high`];
const shareCells = ({ right, of, share, low, high }: ShareWithInterval): Cell[] => [right, of, share, low, high];

function figuresCsv({ figures }: StudyScore): string {
  const header = [
    'reader',
    'condition',
    'asked',
    'answered',
    ...shareColumns('accuracy'),
    'p',
    ...shareColumns('sensitivity'),
    ...shareColumns('specificity'),
    'auc',
    'auc_low',
    'auc_high',
    'median_seconds',
    'timed',
  ];
  const rows = figures.map((f): Cell[] => [
    guarded(f.reader ?? ALL),
    f.condition,
    f.asked,
    f.answered,
    ...shareCells(f.accuracy),
    f.p,
    ...shareCells(f.sensitivity),
    ...shareCells(f.specificity),
    f.roc?.auc,
    f.roc?.low,
    f.roc?.high,
    f.medianSeconds,
    f.timed,
  ]);
  return csvText(header, rows);
}

function answersCsv({ cases }: StudyScore): string {
  const header = [
    'case',
    'view',
    'truth',
    'reader',
    'condition',
    'call',
    'confidence',
    'right',
    'network_right',
    'finding_types',
    'keywords',
    'words',
  ];
  const rows = cases.flatMap((c) => {
    const about: Cell[] = [
      c.networkRight === undefined ? '' : yesNo(c.networkRight),
      c.findingTypes.join('; '),
      c.keywords.join('; '),
      guarded(c.words.map((unit) => unit.join(' / ')).join('; ')),
    ];
    const given = c.answers.map((a): Cell[] => [guarded(a.reader), a.condition, a.call, a.confidence, yesNo(a.right)]);
    // A case that nobody answered has a row, too.
    return (given.length > 0 ? given : [['', '', '', '', '']]).map((cells): Cell[] => [c.id, c.viewId, c.truth, ...cells, ...about]);
  });
  return csvText(header, rows);
}

function pairedCsv({ paired }: StudyScore): string {
  return csvText(
    ['reader', 'both', 'both_right', 'words_only_right', 'picture_only_right', 'neither_right', 'p'],
    paired.map((f): Cell[] => [guarded(f.reader ?? ALL), f.both, f.bothRight, f.wordsOnly, f.pictureOnly, f.neither, f.p]),
  );
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
