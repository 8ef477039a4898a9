/** The figures of an evaluation as tables: one observation a line, level and class in columns. */
import { atLevel, BREAKDOWNS, type ClassEvaluation, type Evaluation, LEVELS, type Level, type TableName } from '../protocol/evaluation';
import { type Cell, csvText } from './csv';

type FigureTable = Exclude<TableName, 'scores' | 'views' | 'cases'>;

export function figureTables(evaluation: Evaluation): Record<FigureTable, string> {
  const each = (records: (c: ClassEvaluation, level: Level, name: string) => Cell[][]): Cell[][] =>
    LEVELS.flatMap((level) =>
      Object.entries(atLevel(evaluation, level).classes).flatMap(([name, c]) =>
        'missing' in c ? [] : records(c, level, name).map((record) => [level, name, ...record]),
      ),
    );
  return {
    summary: summaryTable(evaluation),
    roc: csvText(
      ['level', 'class', 'threshold', 'fpr', 'tpr'],
      each(({ roc }) => roc.fpr.map((x, i) => [roc.thresholds?.[i], x, roc.tpr[i]])),
    ),
    band: csvText(
      ['level', 'class', 'fpr', 'tpr_low', 'tpr_high'],
      each(({ band }) => (band ? band.low.map((low, i) => [i / (band.low.length - 1), low, band.high[i]]) : [])),
    ),
    calibration: csvText(
      ['level', 'class', 'bin_low', 'bin_high', 'count', 'mean_score', 'share_positive'],
      each(({ calibration }) => (calibration?.bins ?? []).map((b) => [b.low, b.high, b.count, b.mean, b.frequency])),
    ),
    confusion: csvText(
      ['level', 'true', 'decided', 'count'],
      LEVELS.flatMap((level) =>
        atLevel(evaluation, level).confusion.flatMap((row, t) =>
          row.map((count, d) => [level, evaluation.classNames[t], evaluation.classNames[d], count]),
        ),
      ),
    ),
    breakdowns: csvText(
      ['level', 'class', 'by', 'value', 'positives', 'negatives', 'cases', 'auc', 'auc_low', 'auc_high', 'missing'],
      each(({ breakdowns }) =>
        BREAKDOWNS.flatMap((by): Cell[][] => {
          const strata = breakdowns?.[by] ?? [];
          if ('missing' in strata) return [[by, '', '', '', '', '', '', '', strata.missing]];
          return strata.map((s) => [by, s.value, s.positives, s.negatives, s.cases, s.auc, s.interval?.low, s.interval?.high, s.missing]);
        }),
      ),
    ),
  };
}

function summaryTable(evaluation: Evaluation): string {
  const bounds = (name: string) => [`${name}_low`, `${name}_high`];
  return csvText(
    [
      ...['level', 'class', 'positives', 'negatives', 'auc', ...bounds('auc'), ...bounds('auc_delong')],
      ...['pauc_published', ...bounds('pauc_published'), 'pauc_standard', ...bounds('pauc_standard'), 'pauc_corrected'],
      ...['brier', 'calibration_error', 'missing'],
    ],
    LEVELS.flatMap((level) =>
      Object.entries(atLevel(evaluation, level).classes).map(([name, c]): Cell[] => {
        if ('missing' in c) return [level, name, ...Array<Cell>(16).fill(undefined), c.missing];
        const { published, standard } = c.partialIntervals ?? {};
        return [
          ...[level, name, c.positives, c.negatives, c.auc, c.interval?.low, c.interval?.high, c.delong?.low, c.delong?.high],
          ...[c.partialAucPublished, published?.low, published?.high, c.partialAucStandard, standard?.low, standard?.high],
          ...[c.partialAucCorrected, c.calibration?.brier, c.calibration?.error, c.noInterval],
        ];
      }),
    ),
  );
}
