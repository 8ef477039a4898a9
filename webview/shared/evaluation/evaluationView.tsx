/** An evaluation: one class at one level as ROC curve, calibration, confusion and breakdowns; on the page and in notebooks. */
import type { ComponentChildren } from 'preact';
import { atLevel, type Evaluation, type FigureName, LEVELS, type TableName } from '../../../src/protocol/evaluation';
import { sentenceCase } from '../wording';
import { BreakdownTable } from './breakdownTable';
import { CalibrationPlot } from './calibrationPlot';
import { ConfusionTable } from './confusionTable';
import type { EvaluationLooks } from './looks';
import { RocPlot } from './rocPlot';
import { Segments } from './segments';
import { Summary } from './summary';
import { backgroundNote, checkpointName, countOf, LEVEL_MEANINGS, LEVEL_NAMES, PART_NAMES } from './words';

interface Props {
  evaluation: Evaluation;
  looks: EvaluationLooks;
  onLooks(looks: EvaluationLooks): void;
  /** Above the figures: what the page has to say of them. */
  notes?: ComponentChildren;
  /** Further choices of the page. */
  choices?: ComponentChildren;
  /** Buttons to take a figure along, where the page can. */
  take?(table: TableName, figure?: FigureName): ComponentChildren;
}

export function EvaluationView({ evaluation: e, looks, onLooks, notes, choices, take }: Props) {
  const className =
    looks.className !== undefined && e.classNames.includes(looks.className) ? looks.className : e.classNames[e.classNames.length - 1];
  const { level } = looks;
  const figures = atLevel(e, level);
  const evaluated = figures.classes[className] ?? { missing: `This evaluation has no class ${className}.` };
  const background = backgroundNote(e, className, level);
  const panel = (name: FigureName, title: string, content: ComponentChildren) => (
    <section class={`dm-figure dm-figure-${name}`} aria-label={title}>
      <header>
        <h3>{title}</h3>
        {take?.(name, name)}
      </header>
      {content}
    </section>
  );
  return (
    <article class="dm-evaluation" aria-label={`Evaluation of ${e.run}`}>
      <header>
        <h2>Evaluation of {e.run}</h2>
        <p class="dm-source">
          <span>{PART_NAMES[e.part]}</span>
          <span>
            {countOf(e.items, 'patch')}, {countOf(e.view.items, 'view')}, {countOf(e.case.items, 'case')}
          </span>
          <span>
            {checkpointName(e.checkpoint)}, network {e.network.slice(0, 8)}
          </span>
        </p>
      </header>
      {notes}
      <div class="dm-choices">
        <Segments
          name="level"
          legend="Level"
          value={level}
          choices={LEVELS.map((l) => [l, LEVEL_NAMES[l]])}
          onChoice={(l) => onLooks({ ...looks, level: l })}
        />
        <Segments
          name="class"
          legend="Class"
          value={className}
          choices={e.classNames.map((name) => [name, sentenceCase(name)])}
          onChoice={(name) => onLooks({ ...looks, className: name })}
        />
        {choices}
      </div>
      <p class="dm-quiet dm-meaning">
        {LEVEL_MEANINGS[level]} {background}
      </p>
      {'missing' in evaluated ? (
        <p class="dm-warning" role="note">
          {evaluated.missing}
        </p>
      ) : (
        <section class="dm-numbers-of" aria-label={`Figures of ${className}`}>
          <Summary evaluated={evaluated} level={level} />
          {take?.('summary')}
        </section>
      )}
      <div class="dm-figures-of">
        {'missing' in evaluated
          ? null
          : panel(
              'roc',
              'ROC curve',
              <RocPlot key={`${level} ${className}`} evaluated={evaluated} className={className} classes={figures.classes} />,
            )}
        {'missing' in evaluated || !evaluated.calibration
          ? null
          : panel(
              'calibration',
              'Calibration',
              <CalibrationPlot calibration={evaluated.calibration} className={className} level={level} />,
            )}
        {panel('confusion', 'Confusion, all classes', <ConfusionTable evaluation={e} level={level} figures={figures} />)}
        {'missing' in evaluated
          ? null
          : panel('breakdowns', 'AUC by what was seen', <BreakdownTable evaluated={evaluated} className={className} />)}
      </div>
      {figures.leftOut.length > 0 ? (
        <p class="dm-quiet">Left out: {figures.leftOut.map(({ count, reason }) => `${countOf(count, level)} (${reason})`).join('; ')}.</p>
      ) : null}
      <footer class="dm-foot">
        <span>{e.notice}</span>
        <span>
          95 % intervals by {e.bootstrap.draws} resamples of {e.bootstrap.cases} cases, seed {e.bootstrap.seed}
        </span>
      </footer>
    </article>
  );
}
