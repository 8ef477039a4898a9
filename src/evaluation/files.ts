/** Every file of an evaluation's folder: tables and pictures by name. */
import {
  type Evaluation,
  type EvaluationFileName,
  FIGURES,
  type FigureName,
  LEVELS,
  type Level,
  TABLES,
  type TableName,
} from '../protocol/evaluation';
import { breakdownsFigure } from './figures/breakdowns';
import { confusionFigure } from './figures/confusion';
import { calibrationFigure, rocFigure } from './figures/curves';
import { figureTables } from './tables';

const DRAW: Record<FigureName, (evaluation: Evaluation, level: Level) => string> = {
  roc: rocFigure,
  calibration: calibrationFigure,
  confusion: confusionFigure,
  breakdowns: breakdownsFigure,
};

/** @param scores the tables of patches, views and cases */
export function evaluationFiles(
  evaluation: Evaluation,
  scores: Record<'scores' | 'views' | 'cases', string>,
): Record<EvaluationFileName, string> {
  const tables: Record<TableName, string> = { ...figureTables(evaluation), ...scores };
  return Object.fromEntries([
    ...TABLES.map((name) => [`${name}.csv`, tables[name]]),
    ...LEVELS.flatMap((level) => FIGURES.map((name) => [`${name}-${level}.svg`, DRAW[name](evaluation, level)])),
  ]) as Record<EvaluationFileName, string>;
}
