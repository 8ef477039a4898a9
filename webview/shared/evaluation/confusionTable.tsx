/** The confusion matrix: a row a true class, a column a decided one, shaded by the share of the row. */
import type { Evaluation, Level, LevelEvaluation } from '../../../src/protocol/evaluation';
import { sentenceCase } from '../wording';
import { CountMatrix } from './countMatrix';
import { percents } from './words';

interface Props {
  evaluation: Evaluation;
  level: Level;
  figures: LevelEvaluation;
}

export function ConfusionTable({ evaluation, level, figures }: Props) {
  const { classNames, background } = evaluation;
  return (
    <>
      <CountMatrix
        corner="Truly"
        columns={classNames.map((name) => `Decided ${name}`)}
        rows={figures.confusion.map((counts, t) => ({ name: sentenceCase(classNames[t]), counts }))}
      />
      <p class="dm-quiet">
        {percents(figures.accuracy)} decided right; shares of each true class.
        {level !== 'patch' && background !== undefined
          ? ` ${sentenceCase(background)} is decided only where no other class leads in any patch, as explanations decide.`
          : ''}
      </p>
    </>
  );
}
